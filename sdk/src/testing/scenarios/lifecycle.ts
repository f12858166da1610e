import assert from 'node:assert/strict'
import { errorOf, value } from '../trial.ts'
import { expectState, type Scenario, withService } from './scenario.ts'

/** 100 characters of several scripts: the longest that a name may be. */
export const LONG_NAME = `Ünïcødé ✓ 日本語 — ${'long '.repeat(20)}`.slice(0, 100)

export const LIFECYCLE: readonly Scenario[] = [
  {
    name: 'a created resource is found by its key and inspected',
    run: (trial) =>
      withService(trial, async (service) => {
        const { call, target } = trial
        await expectState(trial, service, 'running')
        const resource = service.resource ?? assert.fail('no resource')
        const seen = value(await call.inspect(resource))
        assert.equal(seen?.remoteId, resource.remoteId)
        assert.equal(await target.countByKey(service.key), 1)
        assert.deepEqual(value(await call.find(trial.service().key)), [], 'nobody else’s')
      }),
  },
  {
    name: 'creating twice with one key makes one resource',
    run: (trial) =>
      withService(trial, async (service) => {
        const again = value(await trial.call.create({ ...service, resource: null }))
        assert.equal(again.remoteId, service.resource?.remoteId)
        assert.equal(await trial.target.countByKey(service.key), 1)
      }),
  },
  {
    name: 'what is in the way and not ours is a conflict',
    cannotRun: ({ target }) => (target.obstruct ? null : 'the target can put nothing in the way'),
    async run({ call, target, ...trial }) {
      const service = trial.service()
      const undo = (await target.obstruct?.(service.key)) ?? assert.fail('nothing obstructs')
      const refused = await call.create(service)
      assert.equal(errorOf(refused).code, 'conflict')
      assert.equal(await target.countByKey(service.key), 0)
      await undo()
    },
  },
  {
    name: 'suspending twice succeeds and is seen',
    run: (trial) =>
      withService(trial, async (service) => {
        for (const _turn of [1, 2]) {
          value(await trial.call.suspend(service))
          await expectState(trial, service, 'suspended')
        }
      }),
  },
  {
    name: 'unsuspending lets it run again, and succeeds on what is active',
    run: (trial) =>
      withService(trial, async (service) => {
        value(await trial.call.unsuspend(service))
        await expectState(trial, service, 'running')
        value(await trial.call.suspend(service))
        for (const _turn of [1, 2]) {
          value(await trial.call.unsuspend({ ...service, suspended: true }))
          await expectState(trial, service, 'running')
        }
      }),
  },
  {
    name: 'suspending and unsuspending what is missing says not_found',
    async run({ call, ...trial }) {
      const service = await trial.delivered()
      value(await call.terminate(service))
      assert.equal(errorOf(await call.suspend(service)).code, 'not_found')
      assert.equal(errorOf(await call.unsuspend(service)).code, 'not_found')
    },
  },
  {
    name: 'terminating removes it',
    async run({ call, target, ...trial }) {
      const service = await trial.delivered()
      value(await call.terminate(service))
      assert.equal(await target.countByKey(service.key), 0)
      assert.deepEqual(value(await call.find(service.key)), [])
      const resource = service.resource ?? assert.fail('no resource')
      assert.equal(value(await call.inspect(resource)), null)
    },
  },
  {
    name: 'terminating what is missing succeeds',
    async run({ call, ...trial }) {
      const service = await trial.delivered()
      for (const _turn of [1, 2]) value(await call.terminate(service))
      value(await call.terminate(trial.service()))
    },
  },
  {
    name: 'a suspended resource is terminated too',
    async run({ call, target, ...trial }) {
      const service = await trial.delivered()
      value(await call.suspend(service))
      value(await call.terminate({ ...service, suspended: true }))
      assert.equal(await target.countByKey(service.key), 0)
      assert.deepEqual(value(await call.find(service.key)), [])
    },
  },
  {
    name: 'discarding removes exactly one resource, and succeeds on what is missing',
    cannotRun: ({ module }) => (module.discard ? null : 'the module discards nothing'),
    async run(trial) {
      const { call, target } = trial
      const [one, other] = [await trial.delivered(), await trial.delivered()]
      const resource = one.resource ?? assert.fail('no resource')
      for (const _turn of [1, 2]) {
        value(await call.discard(resource))
        assert.equal(await target.countByKey(one.key), 0)
        await expectState(trial, other, 'running')
      }
      value(await call.terminate(other))
    },
  },
  {
    name: 'a name in any script and of 100 characters is delivered',
    async run(trial) {
      const service = await trial.delivered({ name: LONG_NAME })
      await expectState(trial, service, 'running')
      value(await trial.call.terminate(service))
    },
  },
  {
    name: 'one service does not touch another',
    async run(trial) {
      const [one, other] = [await trial.delivered(), await trial.delivered()]
      assert.notEqual(one.resource?.remoteId, other.resource?.remoteId)
      value(await trial.call.suspend(one))
      await expectState(trial, other, 'running')
      value(await trial.call.terminate(one))
      await expectState(trial, other, 'running')
      value(await trial.call.terminate(other))
    },
  },
]
