import { addDays } from '../../domain/calendar.ts'
import type { Cycle } from '../../domain/cycle.ts'
import type { Instant } from '../../domain/instant.ts'
import { type PolicyOverride, resolvePolicy } from '../../domain/policy.ts'
import type { Db, Tx } from '../../platform/db.ts'
import type { CataloguedProduct } from '../catalog/queries.ts'
import { servicesSettings } from '../services/installation-policy.ts'
import { readSettings } from '../settings/sections.ts'

/** The moments of an unpaid order's timeline. */
export interface UnpaidTimeline {
  /** Null when the reminder would not come before the end. */
  remindAt: Instant | null
  cancelAt: Instant
}

export interface OrderedUnit {
  cycle: Cycle
  /** The service's own level of the policy, once there is a service. */
  policy?: PolicyOverride
  product: CataloguedProduct | undefined
}

export interface TimelineFacts {
  orderedAt: Instant
  customerPolicy: PolicyOverride
  units: readonly OrderedUnit[]
  zone: string
}

/**
 * When an unpaid order is reminded and given up. Its services may have different policies: the
 * order waits as long as the most patient of them.
 */
export async function unpaidTimeline(db: Db | Tx, facts: TimelineFacts): Promise<UnpaidTimeline> {
  const { policy: installation } = await readSettings(db, servicesSettings)
  const values = facts.units.map(
    ({ cycle, policy, product }) =>
      resolvePolicy(cycle, {
        service: policy,
        customer: facts.customerPolicy,
        product: product?.product.policy,
        group: product?.group.policy,
        installation,
      }).values,
  )
  const remindDays = Math.max(...values.map((value) => value.unpaidOrderReminderDays))
  const cancelDays = Math.max(...values.map((value) => value.unpaidOrderDays))
  const after = (days: number) => addDays(facts.orderedAt, days, facts.zone)
  return {
    remindAt: remindDays < cancelDays ? after(remindDays) : null,
    cancelAt: after(cancelDays),
  }
}
