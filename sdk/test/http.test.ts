import assert from 'node:assert/strict'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { type JsonRequest, maskSecrets, requestJson, retryAfterMs } from '../src/index.ts'

async function ask(
  listener: RequestListener,
  request: Partial<JsonRequest> = {},
  signal = new AbortController().signal,
) {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  try {
    return await requestJson(
      { fetch, signal },
      { method: 'POST', url: `http://127.0.0.1:${port}/`, ...request },
    )
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

const answering =
  (status: number, body: string, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) =>
    response.writeHead(status, headers).end(body)

async function errorOf(...args: Parameters<typeof ask>) {
  const answer = await ask(...args)
  return answer.ok ? assert.fail('expected an error') : answer.error
}

const CASES: readonly [number, string][] = [
  [400, 'rejected'],
  [401, 'auth'],
  [403, 'auth'],
  [404, 'not_found'],
  [409, 'conflict'],
  [410, 'not_found'],
  [422, 'rejected'],
  [429, 'transient'],
  [500, 'transient'],
  [501, 'unsupported'],
  [503, 'transient'],
  [507, 'capacity'],
]
for (const [status, code] of CASES) {
  test(`an answer of ${status} is ${code} and not lost`, async () => {
    const error = await errorOf(answering(status, '{"message":"why"}'))
    // Asked too often, and no word of how long: half a minute for the whole server.
    const wait = status === 429 ? { retryAfterMs: 30_000 } : {}
    assert.deepEqual(error, { code, message: 'why', ...wait })
  })
}

test('a gateway that gave up waiting leaves the outcome open', async () => {
  assert.equal((await errorOf(answering(504, ''))).lost, true)
})

test('a 2xx answer is read, an empty one is null', async () => {
  const full = await ask(answering(201, '{"id":1}'))
  assert.deepEqual(full.ok && [full.value.status, full.value.body], [201, { id: 1 }])
  const empty = await ask(answering(204, ''))
  assert.equal(empty.ok && empty.value.body, null)
})

test('half an answer, no JSON and no answer are lost', async () => {
  const half: RequestListener = (request, response) => {
    response.writeHead(200, { 'content-length': 100 })
    response.write('{"id":', () => request.socket.destroy())
  }
  const cut: RequestListener = (request) => void request.socket.destroy()
  for (const listener of [half, cut, answering(200, '{"id":')]) {
    const error = await errorOf(listener)
    assert.equal(error.code, 'transient')
    assert.equal(error.lost, true)
  }
})

test('a time limit and an abort end a call that hangs, as lost', async () => {
  const silent: RequestListener = () => undefined
  assert.equal((await errorOf(silent, { timeoutMs: 50 })).lost, true)
  assert.equal((await errorOf(silent, {}, AbortSignal.timeout(50))).lost, true)
})

test('an address where nobody listens was never reached', async () => {
  const signal = new AbortController().signal
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  const url = `http://127.0.0.1:${port}/`
  const answer = await requestJson({ fetch, signal }, { method: 'GET', url })
  assert.ok(!answer.ok)
  assert.equal(answer.error.code, 'transient')
  assert.equal(answer.error.lost, undefined)
})

test('the wait that is asked for is read as seconds or as a date', async () => {
  const error = await errorOf(answering(429, '', { 'retry-after': '7' }))
  assert.equal(error.retryAfterMs, 7000)
  const date = 'Mon, 10 Mar 2025 12:00:00 GMT'
  const later = 'Mon, 10 Mar 2025 12:01:30 GMT'
  assert.equal(retryAfterMs(new Headers({ date, 'retry-after': later })), 90_000)
  assert.equal(retryAfterMs(new Headers({ 'retry-after': 'soon' })), undefined)
})

test('secrets are masked in what the provider says', async () => {
  const error = await errorOf(answering(422, '{"error":"bad token t0psecret"}'), {
    mask: ['t0psecret'],
  })
  assert.equal(error.message, 'bad token ***')
  assert.equal(maskSecrets('abc', ['abc']), 'abc')
})

test('the provider’s own error body goes before the status', async () => {
  const error = await errorOf(answering(422, '{"kind":"full"}'), {
    readError: () => ({ code: 'capacity', message: 'Full' }),
  })
  assert.deepEqual(error, { code: 'capacity', message: 'Full' })
})
