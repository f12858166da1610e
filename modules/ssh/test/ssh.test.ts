import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import type { DeliveryModule, Result, ServiceInput } from '@berth/sdk'
import { startTrial, type Trial } from '@berth/sdk/testing'
import { sshModule } from '../src/index.ts'
import { makePair } from './servers/keys.ts'
import { NO_SSHD } from './servers/sshd.ts'
import { type Kind, productFor, type ShellTarget, shellTarget } from './targets.ts'

type Server = Parameters<typeof sshModule.create>[1]
type Service = Parameters<typeof sshModule.create>[2]
const input = (service: ServiceInput) => service as unknown as Service

async function begin(t: TestContext, kind: Kind) {
  const target = await shellTarget(kind)
  t.after(() => target.close())
  const trial = startTrial(sshModule as DeliveryModule, target)
  const server = (changes: Record<string, unknown> = {}) =>
    ({ ...target.server, settings: { ...target.server.settings, ...changes } }) as unknown as Server
  return { target, trial, server }
}

const codeOf = (result: Result<unknown>) => (result.ok ? 'ok' : result.error.code)

function create({ trial, server }: Awaited<ReturnType<typeof begin>>, service: ServiceInput) {
  return sshModule.create(trial.context(service.key), server(), input(service))
}

/** The first that holds; scripts begin in their own time. */
async function until(holds: () => Promise<boolean>) {
  while (!(await holds())) await wait(20)
}

const countOf = async ({ root }: ShellTarget) =>
  (await readFile(join(root, 'creations'), 'utf8').catch(() => ''))
    .trim()
    .split('\n')
    .filter(Boolean).length

/** A create that waits at a pipe until the test lets it go on. */
function held(target: ShellTarget) {
  const fifo = join(target.root, 'fifo')
  execFileSync('mkfifo', [fifo])
  const product = productFor(target.root, {
    createScript: `${String(target.product.createScript)}echo progress=80 Waiting; read -r go <"$BERTH_PARAM_ROOT/fifo"\n`,
  })
  return { product, release: () => writeFile(fifo, 'go\n') }
}

async function foundState(trial: Trial, server: Server, service: ServiceInput) {
  const found = await sshModule.find(trial.context(service.key), server, service.key)
  assert.ok(found.ok)
  return found.value.map((one) => one.state)
}

