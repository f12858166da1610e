import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { codeOf, must, trialAt } from './life.ts'
import { clientOf } from './server-client.ts'
import { startStandIn } from './stand-in/start.ts'
import { closeClean, productFor, REAL_LXD } from './targets.ts'

/** A server and a client made for these tests; the keys open nothing else. */
const pem = (name: string) => readFileSync(new URL(`./tls/${name}`, import.meta.url), 'utf8')
const certificate = (name: string) => new X509Certificate(pem(name))

const OURS = { clientCert: pem('client.pem'), clientKey: pem('client-key.pem') }
const THEIRS = { clientCert: pem('server.pem'), clientKey: pem('server-key.pem') }
const FINGERPRINT = certificate('server.pem').fingerprint256

interface Place {
  readonly address: string
  readonly fingerprint: string
  readonly image: string
  close(): Promise<void>
}

/** A server on TCP with a self-signed certificate that trusts ours and no other. */
async function standIn(): Promise<Place> {
  const server = await startStandIn({
    tls: {
      cert: pem('server.pem'),
      key: pem('server-key.pem'),
      requestCert: true,
      rejectUnauthorized: false,
    },
    trusts: certificate('client.pem').fingerprint256,
  })
  const close = () => closeClean(server)
  return { address: server.address, fingerprint: FINGERPRINT, image: 'berth-test', close }
}

function testTls(name: string, start: () => Promise<Place>) {
  const complaints = async (place: Place, settings: object) => {
    const tested = must(
      await trialAt(place.address, productFor(place.image), { settings }).call.testConnection(),
    )
    return tested.filter(({ ok }) => !ok).map(({ id }) => id)
  }

  test(`${name}: a pinned certificate and ours, events included`, async (t) => {
    const place = await start()
    t.after(() => place.close())
    const settings = { ...OURS, fingerprint: place.fingerprint }
    const trial = trialAt(place.address, productFor(place.image), { settings })
    const checks = must(await trial.call.testConnection())
    assert.deepEqual(
      checks.filter(({ ok }) => !ok),
      [],
    )
    assert.equal(checks.find(({ id }) => id === 'events')?.message, 'by events')
    must(await trial.call.terminate(await trial.delivered()))
  })

  test(`${name}: a server with another certificate than the pinned one is not spoken to`, async (t) => {
    const place = await start()
    t.after(() => place.close())
    const settings = { ...OURS, fingerprint: certificate('client.pem').fingerprint256 }
    const trial = trialAt(place.address, productFor(place.image), { settings })
    assert.equal(codeOf(await trial.call.list(null)), 'config')
    const checks = must(await trial.call.testConnection())
    assert.equal(checks.find(({ id }) => id === 'events')?.message.startsWith('by asking'), true)
  })

  test(`${name}: without pin and authority a self-signed certificate is refused`, async (t) => {
    const place = await start()
    t.after(() => place.close())
    const trial = trialAt(place.address, productFor(place.image), { settings: OURS })
    assert.equal(codeOf(await trial.call.list(null)), 'config')
  })

  test(`${name}: a certificate of ours that is not trusted there is an auth error, in clear words`, async (t) => {
    const place = await start()
    t.after(() => place.close())
    const settings = { ...THEIRS, fingerprint: place.fingerprint }
    const trial = trialAt(place.address, productFor(place.image), { settings })
    const refused = await trial.call.list(null)
    assert.equal(codeOf(refused), 'auth')
    assert.match(refused.ok ? '' : refused.error.message, /does not trust our certificate/)
    assert.ok((await complaints(place, settings)).includes('trusted'))
  })
}

testTls('stand-in', standIn)

test('stand-in: its own certificate as the authority', async (t) => {
  const place = await standIn()
  t.after(() => place.close())
  const settings = { ...OURS, serverCa: pem('server.pem') }
  const trial = trialAt(place.address, productFor(place.image), { settings })
  const checks = must(await trial.call.testConnection())
  assert.deepEqual(
    checks.filter(({ ok }) => !ok),
    [],
  )
  assert.equal(checks.find(({ id }) => id === 'events')?.message, 'by events')
})

/** A port that nobody listened on a moment ago. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}

/** How often another port is tried: one that was free may be taken meanwhile. */
const PORT_TRIES = 5

async function listenSomewhere(listen: (address: string) => Promise<unknown>): Promise<string> {
  for (let turn = 1; ; turn++) {
    const address = `127.0.0.1:${await freePort()}`
    try {
      await listen(address)
      return address
    } catch (error) {
      if (turn === PORT_TRIES) throw error
    }
  }
}

/** The real server listens on TCP for as long as a test needs it, and trusts our certificate. */
async function realPlace({ socket, image }: NonNullable<typeof REAL_LXD>): Promise<Place> {
  const client = clientOf(`unix://${socket}`)
  const listen = (address: string) =>
    client.call('PATCH', '/1.0', { config: { 'core.https_address': address } })
  const ours = certificate('client.pem')
  const fingerprint = ours.fingerprint256.replaceAll(':', '').toLowerCase()
  const address = await listenSomewhere(listen)
  const body = { type: 'client', name: 'berth', certificate: ours.raw.toString('base64') }
  await client.call('POST', '/1.0/certificates', body)
  const { environment } = (await client.call('GET', '/1.0')) as {
    environment: { certificate_fingerprint: string }
  }
  return {
    address: `https://${address}`,
    fingerprint: environment.certificate_fingerprint,
    image,
    async close() {
      await client.call('DELETE', `/1.0/certificates/${fingerprint}`)
      await listen('')
    },
  }
}

const real = REAL_LXD
if (real) testTls('real LXD', () => realPlace(real))
else console.log('incus: TLS was not tried on a real LXD: BERTH_TEST_LXD_SOCKET is not set')
