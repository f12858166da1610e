import assert from 'node:assert/strict'
import type { lookup } from 'node:dns'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { publicLookup, sendPublic } from './send-public.ts'

async function listen(handler: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(handler)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  after(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

const port = await listen((request, response) => {
  if (request.url === '/silent') return
  if (request.url === '/away') response.writeHead(302, { location: '/', 'retry-after': '90' })
  if (request.url === '/long') return void response.end('x'.repeat(100_000))
  let body = ''
  request.on('data', (chunk) => {
    body += chunk
  })
  request.on('end', () => response.end(`${request.method} ${body}`))
})

const post = (url: string, allowPrivate: boolean, limitMs = 10_000) =>
  sendPublic({
    url: new URL(url),
    headers: { 'content-type': 'text/plain' },
    body: 'hello',
    limitMs,
    answerBytes: 100,
    allowPrivate,
  })

test('posts, keeps the beginning of the answer and follows nowhere', async () => {
  const base = `http://127.0.0.1:${port}`
  assert.deepEqual(await post(base, true), {
    ...{ status: 200, body: 'POST hello', retryAfterMs: null },
  })
  const away = await post(`${base}/away`, true)
  assert.deepEqual([away.status, away.retryAfterMs], [302, 90_000])
  assert.equal((await post(`${base}/long`, true)).body, 'x'.repeat(100))
  await assert.rejects(post(`${base}/silent`, true, 50), /no answer within 0.05 s/)
})

test('a private address is refused, by its number and by its name', async () => {
  await assert.rejects(post(`http://127.0.0.1:${port}`, false), /private address 127\.0\.0\.1/)
  await assert.rejects(post(`http://[::1]:${port}`, false), /private address ::1/)
  await assert.rejects(post(`http://localhost:${port}`, false), /localhost leads to the private/)
})

test('a name is judged by what it leads to when the connection is made', () => {
  const answers = (addresses: { address: string; family: number }[]) =>
    ((_name: string, _options: unknown, done: (error: null, all: unknown) => void) =>
      done(null, addresses)) as unknown as typeof lookup
  const rebound = answers([
    { address: '93.184.216.34', family: 4 },
    { address: '169.254.169.254', family: 4 },
  ])
  publicLookup(rebound)('evil.example', { all: true }, (error) =>
    assert.match(String(error), /evil\.example leads to the private address 169\.254\.169\.254/),
  )
  const good = answers([{ address: '93.184.216.34', family: 4 }])
  publicLookup(good)('a.example', {}, (error, address) =>
    assert.deepEqual([error, address], [null, '93.184.216.34']),
  )
})
