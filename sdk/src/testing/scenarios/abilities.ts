import assert from 'node:assert/strict'
import type { ServiceInput } from '../../delivery.ts'
import { usageFigureSchema } from '../../panel.ts'
import { rememberSecrets, type Trial, value } from '../trial.ts'
import type { Scenario } from './scenario.ts'

/** Runs with a delivered service and removes it. */
async function withService(trial: Trial, run: (service: ServiceInput) => Promise<void>) {
  const service = await trial.delivered()
  await run(service)
  const ctx = trial.context(service.key)
  value(await trial.module.terminate(ctx, trial.target.server, service))
}

async function observed({ module, target, context }: Trial, service: ServiceInput) {
  const found = value(await module.find(context(service.key), target.server, service.key))
  assert.equal(found.length, 1)
  return found[0]
}

const stateOf = async (trial: Trial, service: ServiceInput) =>
  (await observed(trial, service))?.state

const planAt = async (trial: Trial, service: ServiceInput) => (await observed(trial, service))?.plan

export const ABILITIES: readonly Scenario[] = [
  {
    name: 'a plan change keeps the resource',
    cannotRun({ module, target }) {
      if (!module.changePlan) return 'the module changes no plan'
      return target.otherProduct ? null : 'the target has no second plan'
    },
    run: (trial) =>
      withService(trial, async (service) => {
        const { module, target, context } = trial
        const product = module.productSettings.parse(target.otherProduct)
        for (const _turn of [1, 2]) {
          const ctx = context(service.key)
          const changed = await module.changePlan?.(ctx, target.server, { ...service, product })
          assert.equal(value(changed ?? assert.fail()).remoteId, service.resource?.remoteId)
        }
        assert.equal(await target.countByKey(service.key), 1)
      }),
  },
  {
    name: 'the plan that is observed is the one that the settings stand for',
    cannotRun: ({ module }) => (module.planOf ? null : 'the module names no plans'),
    run: (trial) =>
      withService(trial, async (service) => {
        const { module, target, context } = trial
        assert.equal(await planAt(trial, service), module.planOf?.(service.product, []))
        if (!module.changePlan || !target.otherProduct) return
        const product = module.productSettings.parse(target.otherProduct)
        value(await module.changePlan(context(service.key), target.server, { ...service, product }))
        assert.equal(await planAt(trial, service), module.planOf?.(product, []))
      }),
  },
  {
    name: 'options that mean nothing to it are passed over',
    async run(trial) {
      const { module, target, context } = trial
      const options = [
        { key: 'conformance_text', value: 'Été ✓' },
        { key: 'conformance_text', value: 3 },
        { key: 'conformance_box', value: true },
      ]
      const service = await trial.delivered({ options })
      assert.equal(await target.countByKey(service.key), 1)
      if (module.changePlan) {
        const without = { ...service, options: [] }
        const ctx = context(service.key)
        const changed = value(await module.changePlan(ctx, target.server, without))
        assert.equal(changed.remoteId, service.resource?.remoteId)
      }
      value(await module.terminate(context(service.key), target.server, service))
    },
  },
  {
    name: 'power stops, starts and restarts',
    cannotRun: ({ module }) => (module.power ? null : 'the module has no power switch'),
    run: (trial) =>
      withService(trial, async (service) => {
        const { module, target, context } = trial
        const power = async (signal: 'start' | 'stop' | 'restart' | 'kill') => {
          const ctx = context(service.key)
          value((await module.power?.(ctx, target.server, service, signal)) ?? assert.fail())
          return stateOf(trial, service)
        }
        assert.equal(await power('stop'), 'stopped')
        assert.equal(await power('stop'), 'stopped')
        assert.equal(await power('start'), 'running')
        assert.equal(await power('start'), 'running')
        assert.equal(await power('restart'), 'running')
        assert.equal(await power('kill'), 'stopped')
      }),
  },
  {
    name: 'reinstalling keeps the remote id and makes no second resource',
    cannotRun: ({ module }) => (module.reinstall ? null : 'the module does not reinstall'),
    run: (trial) =>
      withService(trial, async (service) => {
        const { module, target, context } = trial
        for (const keepData of [true, false]) {
          const ctx = context(service.key)
          const again = await module.reinstall?.(ctx, target.server, service, { keepData })
          assert.equal(value(again ?? assert.fail()).remoteId, service.resource?.remoteId)
          assert.equal(await target.countByKey(service.key), 1)
          assert.equal(await stateOf(trial, service), 'running')
        }
      }),
  },
  {
    name: 'a new password is in the secrets',
    cannotRun: ({ module }) => (module.resetPassword ? null : 'the module resets no password'),
    run: (trial) =>
      withService(trial, async (service) => {
        const { module, target, context } = trial
        const answer = await module.resetPassword?.(context(service.key), target.server, service)
        const resource = rememberSecrets(trial, value(answer ?? assert.fail()))
        assert.ok(Object.keys(resource.secrets).length > 0)
        assert.notDeepEqual(resource.secrets, service.resource?.secrets)
      }),
  },
  {
    name: 'renaming and changing the owner succeed twice',
    cannotRun: ({ module }) =>
      module.rename || module.changeOwner ? null : 'the module neither renames nor changes owners',
    run: (trial) =>
      withService(trial, async (service) => {
        const { module, target, context } = trial
        const renamed = { ...service, name: 'Nouveau nom ✓' }
        for (const _turn of [1, 2]) {
          const ctx = context(service.key)
          if (module.rename) value(await module.rename(ctx, target.server, renamed))
          if (module.changeOwner) value(await module.changeOwner(ctx, target.server, renamed))
        }
        assert.equal(await target.countByKey(service.key), 1)
      }),
  },
  {
    name: 'usage is numbers with units',
    cannotRun: ({ module }) => (module.usage ? null : 'the module measures nothing'),
    run: (trial) =>
      withService(trial, async (service) => {
        const { module, target, context } = trial
        const resource = service.resource ?? assert.fail('no resource')
        const usage = await module.usage?.(context(service.key), target.server, resource)
        const figures = value(usage ?? assert.fail())
        assert.ok(figures.length > 0)
        for (const figure of figures) usageFigureSchema.parse(figure)
      }),
  },
]
