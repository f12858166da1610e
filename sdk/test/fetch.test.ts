import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { type Connection, requestJson } from '../src/index.ts'
import { createTestContext } from '../src/testing/index.ts'

/** An authority, a server and a client made for these tests; the keys open nothing else. */
const pem = (name: string) => readFileSync(new URL(`./tls/${name}`, import.meta.url), 'utf8')

/** Answers with what it was asked, and how the client showed itself. */
const echo: RequestListener = async (request, response) => {
  let body = ''
  for await (const piece of request) body += String(piece)
  const socket = request.socket as { authorized?: boolean }
  const said = { path: request.url, type: request.headers['content-type'], body }
  response.end(JSON.stringify({ ...said, authorized: socket.authorized ?? null }))
}

async function listening(t: TestContext, server: Server, at: number | string) {
  await new Promise<void>((done) => server.listen(at as number, '127.0.0.1' as never, () => done()))
  t.after(() => new Promise((done) => server.close(done)))
  return server
}

async function tlsServer(t: TestContext): Promise<string> {
  const server = await listening(
    t,
    createTlsServer(
      {
        ca: pem('ca.pem'),
        cert: pem('server.pem'),
        key: pem('server-key.pem'),
        requestCert: true,
        rejectUnauthorized: false,
      },
      echo,
    ),
    0,
  )
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const ask = (url: string, connection?: Connection) =>
  requestJson(createTestContext({ key: 'k' }), { method: 'GET', url: `${url}/1.0`, connection })

test('a server behind a socket file is reached, with path and host of the address', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'berth-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const socketPath = join(folder, 's.sock')
  const server = createServer(echo)
  await new Promise<void>((done) => server.listen(socketPath, done))
  t.after(() => new Promise((done) => server.close(done)))
  const answer = await ask('http://incus', { socketPath })
  assert.deepEqual(answer.ok && (answer.value.body as { path: string }).path, '/1.0')
})

test('a certificate of nobody known is a wrong setting; its authority makes it right', async (t) => {
  const url = await tlsServer(t)
  const refused = await ask(url)
  assert.deepEqual(refused.ok ? 'ok' : [refused.error.code, refused.error.lost], [
    'config',
    undefined,
  ])
  const answer = await ask(url, { ca: pem('ca.pem') })
  assert.deepEqual(answer.ok && (answer.value.body as { authorized: boolean }).authorized, false)
})

test('a certificate of ours is shown', async (t) => {
  const own = { ca: pem('ca.pem'), cert: pem('client.pem'), key: pem('client-key.pem') }
  const answer = await ask(await tlsServer(t), own)
  assert.deepEqual(answer.ok && (answer.value.body as { authorized: boolean }).authorized, true)
})

test('a pinned certificate needs no authority, and no other one passes', async (t) => {
  const url = await tlsServer(t)
  const { fingerprint256 } = new X509Certificate(pem('server.pem'))
  for (const fingerprint of [fingerprint256, fingerprint256.replaceAll(':', '').toLowerCase()]) {
    assert.equal((await ask(url, { fingerprint })).ok, true)
    assert.equal((await ask(url, { fingerprint })).ok, true, 'and again, on another connection')
  }
  const other = await ask(url, { fingerprint: fingerprint256.replaceAll(/[0-9]/g, 'A') })
  assert.equal(other.ok ? 'ok' : other.error.code, 'config')
  const words = other.ok ? '' : other.error.message
  assert.ok(words.includes(fingerprint256.replaceAll(':', '')), 'it names the one that was shown')
  const none = await ask(url.replace('https', 'http'), { fingerprint: fingerprint256 })
  assert.equal(none.ok, false, 'nothing is sent in clear where a certificate is pinned')
})

test('a form is sent urlencoded, lists as repeats, what is undefined not at all', async (t) => {
  const server = await listening(t, createServer(echo), 0)
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const form = { name: 'Été & co', full: true, id: 7, tag: ['a', 'b'], no: undefined }
  const ctx = createTestContext({ key: 'k' })
  const answer = await requestJson(ctx, { method: 'POST', url, form })
  assert.ok(answer.ok)
  const { type, body } = answer.value.body as { type: string; body: string }
  assert.equal(type, 'application/x-www-form-urlencoded')
  assert.equal(body, 'name=%C3%89t%C3%A9+%26+co&full=true&id=7&tag=a&tag=b')
})
