import type { DeliveryModule, OptionInput } from '@berth/sdk'
import { sql } from 'drizzle-orm'
import type { Db } from '../../../platform/db.ts'
import { plannedPlan } from '../planned.ts'
import type { PlannedPlans } from './findings.ts'

/**
 * What the products of a server's services stand for: asked of the module once per product and set of
 * options, not once per service.
 */
export async function plansOfServices(
  db: Db,
  module: DeliveryModule,
  serverId: string,
): Promise<PlannedPlans> {
  const none = { productIds: [], options: [], plans: [] }
  if (!module.planOf) return none
  const { rows } = await db.execute<{
    id: string
    settings: Record<string, unknown>
    options: string
  }>(sql`
    select p.id, p.module_settings as settings, sold.options
    from (select distinct s.product_id, s.options::text as options from services s
      where s.server_id = ${serverId} and s.resource is not null and s.ended_at is null) sold
    join products p on p.id = sold.product_id`)
  const planned = rows.flatMap(({ id, settings, options }) => {
    const chosen = (JSON.parse(options) as OptionInput[]).map(({ key, value }) => ({ key, value }))
    const plan = plannedPlan(module, settings, chosen)
    return plan === null ? [] : [{ id, options, plan }]
  })
  return {
    productIds: planned.map(({ id }) => id),
    options: planned.map(({ options }) => options),
    plans: planned.map(({ plan }) => plan),
  }
}
