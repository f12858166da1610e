import { and, isNotNull, min } from 'drizzle-orm'
import {
  type BrakeFacts,
  type BrakeRules,
  type Standing,
  type StandingReason,
  standingAt,
  standingReasons,
} from '../../../domain/brake.ts'
import type { Instant } from '../../../domain/instant.ts'
import type { Db, Tx } from '../../../platform/db.ts'
import { gatewayHealth } from '../../payments/tables.ts'

interface Moment {
  calendar: Pick<BrakeFacts, 'gaps' | 'zone'>
  now: Instant
}

/** The reasons that hold everything destructive back at this moment, the gravest first. */
export async function readStandingReasons(
  db: Db | Tx,
  rules: BrakeRules,
  moment: Moment,
): Promise<StandingReason[]> {
  return standingReasons(await readFacts(db, rules, moment), rules, moment.now)
}

/** The same with since when they do. */
export async function readStanding(
  db: Db | Tx,
  rules: BrakeRules,
  moment: Moment,
): Promise<Standing> {
  return standingAt(await readFacts(db, rules, moment), rules, moment.now)
}

async function readFacts(
  db: Db | Tx,
  { on }: BrakeRules,
  { calendar: { gaps, zone } }: Moment,
): Promise<BrakeFacts> {
  const gatewayFailingSince = on.gateway_unreachable ? await failingSince(db) : null
  return { gaps, zone, gatewayFailingSince }
}

/** Since when the gateway that has been failing longest has not answered. */
async function failingSince(db: Db | Tx): Promise<Instant | null> {
  const [row] = await db
    .select({ since: min(gatewayHealth.failingSince) })
    .from(gatewayHealth)
    .where(and(isNotNull(gatewayHealth.failingSince)))
  return row?.since ?? null
}
