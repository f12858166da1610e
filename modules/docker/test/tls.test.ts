import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { DeliveryModule } from '@berth/sdk'
import { startTrial } from '@berth/sdk/testing'
import { serverSettings } from '../src/forms.ts'
import { dockerModule } from '../src/index.ts'
import { TEST_IMAGE } from './image/ensure-test-image.ts'
import { startStandIn } from './stand-in/start.ts'
import { PRODUCT } from './targets.ts'

/** An authority, a server and a client made for these tests; the keys open nothing else. */
const pem = (name: string) => readFileSync(new URL(`./tls/${name}`, import.meta.url), 'utf8')

const OURS = { tlsCa: pem('ca.pem'), tlsCert: pem('client.pem'), tlsKey: pem('client-key.pem') }

/** An engine on TCP that takes only clients of the authority. */
async function begin(t: { after(end: () => Promise<void>): void }, settings: object) {
  const standIn = await startStandIn([TEST_IMAGE], {
    ca: pem('ca.pem'),
    cert: pem('server.pem'),
    key: pem('server-key.pem'),
    requestCert: true,
    rejectUnauthorized: true,
  })
  t.after(() => standIn.close())
  return startTrial(dockerModule as DeliveryModule, {
    server: {
      id: 's',
      name: 'TLS',
      settings: serverSettings.parse({ host: standIn.host, ...settings }),
    },
    product: PRODUCT,
    orderData: { env: '' },
    countByKey: async () => standIn.state.containers.size,
    close: async () => undefined,
  })
}

test('a service is delivered over TLS with certificates on both sides', async (t) => {
  const trial = await begin(t, OURS)
  const service = await trial.delivered()
  assert.equal(await trial.target.countByKey(service.key), 1)
})

test('an engine of another authority is not trusted, and says so as a wrong setting', async (t) => {
  const trial = await begin(t, { ...OURS, tlsCa: pem('client.pem') })
  const service = trial.service()
  const refused = await trial.attempt(() =>
    trial.module.create(trial.context(service.key), trial.target.server, service),
  )
  assert.equal(refused.ok ? 'ok' : refused.error.code, 'config')
  assert.equal(refused.ok ? undefined : refused.error.lost, undefined)
})

test('without a certificate of ours the engine is not reached', async (t) => {
  const trial = await begin(t, {})
  const checks = await trial.module.testConnection(trial.context('test'), trial.target.server)
  assert.ok(checks.ok)
  assert.ok(checks.value.every((check) => !check.ok))
})

test('no certificate and no key is in what is said of a failure', async (t) => {
  const trial = await begin(t, { ...OURS, tlsKey: pem('server-key.pem') })
  const service = trial.service()
  const refused = await trial.attempt(() =>
    trial.module.create(trial.context(service.key), trial.target.server, service),
  )
  assert.ok(!refused.ok)
  for (const secret of trial.secrets) {
    const line = secret.split('\n')[1] ?? assert.fail('no PEM')
    assert.ok(!JSON.stringify(trial.said).includes(line))
  }
})
