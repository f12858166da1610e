import assert from 'node:assert/strict'
import type { Resource } from '../../delivery.ts'
import type { Result } from '../../result.ts'
import { type Trial, value } from '../trial.ts'
import { LONG_NAME } from './lifecycle.ts'
import { expectState, observed, type Scenario, withService } from './scenario.ts'

const otherProductOf = ({ module, target }: Trial) =>
  module.productSettings.parse(target.otherProduct)

function needsPlanChange({ module, target }: Trial): string | null {
  if (!module.changePlan) return 'the module changes no plan'
  return target.otherProduct ? null : 'the target has no second plan'
}

/** Most figures that one resource may have: a screen is no table of counters. */
const MOST_FIGURES = 50

export const ABILITIES: readonly Scenario[] = [
  {
    name: 'a plan change keeps the resource',
    cannotRun: needsPlanChange,
    run: (trial) =>
      withService(trial, async (service) => {
        const changed = { ...service, product: otherProductOf(trial) }
        for (const _turn of [1, 2]) {
          const resource = value(await trial.call.changePlan(changed))
          assert.equal(resource.remoteId, service.resource?.remoteId)
          assert.equal(await trial.target.countByKey(service.key), 1)
          await expectState(trial, service, 'running')
        }
      }),
  },
  {
    name: 'the plan that is observed is the one that the settings stand for',
    cannotRun: ({ module }) => (module.planOf ? null : 'the module names no plans'),
    run: (trial) =>
      withService(trial, async (service) => {
        const { module, call } = trial
        assert.equal((await observed(trial, service)).plan, module.planOf?.(service.product, []))
        if (needsPlanChange(trial)) return
        const product = otherProductOf(trial)
        value(await call.changePlan({ ...service, product }))
        assert.equal((await observed(trial, service)).plan, module.planOf?.(product, []))
      }),
  },
  {
    name: 'a suspended resource stays suspended when its plan, name or owner changes',
    cannotRun: ({ module }) =>
      module.changePlan || module.rename || module.changeOwner
        ? null
        : 'the module changes neither plan, name nor owner',
    run: (trial) =>
      withService(trial, async (service) => {
        const { module, call } = trial
        value(await call.suspend(service))
        const changed = { ...service, name: 'Suspendu', suspended: true }
        if (!needsPlanChange(trial)) {
          value(await call.changePlan({ ...changed, product: otherProductOf(trial) }))
          await expectState(trial, service, 'suspended')
        }
        if (module.rename) value(await call.rename(changed))
        if (module.changeOwner) value(await call.changeOwner(changed))
        await expectState(trial, service, 'suspended')
      }),
  },
  {
    name: 'options that mean nothing to it are passed over',
    async run(trial) {
      const { module, call, target } = trial
      const options = [
        { key: 'conformance_text', value: 'Été ✓' },
        { key: 'conformance_text', value: 3 },
        { key: 'conformance_box', value: true },
      ]
      const service = await trial.delivered({ options })
      assert.equal(await target.countByKey(service.key), 1)
      if (module.changePlan) {
        const changed = value(await call.changePlan({ ...service, options: [] }))
        assert.equal(changed.remoteId, service.resource?.remoteId)
      }
      value(await call.terminate(service))
    },
  },
  {
    name: 'power stops, starts and restarts',
    cannotRun: ({ module }) => (module.power ? null : 'the module has no power switch'),
    run: (trial) =>
      withService(trial, async (service) => {
        const steps = [
          ['stop', 'stopped'],
          ['stop', 'stopped'],
          ['start', 'running'],
          ['start', 'running'],
          ['restart', 'running'],
          ['kill', 'stopped'],
        ] as const
        for (const [signal, state] of steps) {
          value(await trial.call.power(service, signal))
          await expectState(trial, service, state)
        }
      }),
  },
  {
    name: 'the power switch starts nothing that is suspended',
    cannotRun: ({ module }) => (module.power ? null : 'the module has no power switch'),
    run: (trial) =>
      withService(trial, async (service) => {
        value(await trial.call.suspend(service))
        const start = await trial.call.power({ ...service, suspended: true }, 'start')
        assert.equal(start.ok ? 'started' : start.error.code, 'rejected')
        await expectState(trial, service, 'suspended')
      }),
  },
  {
    name: 'reinstalling keeps the remote id and makes no second resource',
    cannotRun: ({ module }) => (module.reinstall ? null : 'the module does not reinstall'),
    run: (trial) =>
      withService(trial, async (service) => {
        for (const keepData of [true, false]) {
          const again = value(await trial.call.reinstall(service, { keepData }))
          assert.equal(again.remoteId, service.resource?.remoteId)
          assert.equal(await trial.target.countByKey(service.key), 1)
          await expectState(trial, service, 'running')
        }
      }),
  },
  {
    name: 'a new password is in the secrets',
    cannotRun: ({ module }) => (module.resetPassword ? null : 'the module resets no password'),
    run: (trial) =>
      withService(trial, async (service) => {
        const { secrets } = value(await trial.call.resetPassword(service))
        assert.ok(Object.keys(secrets).length > 0, 'there is a secret')
        assert.notDeepEqual(secrets, service.resource?.secrets)
      }),
  },
  {
    name: 'a name in any script is given, and given again',
    cannotRun: ({ module }) => (module.rename ? null : 'the module does not rename'),
    run: (trial) =>
      withService(trial, async (service) => {
        for (const name of ['Nouveau nom ✓', LONG_NAME]) {
          await twice(trial, service.key, () => trial.call.rename({ ...service, name }))
        }
      }),
  },
  {
    name: 'another owner is given, and given again',
    cannotRun: ({ module }) => (module.changeOwner ? null : 'the module does not change owners'),
    run: (trial) =>
      withService(trial, async (service) => {
        const { customer } = trial.service()
        const next = { ...customer, name: '山田 太郎', email: 'taro@example.test' }
        const before = await observed(trial, service)
        await twice(trial, service.key, () =>
          trial.call.changeOwner({ ...service, customer: next }),
        )
        const after = await observed(trial, service)
        if (before.owner === service.customer.email) assert.equal(after.owner, next.email)
      }),
  },
  {
    name: 'usage is finite numbers with units',
    cannotRun: ({ module }) => (module.usage ? null : 'the module measures nothing'),
    run: (trial) =>
      withService(trial, async (service) => {
        const resource = service.resource ?? assert.fail('no resource')
        const figures = value(await trial.call.usage(resource))
        assert.ok(figures.length > 0 && figures.length <= MOST_FIGURES, 'there are some figures')
        const ids = figures.map((figure) => figure.id)
        assert.equal(new Set(ids).size, ids.length, 'each figure has its own id')
        for (const { id, used, limit } of figures) {
          assert.ok(Number.isFinite(used) && used >= 0, `${id}: ${used}`)
          assert.ok(limit === null || (Number.isFinite(limit) && limit >= 0), `${id}: of ${limit}`)
        }
      }),
  },
]

/** Done twice it is as good as once: the same single resource. */
async function twice(trial: Trial, key: string, run: () => Promise<Result<Resource>>) {
  for (const _turn of [1, 2]) {
    const { remoteId } = value(await run())
    assert.equal(await trial.target.countByKey(key), 1)
    const [one] = value(await trial.call.find(key))
    assert.equal(one?.remoteId, remoteId)
  }
}
