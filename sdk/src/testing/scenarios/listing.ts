import assert from 'node:assert/strict'
import type { Observed, ObservedPage } from '../../delivery.ts'
import { type Trial, value } from '../trial.ts'
import type { Scenario } from './scenario.ts'

async function listAll({ module, target, context }: Trial): Promise<Observed[]> {
  const items: Observed[] = []
  let cursor: string | null = null
  do {
    const page: ObservedPage = value(await module.list(context('list'), target.server, cursor))
    items.push(...page.items)
    assert.notEqual(page.nextCursor ?? '', cursor, 'the cursor must move')
    cursor = page.nextCursor
  } while (cursor !== null)
  return items
}

export const LISTING: readonly Scenario[] = [
  {
    name: 'the listing holds every resource once, ours with its key',
    async run(trial) {
      const { module, target, context } = trial
      const before = (await listAll(trial)).length
      const foreign = target.fill ? (target.fillCount ?? 1000) : 0
      await target.fill?.(foreign)
      const service = await trial.delivered()
      const items = await listAll(trial)
      assert.equal(items.length, before + foreign + 1)
      assert.equal(new Set(items.map((item) => item.remoteId)).size, items.length)
      const ours = items.filter((item) => item.key === service.key)
      assert.deepEqual(
        ours.map((item) => item.remoteId),
        [service.resource?.remoteId],
      )
      value(await module.terminate(context(service.key), target.server, service))
    },
  },
  {
    name: 'adopting marks an existing resource with our key, twice as good as once, and nothing else',
    cannotRun({ module, target }) {
      if (!module.adopt) return 'the module does not adopt'
      return target.makeOrphan ? null : 'the target makes no orphan'
    },
    async run(trial) {
      const { module, target, context } = trial
      const remoteId = (await target.makeOrphan?.()) ?? assert.fail('no orphan')
      const resource = { remoteId, data: {}, secrets: {}, connection: [] }
      const service = { ...trial.service(), resource }
      const before = value(await module.inspect(context(service.key), target.server, resource))
      const adopt = async () =>
        value((await module.adopt?.(context(service.key), target.server, service)) ?? assert.fail())
      assert.equal((await adopt()).remoteId, remoteId)
      assert.equal(await target.countByKey(service.key), 1)
      // A lost answer is asked for again.
      await adopt()
      const found = value(await module.find(context(service.key), target.server, service.key))
      assert.deepEqual(
        found.map((one) => one.remoteId),
        [remoteId],
      )
      const [after] = found
      assert.deepEqual(
        [after?.name, after?.owner, after?.plan, after?.state],
        [before?.name, before?.owner, before?.plan, before?.state],
        'nothing else is changed',
      )
      value(await module.terminate(context(service.key), target.server, service))
    },
  },
  {
    name: 'adopting what carries another key is refused and leaves it as it is',
    cannotRun({ module, target }) {
      if (!module.adopt) return 'the module does not adopt'
      return target.makeOrphan ? null : 'the target makes no orphan'
    },
    async run(trial) {
      const { module, target, context } = trial
      const remoteId = (await target.makeOrphan?.()) ?? assert.fail('no orphan')
      const resource = { remoteId, data: {}, secrets: {}, connection: [] }
      const [theirs, ours] = [trial.service(), trial.service()].map((one) => ({ ...one, resource }))
      if (!theirs || !ours) return assert.fail('two services')
      value((await module.adopt?.(context(theirs.key), target.server, theirs)) ?? assert.fail())
      const refused = await module.adopt?.(context(ours.key), target.server, ours)
      assert.equal(refused?.ok === false && refused.error.code, 'conflict')
      assert.deepEqual(
        [await target.countByKey(theirs.key), await target.countByKey(ours.key)],
        [1, 0],
      )
      value(await module.terminate(context(theirs.key), target.server, theirs))
    },
  },
]
