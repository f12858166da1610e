import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shownBody } from './shown-body.ts'

test('secrets are masked by what they are and by the names of their fields', () => {
  const body = {
    name: 'box of hunter2hunter2',
    password: 'made-just-now',
    auth: { root_password: 'x', apiToken: 'y', ok: true, attempts: 3 },
    link: 'https://panel.example/sso?ticket=abc',
  }
  const shown = shownBody(JSON.stringify(body), ['hunter2hunter2']) ?? ''
  assert.deepEqual(JSON.parse(shown), {
    name: 'box of ***',
    password: '***',
    auth: { root_password: '***', apiToken: '***', ok: true, attempts: 3 },
    link: 'https://panel.example/sso?…',
  })
  assert.equal(
    shownBody('{"id":"sbx-1","password":"half-of-a-secr', []),
    '{"id":"sbx-1","password":"***"',
  )
  assert.equal(shownBody('user=jo&password=p4ss&plan=big', []), 'user=jo&password=***&plan=big')
})

test('what is long is cut, what is no text is not shown, what cannot be stored is replaced', () => {
  assert.equal(shownBody('a'.repeat(9000), [])?.length, 2001)
  assert.equal(shownBody(new Uint8Array(3), []), null)
  assert.equal(shownBody('', []), null)
  assert.equal(shownBody('nul\0 and \ud800', []), 'nul\uFFFD and \uFFFD')
})
