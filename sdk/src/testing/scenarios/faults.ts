import assert from 'node:assert/strict'
import { errorOf, type Trial, value } from '../trial.ts'
import { needsFaults, type Scenario } from './scenario.ts'

/** Lost once, asked again: there is one, and it is known. */
async function lostThenRetried(trial: Trial, arm: 'loseAnswer' | 'halveAnswer') {
  const { module, target, context } = trial
  const faults = target.faults ?? assert.fail('no faults')
  const service = trial.service()
  await faults[arm]()
  const first = await trial.attempt(() =>
    module.create(context(service.key), target.server, service),
  )
  await faults.clear()
  if (!first.ok) assert.equal(first.error.lost, true, 'the work may have been done: say lost')
  const second = value(await module.create(context(service.key), target.server, service))
  assert.equal(await target.countByKey(service.key), 1)
  const found = value(await module.find(context(service.key), target.server, service.key))
  assert.deepEqual(
    found.map((one) => one.remoteId),
    [second.remoteId],
  )
  value(
    await module.terminate(context(service.key), target.server, { ...service, resource: second }),
  )
}

/** What the module says of a create and of a look-up while every call is refused. */
async function refused(trial: Trial, status: 401 | 429 | 500, retryAfterSeconds?: number) {
  const { module, target, context } = trial
  const faults = target.faults ?? assert.fail('no faults')
  const service = trial.service()
  await faults.refuseAll(status, retryAfterSeconds)
  const create = await trial.attempt(() =>
    module.create(context(service.key), target.server, service),
  )
  const find = await trial.attempt(() =>
    module.find(context(service.key), target.server, service.key),
  )
  await faults.clear()
  assert.equal(await target.countByKey(service.key), 0)
  return [errorOf(create), errorOf(find)]
}

export const FAULTS: readonly Scenario[] = [
  {
    name: 'create, answer lost, retry: one resource',
    cannotRun: needsFaults,
    run: (trial) => lostThenRetried(trial, 'loseAnswer'),
  },
  {
    name: 'create, half an answer, retry: one resource',
    cannotRun: needsFaults,
    run: (trial) => lostThenRetried(trial, 'halveAnswer'),
  },
  {
    name: '401 is an auth error',
    cannotRun: needsFaults,
    async run(trial) {
      for (const error of await refused(trial, 401)) assert.equal(error.code, 'auth')
    },
  },
  {
    name: '429 with Retry-After is transient and says how long',
    cannotRun: needsFaults,
    async run(trial) {
      for (const error of await refused(trial, 429, 17)) {
        assert.equal(error.code, 'transient')
        assert.equal(error.retryAfterMs, 17_000)
      }
    },
  },
  {
    name: '500 is transient',
    cannotRun: needsFaults,
    async run(trial) {
      for (const error of await refused(trial, 500)) assert.equal(error.code, 'transient')
    },
  },
  {
    name: 'a call that hangs ends when it is aborted, as a lost answer',
    cannotRun: needsFaults,
    async run(trial) {
      const { module, target, context } = trial
      const faults = target.faults ?? assert.fail('no faults')
      const service = await trial.delivered()
      await faults.hangAll()
      const calls = [
        (signal: AbortSignal) =>
          module.create(context(service.key, signal), target.server, trial.service()),
        (signal: AbortSignal) =>
          module.suspend(context(service.key, signal), target.server, service),
      ]
      for (const call of calls) {
        const ended = await trial.attempt(() => call(AbortSignal.timeout(300)))
        const error = errorOf(ended)
        assert.equal(error.code, 'transient')
        assert.equal(error.lost, true)
      }
      await faults.clear()
      value(await module.terminate(context(service.key), target.server, service))
    },
  },
  {
    name: 'nothing is asked with a signal that is aborted already',
    async run(trial) {
      const { module, target, context } = trial
      const service = trial.service()
      const ctx = context(service.key, AbortSignal.abort())
      errorOf(await trial.attempt(() => module.create(ctx, target.server, service)))
      assert.equal(await target.countByKey(service.key), 0)
    },
  },
]
