import assert from 'node:assert/strict'
import type { lookup } from 'node:dns'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { fetchLookedUp } from '@berth/sdk/fetch'
import { guardedFetch } from './guarded-fetch.ts'
import { isPrivateAddress, isPrivateHost } from './private-address.ts'
import { publicLookup } from './send-public.ts'

async function listen(handler: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(handler)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  after(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const signal = new AbortController().signal
const get = guardedFetch({ signal, limitMs: 5_000, log: () => undefined })

const echo = await listen((request, response) => {
  const { method, headers } = request
  response.end(JSON.stringify({ method, authorization: headers.authorization ?? null }))
})
const redirecting = await listen((request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost')
  const status = Number(url.pathname.slice(1))
  response.writeHead(status, { location: url.searchParams.get('to') ?? '/302' }).end()
})

test('addresses outside of the public internet are known', async () => {
  for (const address of [
    ...['127.0.0.1', '10.1.2.3', '172.31.0.1', '192.168.1.1', '169.254.169.254', '0.0.0.0'],
    ...['::1', 'fe80::1', 'fd00::1', '::ffff:127.0.0.1', '100.64.0.1', '255.255.255.255'],
    ...['192.0.0.8', '198.19.0.1', '224.0.0.1', '240.0.0.1', 'ff02::1', 'fec0::1', '100::1'],
    ...['::127.0.0.1', '::ffff:a00:1', '64:ff9b::a00:1', '64:ff9b:1::a00:1', '2002:7f00:1::'],
    ...['2001:0:4136:e378:8000:63bf:3fff:fdd2'],
  ])
    assert.ok(isPrivateAddress(address), address)
  for (const address of ['1.1.1.1', '172.32.0.1', '192.169.0.1', '2606:4700::1111'])
    assert.ok(!isPrivateAddress(address), address)
  assert.ok(await isPrivateHost('localhost'))
  assert.ok(await isPrivateHost('[::1]'))
  assert.ok(!(await isPrivateHost('does-not-exist.invalid')))
})

test('between private addresses a redirect is followed, without the credentials', async () => {
  const answer = await get(`${redirecting}/307?to=${echo}`, {
    method: 'POST',
    body: '{}',
    headers: { authorization: 'Bearer x' },
  })
  assert.deepEqual(await answer.json(), { method: 'POST', authorization: null })
  const seen = await get(`${redirecting}/303?to=${echo}`, { method: 'POST', body: '{}' })
  assert.deepEqual(await seen.json(), { method: 'GET', authorization: null })
})

test('a redirect to something else than HTTP, and one without end, are refused', async () => {
  await assert.rejects(get(`${redirecting}/302?to=ftp://127.0.0.1/`), /not HTTP/)
  await assert.rejects(get(`${redirecting}/302`), /Too many redirects/)
  await assert.rejects(get(`${redirecting}/302`, { redirect: 'error' }), /redirects elsewhere/)
  assert.equal((await get(`${redirecting}/302`, { redirect: 'manual' })).status, 302)
})

test('a public address cannot lead to a private one', async (t) => {
  t.mock.method(globalThis, 'fetch', async () => Response.redirect('http://127.0.0.1/metadata'))
  await assert.rejects(get('http://1.1.1.1/'), /private address/)
})

test('a name that leads inside when the connection is made is not connected to', async () => {
  const inside = ((_name: string, _options: unknown, done: (error: null, all: unknown) => void) =>
    done(null, [{ address: '127.0.0.1', family: 4 }])) as unknown as typeof lookup
  const { port } = new URL(echo)
  const sent = fetchLookedUp(`http://rebound.example:${port}/`, {}, publicLookup(inside))
  await assert.rejects(sent, ({ cause }: Error) => /private address 127/.test(String(cause)))
})
