import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { type PublishedApi, publishedApi } from '@berth/sdk/testing/contract'
import { parse } from 'yaml'
import { act, must, trialAt } from './life.ts'
import { ROUTES } from './stand-in/routes.ts'
import { type Exchange, startStandIn } from './stand-in/start.ts'
import type { Flavour } from './stand-in/state.ts'
import { closeClean, productFor } from './targets.ts'

const folder = process.env.PROVIDER_SPECS_DIR
if (folder) {
  testAgainst(publishedApi(parse(readFileSync(join(folder, 'incus.swagger.yaml'), 'utf8'))))
} else {
  console.log('incus: not held against the published schema: PROVIDER_SPECS_DIR is not set')
}

/**
 * Where LXD 5.0 and the published schema of Incus differ in what is used here: nothing that we send,
 * and of the routes only `POST /1.0/instances/{name}/rebuild`, which the stand-in of LXD does not have.
 */
const ONLY_INCUS = ['POST /1.0/instances/{name}/rebuild']

/**
 * Where the servers answer otherwise than is published, both seen on LXD 5.0.2: operations come by
 * their state (`{ running: […] }`), and the network of what is stopped is null. The module reads both.
 */
const ANSWERED_OTHERWISE = [
  'GET /1.0/instances/{name}/state → answer/metadata/network: null',
  'GET /1.0/operations?recursion=1 → answer/metadata: not of type array',
]

/** One service through its whole life, so that the module sends everything it can send. */
async function wholeLife(flavour: Flavour): Promise<Exchange[]> {
  const standIn = await startStandIn({ flavour })
  const product = productFor('berth-test')
  const settings = { network: 'berthbr0', addresses: '10.0.0.10-10.0.0.20' }
  const trial = trialAt(standIn.address, product, { settings })
  const { call, module } = trial
  const service = await trial.delivered()
  const resource = service.resource ?? assert.fail('no resource')
  must(await call.testConnection())
  must(await call.list(null))
  must(await call.inspect(resource))
  must(await call.panel(service))
  must(
    (await module.choices?.images?.(trial.context('choices'), trial.target.server)) ??
      assert.fail(),
  )
  for (const signal of ['stop', 'start', 'restart', 'kill', 'start'] as const) {
    must(await call.power(service, signal))
  }
  must(await call.suspend(service))
  must(await call.unsuspend({ ...service, suspended: true }))
  must(await call.changePlan({ ...service, product: { ...product, cores: 2 } }))
  must(await call.rename({ ...service, name: 'Été' }))
  must(await call.changeOwner(service))
  must(await call.resetPassword(service))
  await act(trial, service, 'snapshot', { snapshot: 'one' })
  await act(trial, service, 'snapshot_restore', { snapshot: 'one' })
  await act(trial, service, 'rebuild', { image: 'berth-test-other' })
  await act(trial, service, 'snapshot', { snapshot: 'two' })
  await act(trial, service, 'snapshot_delete', { snapshot: 'two' })
  must(await call.reinstall(service, { keepData: true }))
  must(await call.terminate(service))
  const nowhere = trial.service({ product: { ...product, image: 'nowhere' } })
  assert.ok(!(await call.create(nowhere)).ok)
  const digits = standIn.state.images[0]?.fingerprint ?? ''
  const exact = await trial.delivered({ product: productFor(digits, { images: '' }) })
  must(await call.reinstall(exact, { keepData: false }))
  await closeClean(standIn)
  // Without events operations are waited for; this one ends when that has been asked.
  const silent = await startStandIn({ flavour, events: false })
  const { promise, resolve } = Promise.withResolvers<void>()
  silent.state.hold = promise
  const delivering = trialAt(silent.address, product).delivered()
  while (silent.state.listeners.size === 0) await wait(5)
  silent.state.hold = null
  resolve()
  await delivering
  await closeClean(silent)
  return [...standIn.exchanges, ...silent.exchanges]
}

const named = ({ method, template }: { method: string; template: string }) =>
  `${method} ${template}`

function testAgainst(api: PublishedApi) {
  describe('the published schema of the Incus REST API', () => {
    test('has every route of the stand-in', () => {
      const madeUp = ROUTES.filter(({ method, template }) => !api.templateOf(method, template))
      assert.deepEqual(madeUp.map(named), [])
    })

    for (const flavour of ['incus', 'lxd'] as const) {
      test(`fits everything that is sent to and answered by a stand-in of ${flavour}`, async () => {
        const exchanges = await wholeLife(flavour)
        const used = new Set(exchanges.map(({ method, path }) => `${method} ${path}`))
        const unused = ROUTES.map(named).filter((route) => !used.has(route))
        assert.deepEqual(unused, flavour === 'incus' ? [] : ONLY_INCUS)
        assert.deepEqual(api.differences(exchanges).sort(), ANSWERED_OTHERWISE)
      })
    }

    test('would notice a made-up path, parameter, field and type', () => {
      const exchange = { method: 'PUT', path: '/1.0/instances/{name}/state' }
      const query = new URLSearchParams({ project: 'default' })
      const differences = (more: object) => api.differences([{ ...exchange, ...more }]).length
      assert.equal(differences({ query, body: { action: 'start', timeout: 30, force: false } }), 0)
      assert.equal(differences({ query, body: { action: 'start', colour: 'red' } }), 1)
      assert.equal(differences({ query, body: { action: 'start', timeout: '30' } }), 1)
      assert.equal(differences({ query: new URLSearchParams({ projekt: 'a' }), body: {} }), 1)
      assert.equal(differences({ path: '/1.0/instances/{name}/staet' }), 1)
    })
  })
}
