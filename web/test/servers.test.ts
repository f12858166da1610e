import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fixHint } from '../src/features/servers/fix-hint.ts'

test('what a provider says about a failed check leads to what can be done about it', () => {
  const said: [string, string][] = [
    ['connect ECONNREFUSED 10.0.0.4:8006', 'reach'],
    ['The address cannot be reached: UND_ERR_CONNECT_TIMEOUT', 'reach'],
    ['self-signed certificate in certificate chain', 'certificate'],
    ['The server shows another certificate than the pinned one', 'certificate'],
    ['401 Unauthorized', 'credentials'],
    ['No valid API key', 'credentials'],
    ['403 Permission check failed (/vms, VM.Allocate)', 'permission'],
    ['This token lacks the permission servers.write', 'permission'],
    ['transient: bad port', 'reach'],
    ['auth: no', 'credentials'],
    ['Something unheard of', 'other'],
  ]
  const hints = said.map(([message]) => fixHint({ id: 'check', message }))
  assert.deepEqual(
    hints,
    said.map(([, hint]) => hint),
  )
})

test('a check without words is understood by its name', () => {
  assert.equal(fixHint({ id: 'permission_servers_write', message: '' }), 'permission')
})
