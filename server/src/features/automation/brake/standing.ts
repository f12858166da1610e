import { and, isNotNull, min } from 'drizzle-orm'
import {
  type BrakeFacts,
  type BrakeReason,
  type BrakeRules,
  standingReasons,
} from '../../../domain/brake.ts'
import type { Instant } from '../../../domain/instant.ts'
import type { Db, Tx } from '../../../platform/db.ts'
import { gatewayHealth } from '../../payments/tables.ts'

/** The reasons that hold everything destructive back at this moment, the gravest first. */
export async function readStandingReasons(
  db: Db | Tx,
  rules: BrakeRules,
  { calendar, now }: { calendar: Pick<BrakeFacts, 'gaps' | 'zone'>; now: Instant },
): Promise<Exclude<BrakeReason, 'too_many'>[]> {
  const { gaps, zone } = calendar
  const gatewayFailingSince = rules.on.gateway_unreachable ? await failingSince(db) : null
  return standingReasons({ gaps, zone, gatewayFailingSince }, rules, now)
}

/** Since when the gateway that has been failing longest has not answered. */
async function failingSince(db: Db | Tx): Promise<Instant | null> {
  const [row] = await db
    .select({ since: min(gatewayHealth.failingSince) })
    .from(gatewayHealth)
    .where(and(isNotNull(gatewayHealth.failingSince)))
  return row?.since ?? null
}
