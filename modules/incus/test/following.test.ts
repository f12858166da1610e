import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import type { DeliveryModule } from '@berth/sdk'
import { makeIncusModule } from '../src/index.ts'
import { codeOf, must, trialAt } from './life.ts'
import { type StandIn, type StandInOptions, startStandIn } from './stand-in/start.ts'
import { closeClean, productFor } from './targets.ts'

/** A module that hardly waits, so that a test need not. */
const impatient = makeIncusModule({ followMs: 40 }) as DeliveryModule

async function begin(t: { after(end: () => Promise<void>): void }, options: StandInOptions = {}) {
  const standIn = await startStandIn(options)
  t.after(() => closeClean(standIn))
  const product = productFor('berth-test')
  return { standIn, trial: trialAt(standIn.address, product, { module: impatient }) }
}

/** Operations do not end until the answer is called. */
function hold(standIn: StandIn): () => void {
  const { promise, resolve } = Promise.withResolvers<void>()
  standIn.state.hold = promise
  return () => {
    standIn.state.hold = null
    resolve()
  }
}

for (const events of [true, false]) {
  const how = events ? 'by events' : 'by asking'

  test(`${how}: what takes long is left to the server and followed by the next attempt`, async (t) => {
    const { standIn, trial } = await begin(t, { events })
    const release = hold(standIn)
    const service = trial.service()
    const first = trial.context(service.key)
    const answer = await trial.module.create(first, trial.target.server, service)
    assert.deepEqual(answer.ok ? null : [answer.error.code, answer.error.stillRunning], [
      'transient',
      true,
    ])
    assert.equal(first.tasks.length, 1)
    const being = must(await trial.call.find(service.key))
    assert.deepEqual(
      being.map(({ state, remoteId }) => [state, remoteId]),
      [['changing', first.reserved[0]]],
    )

    const taskId = first.tasks[0] ?? assert.fail('nothing is remembered')
    const remembered = { remoteId: first.reserved[0] ?? null, taskId }
    const patient = trialAt(standIn.address, service.product)
    const again = patient.call.create(service, { remembered })
    while (!patient.steps.some(({ percent }) => percent === 42)) await wait(5)
    release()
    const resource = must(await again)
    const posts = standIn.exchanges.filter(
      ({ method, path }) => method === 'POST' && path === '/1.0/instances',
    )
    assert.equal(posts.length, 1, 'it was asked for once')
    must(await trial.call.terminate({ ...service, resource }))
  })
}

test('an attempt whose operation is forgotten looks for the instance', async (t) => {
  const { standIn, trial } = await begin(t)
  const service = await trial.delivered()
  standIn.state.operations.clear()
  const remembered = { remoteId: null, taskId: '6916c8a6-9b7d-4abd-90b3-aedfec7ec7da' }
  const again = must(await trial.call.create({ ...service, resource: null }, { remembered }))
  assert.equal(again.remoteId, service.resource?.remoteId)
  assert.equal(standIn.state.instances.size, 1)
  const other = trial.service()
  must(await trial.call.create(other, { remembered }))
  assert.equal(standIn.state.instances.size, 2)
})

test('what does not shut down is switched off', async (t) => {
  const { standIn, trial } = await begin(t)
  const service = await trial.delivered()
  const [instance] = standIn.state.instances.values()
  Object.assign(instance?.config ?? assert.fail(), { 'user.stubborn': 'yes' })
  for (const signal of ['stop', 'start', 'restart'] as const) {
    must(await trial.call.power(service, signal))
    assert.equal(instance?.running, signal !== 'stop')
  }
  must(await trial.call.suspend(service))
  assert.equal(instance?.running, false)
})

test('a virtual machine that refuses new limits while it runs is restarted with them', async (t) => {
  const { standIn, trial } = await begin(t)
  const product = productFor('berth-test', { type: 'virtual-machine' })
  const service = await trial.delivered({ product })
  must(await trial.call.changePlan({ ...service, product: { ...product, memoryMb: 128 } }))
  const [instance] = standIn.state.instances.values()
  assert.deepEqual(
    [instance?.config['limits.memory'], instance?.running, instance?.disk.at(-1)],
    ['128MiB', true, 'started 2'],
  )
  const container = { ...service, product: productFor('berth-test') }
  assert.equal(codeOf(await trial.call.changePlan(container)), 'rejected')
})

test('fixed addresses: each instance has its own, and none is a lack of capacity', async (t) => {
  const standIn = await startStandIn()
  t.after(() => closeClean(standIn))
  const settings = { network: 'berthbr0', addresses: '10.0.0.10-10.0.0.12' }
  const trial = trialAt(standIn.address, productFor('berth-test'), { settings })
  // One after the other: two at once are told apart by the server, and one of them tries again.
  const made = []
  for (let i = 0; i < 3; i++) made.push(await trial.delivered())
  const addresses = made.map(({ resource }) => resource?.connection[0]?.value)
  assert.deepEqual(addresses, ['10.0.0.10', '10.0.0.11', '10.0.0.12'])
  const fourth = trial.service()
  assert.equal(codeOf(await trial.call.create(fourth)), 'capacity')
  const [first] = made
  must(await trial.call.terminate(first ?? assert.fail()))
  const resource = must(await trial.call.create(fourth))
  assert.equal(resource.connection[0]?.value, '10.0.0.10')
  must(await trial.call.reinstall({ ...fourth, resource }, { keepData: false }))
  const [seen] = must(await trial.call.find(fourth.key))
  assert.equal(seen?.resource.connection[0]?.value, '10.0.0.10')
})

test('fixed addresses: of two that are made at once each gets its own', async (t) => {
  const standIn = await startStandIn()
  t.after(() => closeClean(standIn))
  const settings = { network: 'berthbr0', addresses: '10.0.0.10-10.0.0.99' }
  const trial = trialAt(standIn.address, productFor('berth-test'), { settings })
  const made = await Promise.all(Array.from({ length: 4 }, () => trial.delivered()))
  const addresses = new Set(made.map(({ resource }) => resource?.connection[0]?.value))
  assert.equal(addresses.size, 4)
})
