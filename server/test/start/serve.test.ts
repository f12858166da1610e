import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { after, test } from 'node:test'
import { cloneDatabase, dropDatabase } from '../app.ts'
import { refusal, runMain, startMain } from './run-main.ts'

const DATABASE_URL = await cloneDatabase()
after(() => dropDatabase(DATABASE_URL))

const ADMIN = { BERTH_ADMIN_EMAIL: 'owner@team.example', BERTH_ADMIN_PASSWORD: 'a good password' }

/** A browser with the administration open: it listens to the stream of changes. */
async function openStream(address: string): Promise<Response> {
  const login = await fetch(`${address}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      email: ADMIN.BERTH_ADMIN_EMAIL,
      password: ADMIN.BERTH_ADMIN_PASSWORD,
    }),
  })
  assert.equal(login.status, 200)
  const cookie = String(login.headers.get('set-cookie')).split(';')[0] ?? ''
  return fetch(`${address}/api/v1/admin/stream`, { headers: { cookie } })
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`${signal} ends everything, with browsers that listen and lines that say nothing`, async () => {
    const berth = startMain(['start'], { DATABASE_URL, ...ADMIN })
    const address = await berth.said('Berth is ready at ')
    assert.equal((await fetch(`${address}/healthz`)).status, 200)
    const stream = await openStream(address)
    assert.equal(stream.headers.get('content-type'), 'text/event-stream')
    const silent = connect(Number(new URL(address).port), '127.0.0.1')
    await once(silent, 'connect')
    const silentEnd = once(silent, 'close')
    berth.kill(signal)
    const told = await stream.text()
    assert.match(told, /^retry: 1000\n/)
    await silentEnd
    const { code, err } = await berth.ended
    assert.deepEqual({ code, err }, { code: 0, err: '' })
  })
}

test('a busy port', async () => {
  const holder = createServer()
  holder.listen(0, '127.0.0.1')
  await once(holder, 'listening')
  after(() => holder.close())
  const { port } = holder.address() as AddressInfo
  assert.deepEqual(
    await runMain(['start'], { DATABASE_URL, PORT: String(port) }),
    refusal(`port ${port} is in use by another program; set PORT to a free one`),
  )
})

test('an address that is not of this machine', async () => {
  for (const HOST of ['192.0.2.1', 'no-such-host.invalid'])
    assert.deepEqual(
      await runMain(['web'], { DATABASE_URL, HOST }),
      refusal(`${HOST} is not an address of this machine; set HOST to one that is`),
    )
})
