import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Observed, type ObservedState, ok } from '@berth/sdk'
import { sql } from 'drizzle-orm'
import { startTestApp } from '../../../test/app.ts'
import { makeCustomer } from '../../../test/factories/customer.ts'
import { serverOf } from '../../../test/factories/operation.ts'
import { makeServer } from '../../../test/factories/server.ts'
import { recordingModule } from '../../../test/recording-module.ts'
import { reconciliationsLoop } from './reconcile/loop.ts'
import { drift, reconciliationSeen, reconciliations } from './tables.ts'

const ALL = 25_000
const PER_PAGE = 500

/** A server with so many resources that nobody would keep them in memory; made as they are asked for. */
function crowded() {
  const { module } = recordingModule()
  const state: Record<number, ObservedState> = { 7: 'suspended', 11: 'suspended' }
  const at = (n: number): Observed => ({
    ...{ remoteId: `r-${n}`, key: null, name: `resource ${n}`, owner: null, plan: null },
    ...{ state: state[n] ?? 'running', usage: [], createdAt: null },
    resource: { remoteId: `r-${n}`, data: {}, secrets: {}, connection: [] },
  })
  const list: typeof module.list = async (_ctx, _server, cursor) => {
    const from = Number(cursor ?? 0)
    const count = Math.min(PER_PAGE, ALL - from)
    const items = Array.from({ length: count }, (_, n) => at(from + n))
    return ok({ items, nextCursor: from + count < ALL ? String(from + count) : null })
  }
  return { ...module, list }
}

test('25 000 resources are compared in a few statements per page', async () => {
  const app = await startTestApp({ modules: [crowded()] })
  const { server, provider } = await makeServer(app.ctx, serverOf(crowded().id))
  await provider.close()
  const { customer } = await makeCustomer(app)
  const { db } = app.ctx
  // All but the last hundred have a service, whose resource is named like theirs.
  await db.execute(sql`
    insert into services (id, customer_id, type, server_id, name, status, cycle, currency, price,
      initial_price, resource, created_at)
    select gen_random_uuid(), ${customer.id}, ${server.type}, ${server.id}, 'many', 'active',
      'monthly', 'EUR', 100, 100, jsonb_build_object('remoteId', 'r-' || n, 'data', '{}'::jsonb,
        'secrets', '{}'::jsonb, 'connection', '[]'::jsonb), now()
    from generate_series(0, ${ALL - 101}) n`)
  const staff = await app.staff()
  await staff.post(`/api/v1/admin/servers/${server.id}/reconcile`)
  await reconciliationsLoop(app.ctx).runDue(app.clock.now())
  const [run] = await db.select().from(reconciliations)
  assert.deepEqual(
    [run?.state, run?.pages, run?.resources, run?.known, run?.vanished, run?.found],
    ['finished', ALL / PER_PAGE, ALL, ALL - 100, 0, 102],
  )
  const { rows } = await db.execute<{ kind: string; n: string }>(
    sql`select kind, count(*) as n from ${drift} group by kind order by kind`,
  )
  assert.deepEqual(
    rows.map(({ kind, n }) => [kind, Number(n)]),
    [
      ['orphan_resource', 100],
      ['suspended_though_active', 2],
    ],
  )
  assert.equal(await db.$count(reconciliationSeen), 0, 'nothing is left behind')
})
