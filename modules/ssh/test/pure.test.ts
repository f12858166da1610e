import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isPinned, parseFingerprints } from '../src/fingerprint.ts'
import { fits, parseParameters, takeOrder, variable } from '../src/parameters.ts'
import { readSaid, splitListed } from '../src/said.ts'

test('parameters are typed and each name is there once', () => {
  assert.deepEqual(parseParameters('DISK_MB:int=100\nNAME=a=b\nPHP:bool!'), [
    { name: 'DISK_MB', type: 'int', required: false, value: '100' },
    { name: 'NAME', type: 'text', required: false, value: 'a=b' },
    { name: 'PHP', type: 'bool', required: true, value: null },
  ])
  for (const wrong of ['A:int=1.5', 'A:unknown=1', '9A=1', 'A=1\na=2', 'A:bool=yes', 'A B=1']) {
    assert.equal(parseParameters(wrong), null, wrong)
  }
})

test('each type takes its own and nothing else', () => {
  assert.ok(fits('hostname', 'www.exämple.org'.normalize('NFC')) === false)
  assert.ok(fits('hostname', 'www.example.org'))
  assert.ok(!fits('hostname', '-a.example.org'))
  assert.ok(fits('email', 'a@b.co') && !fits('email', 'a b@c.co'))
  assert.ok(fits('name', 'web_7') && !fits('name', '7web'))
  assert.ok(!fits('text', 'two\nlines'))
  assert.equal(variable('Disk-Size'), 'DISK_SIZE')
})

test('an order gives what the product lets it give, and defaults fill the rest', () => {
  const declared = 'PHP:text=8.3\nUSER:name!'
  const taken = takeOrder(declared, 'user=web')
  assert.deepEqual(taken.ok && [...taken.value], [
    ['PHP', '8.3'],
    ['USER', 'web'],
  ])
  for (const wrong of ['', 'USER=', 'USER=Web 7', 'USER=web\nPATH=/', 'no line at all']) {
    const refused = takeOrder(declared, wrong)
    assert.equal(refused.ok ? 'ok' : refused.error.code, 'rejected', wrong)
  }
})

test('lines of scripts: later ones win, += adds, noise and wrong links are passed over', () => {
  const said = readSaid(
    [
      'Hello',
      'remote_id=one',
      'remote_id=two',
      'secret:key=a',
      'secret:key+=b=c',
      'secret:Not a name=x',
      'link:Site=javascript:alert(1)',
      'link:Site 2=https://example.org/',
      'usage:disk=5/10 bytes',
      'usage:files=7 count',
      'usage:odd=7 apples',
    ].join('\n'),
  )
  assert.equal(said.words.get('remote_id'), 'two')
  assert.deepEqual(said.secrets, { key: 'a\nb=c' })
  assert.deepEqual(
    said.connection.map((one) => one.href),
    ['https://example.org/'],
  )
  assert.deepEqual(
    said.usage.map(({ id, used, limit }) => [id, used, limit]),
    [
      ['disk', 5, 10],
      ['files', 7, null],
    ],
  )
})

test('a listing is cut where the next resource begins', () => {
  const parts = splitListed('noise\nremote_id=a\nname=A\nremote_id=b\n')
  assert.deepEqual(parts, ['remote_id=a\nname=A\n', 'remote_id=b\n'])
})

test('fingerprints are read with and without their prefix and padding', () => {
  const digest = `${'a+/9'.repeat(10)}xyz`
  const pinned = `SHA256:${digest}=, ${'B'.repeat(43)}`
  assert.deepEqual(parseFingerprints(pinned), [`SHA256:${digest}`, `SHA256:${'B'.repeat(43)}`])
  assert.ok(isPinned({ type: 'ssh-rsa', fingerprint: `SHA256:${digest}` }, pinned))
  assert.ok(!isPinned({ type: 'ssh-rsa', fingerprint: `SHA256:${'C'.repeat(43)}` }, pinned))
  assert.ok(!isPinned({ type: 'ssh-rsa', fingerprint: 'SHA256:' }, ''))
})
