import assert from 'node:assert/strict'
import type { Observed, ObservedPage, ServiceInput } from '../../delivery.ts'
import { type Trial, value } from '../trial.ts'
import { observed, type Scenario } from './scenario.ts'

async function listAll({ call }: Trial): Promise<Observed[]> {
  const items: Observed[] = []
  let cursor: string | null = null
  do {
    const page: ObservedPage = value(await call.list(cursor))
    items.push(...page.items)
    assert.notEqual(page.nextCursor ?? '', cursor, 'the cursor must move')
    cursor = page.nextCursor
  } while (cursor !== null)
  return items
}

function needsOrphans({ module, target }: Trial): string | null {
  if (!module.adopt) return 'the module does not adopt'
  return target.makeOrphan ? null : 'the target makes no orphan'
}

/** A service that is to take over what exists under this id. */
function adopting(trial: Trial, remoteId: string): ServiceInput {
  const resource = { remoteId, data: {}, secrets: {}, connection: [] }
  return trial.service({ resource })
}

/** What adoption leaves as it is. */
function untouched(seen: Observed | null | undefined) {
  return [seen?.remoteId, seen?.name, seen?.owner, seen?.plan, seen?.state, seen?.createdAt]
}

export const LISTING: readonly Scenario[] = [
  {
    name: 'the listing holds every resource once, ours with its key',
    async run(trial) {
      const { call, target } = trial
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
      value(await call.terminate(service))
    },
  },
  {
    name: 'the listing, find and inspect say the same of a resource',
    async run(trial) {
      const service = await trial.delivered()
      const found = await observed(trial, service)
      const listed = (await listAll(trial)).find((one) => one.key === service.key)
      const seen = value(await trial.call.inspect(service.resource ?? assert.fail('no resource')))
      assert.deepEqual(untouched(listed), untouched(found))
      assert.deepEqual(untouched(seen), untouched(found))
      value(await trial.call.terminate(service))
    },
  },
  {
    name: 'adopting marks an existing resource with our key, twice as good as once, and nothing else',
    cannotRun: needsOrphans,
    async run(trial) {
      const { call, target } = trial
      const remoteId = (await target.makeOrphan?.()) ?? assert.fail('no orphan')
      const service = adopting(trial, remoteId)
      const before = value(await call.inspect(service.resource ?? assert.fail()))
      assert.equal(before?.key, null, 'the orphan carries no key')
      for (const _turn of [1, 2]) {
        assert.equal(value(await call.adopt(service)).remoteId, remoteId)
        assert.equal(await target.countByKey(service.key), 1)
        const after = await observed(trial, service)
        assert.deepEqual(untouched(after), untouched(before), 'nothing else is changed')
      }
      value(await call.terminate(service))
    },
  },
  {
    name: 'adopting what carries another key is refused and leaves it as it is',
    cannotRun: needsOrphans,
    async run(trial) {
      const { call, target } = trial
      const remoteId = (await target.makeOrphan?.()) ?? assert.fail('no orphan')
      const [theirs, ours] = [adopting(trial, remoteId), adopting(trial, remoteId)]
      value(await call.adopt(theirs))
      const refused = await call.adopt(ours)
      assert.equal(refused.ok ? 'adopted' : refused.error.code, 'conflict')
      assert.deepEqual(
        [await target.countByKey(theirs.key), await target.countByKey(ours.key)],
        [1, 0],
      )
      value(await call.terminate(theirs))
    },
  },
]
