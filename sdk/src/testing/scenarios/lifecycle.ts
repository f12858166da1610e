import assert from 'node:assert/strict'
import type { ObservedState, ServiceInput } from '../../delivery.ts'
import { errorOf, type Trial, value } from '../trial.ts'
import type { Scenario } from './scenario.ts'

/** The one resource with the service's key, in this state. */
async function expectState(trial: Trial, service: ServiceInput, state: ObservedState) {
  const found = value(
    await trial.module.find(trial.context(service.key), trial.target.server, service.key),
  )
  assert.equal(found.length, 1)
  assert.equal(found[0]?.state, state)
  assert.equal(found[0]?.key, service.key)
}

const LONG_NAME = `Ünïcødé ✓ 日本語 — ${'long '.repeat(20)}`.slice(0, 100)

export const LIFECYCLE: readonly Scenario[] = [
  {
    name: 'the connection test finds nothing missing',
    async run({ module, target, context }) {
      const checks = value(await module.testConnection(context('connection'), target.server))
      assert.ok(checks.length > 0)
      assert.deepEqual(
        checks.filter((check) => !check.ok),
        [],
      )
    },
  },
  {
    name: 'a created resource is found by its key and inspected',
    async run(trial) {
      const { module, target, context } = trial
      const service = await trial.delivered()
      await expectState(trial, service, 'running')
      const ctx = context(service.key)
      const resource = service.resource ?? assert.fail('no resource')
      const seen = value(await module.inspect(ctx, target.server, resource))
      assert.equal(seen?.remoteId, resource.remoteId)
      assert.equal(await target.countByKey(service.key), 1)
      const none = value(await module.find(ctx, target.server, trial.service().key))
      assert.deepEqual(none, [])
      value(await module.terminate(ctx, target.server, service))
    },
  },
  {
    name: 'creating twice with one key makes one resource',
    async run(trial) {
      const { module, target, context } = trial
      const service = await trial.delivered()
      const bare = { ...service, resource: null }
      const again = value(await module.create(context(service.key), target.server, bare))
      assert.equal(again.remoteId, service.resource?.remoteId)
      assert.equal(await target.countByKey(service.key), 1)
      value(await module.terminate(context(service.key), target.server, service))
    },
  },
  {
    name: 'what is in the way and not ours is a conflict',
    cannotRun: ({ target }) => (target.obstruct ? null : 'the target can put nothing in the way'),
    async run(trial) {
      const { module, target, context } = trial
      const service = trial.service()
      const undo = (await target.obstruct?.(service.key)) ?? assert.fail('nothing obstructs')
      const refused = await module.create(context(service.key), target.server, service)
      assert.equal(errorOf(refused).code, 'conflict')
      assert.equal(await target.countByKey(service.key), 0)
      await undo()
    },
  },
  {
    name: 'suspending twice and unsuspending twice succeed and are seen',
    async run(trial) {
      const { module, target, context } = trial
      const service = await trial.delivered()
      for (const _turn of [1, 2]) {
        value(await module.suspend(context(service.key), target.server, service))
        await expectState(trial, service, 'suspended')
      }
      if (module.power) {
        const suspended = { ...service, suspended: true }
        const start = await module.power(context(service.key), target.server, suspended, 'start')
        assert.equal(errorOf(start).code, 'rejected')
        await expectState(trial, service, 'suspended')
      }
      for (const _turn of [1, 2]) {
        value(await module.unsuspend(context(service.key), target.server, service))
        await expectState(trial, service, 'running')
      }
      value(await module.terminate(context(service.key), target.server, service))
    },
  },
  {
    name: 'terminating removes it, and terminating what is missing succeeds',
    async run(trial) {
      const { module, target, context } = trial
      const service = await trial.delivered()
      const ctx = context(service.key)
      value(await module.terminate(ctx, target.server, service))
      assert.equal(await target.countByKey(service.key), 0)
      value(await module.terminate(ctx, target.server, service))
      value(await module.terminate(ctx, target.server, trial.service()))
      const resource = service.resource ?? assert.fail('no resource')
      assert.equal(value(await module.inspect(ctx, target.server, resource)), null)
    },
  },
  {
    name: 'a name in any script and of 100 characters is delivered',
    async run(trial) {
      const { module, target, context } = trial
      const service = await trial.delivered({ name: LONG_NAME })
      await expectState(trial, service, 'running')
      value(await module.terminate(context(service.key), target.server, service))
    },
  },
  {
    name: 'a suspended resource is terminated too',
    async run(trial) {
      const { module, target, context } = trial
      const service = await trial.delivered()
      value(await module.suspend(context(service.key), target.server, service))
      value(await module.terminate(context(service.key), target.server, service))
      assert.equal(await target.countByKey(service.key), 0)
      assert.deepEqual(
        value(await module.find(context(service.key), target.server, service.key)),
        [],
      )
    },
  },
]