function testServer(kind: Kind) {
  test(`${kind}: another host key is refused before anything is said to the server`, async (t) => {
    const place = await begin(t, kind)
    const service = place.trial.service()
    const ctx = place.trial.context(service.key)
    const other = `SHA256:${'A'.repeat(43)}`
    const refused = await sshModule.create(ctx, place.server({ hostKeys: other }), input(service))
    assert.equal(codeOf(refused), 'config')
    const pinned = String(place.target.server.settings.hostKeys)
    assert.match(
      refused.ok ? '' : refused.error.message,
      new RegExp(pinned.slice(7).replaceAll(/[+/]/g, '.')),
    )
    assert.equal(await place.target.countByKey(service.key), 0)

    const none = await sshModule.create(ctx, place.server({ hostKeys: '' }), input(service))
    assert.equal(codeOf(none), 'config')
  })

  test(`${kind}: the connection test shows the key to be pinned, and takes one of several`, async (t) => {
    const { trial, server, target } = await begin(t, kind)
    const pinned = String(target.server.settings.hostKeys)
    const unpinned = await sshModule.testConnection(trial.context('x'), server({ hostKeys: '' }))
    assert.ok(unpinned.ok)
    const shown = unpinned.value.find((check) => check.id === 'host_key')
    assert.equal(shown?.ok, false)
    assert.equal(shown?.message, `${pinned} (ssh-ed25519)`)
    assert.ok(!unpinned.value.some((check) => check.id === 'login'))

    const several = `SHA256:${'B'.repeat(43)}\n${pinned.replace('SHA256:', '')}=\n`
    const checks = await sshModule.testConnection(trial.context('x'), server({ hostKeys: several }))
    assert.deepEqual(checks.ok && checks.value.filter((check) => !check.ok), [])
  })

  test(`${kind}: a connection that is given up leaves the script running, and it is found again`, async (t) => {
    const place = await begin(t, kind)
    const { trial, server, target } = place
    const { product, release } = held(target)
    const service = trial.service({ product })
    const stop = new AbortController()
    const ctx = trial.context(service.key, stop.signal)
    const first = sshModule.create(ctx, server(), input(service))
    await until(async () => (await countOf(target)) === 1)
    stop.abort()
    const lost = await first
    assert.deepEqual([codeOf(lost), !lost.ok && lost.error.lost], ['transient', true])

    assert.deepEqual(await foundState(trial, server(), service), ['changing'])
    const again = await create(place, service)
    assert.deepEqual([codeOf(again), !again.ok && again.error.stillRunning], ['transient', true])

    await release()
    await until(async () => (await foundState(trial, server(), service))[0] === 'running')
    const done = await create(place, service)
    assert.ok(done.ok)
    assert.match(done.value.secrets.password ?? '', /^first-/)
    assert.equal(await countOf(target), 1)
    assert.equal(await target.countByKey(service.key), 1)
  })

  test(`${kind}: what scripts write to standard error is logged without secrets`, async (t) => {
    const place = await begin(t, kind)
    const service = place.trial.service()
    const ctx = place.trial.context(service.key)
    const made = await sshModule.create(ctx, place.server(), input(service))
    assert.ok(made.ok)
    const logged = JSON.stringify(ctx.logs)
    assert.match(logged, /a word on stderr, and \*\*\*/)
    assert.ok(!logged.includes('parameter-secret'))
  })

  test(`${kind}: a refusal has the script's words and code`, async (t) => {
    const place = await begin(t, kind)
    const refusals = [
      ['exit 64', 'config'],
      ['exit 65', 'rejected'],
      ['exit 69', 'capacity'],
      ['echo retry_after=9; exit 75', 'transient'],
      ['exit 76', 'conflict'],
      ['exit 77', 'auth'],
      ['no_such_command', 'config'],
      ['exit 1', 'rejected'],
      ['kill -9 $$', 'transient'],
    ] as const
    for (const [script, code] of refusals) {
      const createScript = `echo "message=Said with $BERTH_PARAM_TOKEN"\n${script}\n`
      const product = productFor(place.target.root, { createScript })
      const refused = await create(place, place.trial.service({ product }))
      assert.ok(!refused.ok)
      assert.deepEqual([refused.error.code, refused.error.message], [code, 'Said with ***'], script)
      if (code === 'transient' && script.startsWith('echo')) {
        assert.equal(refused.error.retryAfterMs, 9000)
      }
    }
  })

  test(`${kind}: what a customer may not give is refused before anything runs`, async (t) => {
    const place = await begin(t, kind)
    const orders = [{ parameters: 'PATH=/tmp' }, { parameters: 'NOTE=a\nNOTE2=b' }]
    for (const order of orders) {
      const service = place.trial.service({ orderData: { domain: '', ...order } })
      const refused = await create(place, service)
      assert.equal(codeOf(refused), 'rejected')
    }
    const product = productFor(place.target.root, { needsDomain: true })
    const service = place.trial.service({ product, orderData: { domain: '', parameters: '' } })
    const refused = await create(place, service)
    assert.equal(!refused.ok && refused.error.pointer, '/orderData/domain')
    assert.equal(await countOf(place.target), 0)
  })

  test(`${kind}: without a listing script what was made here is listed, in pages`, async (t) => {
    const place = await begin(t, kind)
    const made = [await place.trial.delivered(), await place.trial.delivered()]
    const listed = await sshModule.list(
      place.trial.context('l'),
      place.server({ listScript: '' }),
      null,
    )
    assert.ok(listed.ok)
    assert.deepEqual(
      listed.value.items.map((one) => one.key).sort(),
      made.map((one) => one.key).sort(),
    )
    const [first] = made.map((one) => one.key).sort()
    const rest = await sshModule.list(
      place.trial.context('l'),
      place.server({ listScript: '' }),
      first ?? '',
    )
    assert.equal(rest.ok && rest.value.items.length, 1)
  })
}

testServer('stand-in')
if (NO_SSHD) console.log(`ssh: not run on a real sshd: ${NO_SSHD}`)
else testServer('sshd')

test('a private key that is encrypted is read with its passphrase, and a wrong one is said', async (t) => {
  const { trial, server, target } = await begin(t, 'stand-in')
  const pair = makePair({ passphrase: 'right-passphrase' })
  await writeFile(join(target.root, '..', 'authorized_keys'), `${pair.public}\n`)
  const call = (passphrase: string) =>
    sshModule.find(trial.context('x'), server({ privateKey: pair.private, passphrase }), 'key-1')
  assert.equal(codeOf(await call('right-passphrase')), 'ok')
  const wrong = await call('wrong-passphrase')
  assert.equal(codeOf(wrong), 'config')
  assert.ok(!JSON.stringify(wrong).includes('wrong-passphrase'))
})

test('a password logs in too, and is never said', async (t) => {
  const { trial, server } = await begin(t, 'stand-in')
  const call = (password: string) =>
    sshModule.find(trial.context('x'), server({ privateKey: '', password }), 'key-1')
  assert.equal(codeOf(await call('a password of the test server')), 'ok')
  const refused = await call('a wrong password')
  assert.equal(codeOf(refused), 'auth')
  assert.ok(!JSON.stringify(refused).includes('a wrong password'))
})
