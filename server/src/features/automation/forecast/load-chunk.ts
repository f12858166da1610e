import { type SQL, sql } from 'drizzle-orm'
import type {
  BillingFacts,
  BusinessCalendar,
  KnownDigest,
  PaymentHabit,
} from '../../../domain/automation/index.ts'
import { startOfDay } from '../../../domain/calendar.ts'
import { DAY, type Instant } from '../../../domain/instant.ts'
import type { ResolvedPolicy } from '../../../domain/policy.ts'
import { POLICY_LISTS, POLICY_RANGES } from '../../../domain/policy-limits.ts'
import { instantToSql } from '../../../platform/columns.ts'
import type { Db } from '../../../platform/db.ts'
import type { Invoicing } from '../../documents/invoicing-settings.ts'
import { type AutomationState, loadStates } from '../load-states.ts'
import { loadBilling, loadRates } from './load-billing.ts'
import { type CustomerCredit, loadCredits } from './load-credits.ts'
import { loadDigests } from './load-digests.ts'
import { type Assumption, loadHabits } from './load-habits.ts'
import { loadUnpaidOrders, type UnpaidOrder } from './load-unpaid-orders.ts'

/** Services loaded at once: what a walk holds in memory, twice. */
const CHUNK = 1000

/** Of one customer so many are, since they share mails and credit; who has more shares them in parts. */
const MOST_OF_CUSTOMER = 5000

/** What a walk loads, and by which rules. */
export interface ChunkRules {
  /** On `services s`: those that are walked over. */
  condition: SQL
  now: Instant
  /** Excluded. */
  until: Instant
  assume: Assumption
  /** False: what would rest is loaded too. */
  skipsResting: boolean
  calendar: BusinessCalendar
  invoicing: Invoicing
}

/** The place of a service in a walk, which goes customer by customer. */
export interface WalkPlace {
  customerId: string
  serviceId: string
}

/** The services of some customers with all that their forecast starts from. */
export interface LoadedChunk {
  /** How many services it stands for: those that rest until the end are not loaded. */
  looked: number
  states: readonly AutomationState[]
  orders: ReadonlyMap<string, UnpaidOrder>
  billing: ReadonlyMap<string, BillingFacts>
  policyOf(state: AutomationState): ResolvedPolicy
  habitOf(state: AutomationState): PaymentHabit
  /** The customers' mails of today and later that list things. */
  digests: ReadonlyMap<string, readonly KnownDigest[]>
  credits: ReadonlyMap<string, CustomerCredit>
  /** Null when nothing follows. */
  last: WalkPlace | null
}

/**
 * Chunk after chunk of the services that come after a place, customer by customer. From the second
 * on the next one is loaded while one is worked on: who asks for little has it with the first.
 */
export async function* loadChunks(
  db: Db,
  rules: ChunkRules,
  { after, signal }: { after: WalkPlace; signal: AbortSignal | undefined },
): AsyncGenerator<LoadedChunk> {
  const load = chunkLoader(db, rules)
  let ahead: Promise<LoadedChunk> | null = null
  try {
    let from: WalkPlace | null = after
    for (let n = 0; from !== null; n++) {
      signal?.throwIfAborted()
      const chunk: LoadedChunk = await (ahead ?? load(from))
      from = chunk.last
      ahead = n > 0 && from !== null ? load(from) : null
      // Told when it is waited for.
      ahead?.catch(() => {})
      yield chunk
    }
  } finally {
    await ahead?.catch(() => {})
  }
}

/** Loads the chunk of services that come after a place. */
type ChunkLoader = (after: WalkPlace) => Promise<LoadedChunk>

/** Policies that say the same are one from chunk to chunk. */
function chunkLoader(db: Db, rules: ChunkRules): ChunkLoader {
  const { now, calendar, condition, invoicing, assume } = rules
  const { zone } = calendar
  const policyOf = samePolicies()
  return async (after) => {
    const { ids, looked, last } = await nextIds(db, rules, after)
    const loaded = await loadStates(db, ids, now)
    const states = ids.flatMap((id) => loaded.get(id) ?? [])
    const customerIds = [...new Set(states.map(({ subject }) => subject.service.customerId))]
    const orders = await loadUnpaidOrders(db, states, { now, zone, condition })
    const rates = await loadRates(db, customerIds, invoicing)
    const billing = await loadBilling(db, { states, orders, rates, invoicing, zone })
    const habits = assume === 'as_before' ? await loadHabits(db, customerIds, { now, zone }) : null
    const habitOf = ({ subject }: AutomationState): PaymentHabit => {
      if (assume !== 'as_before') return assume
      return habits?.get(subject.service.customerId) ?? 'on_time'
    }
    const digests = await loadDigests(db, customerIds, startOfDay(now, zone))
    const credits = await loadCredits(db, states)
    return { looked, states, orders, billing, policyOf, habitOf, digests, credits, last }
  }
}

interface FoundService extends Record<string, unknown> {
  id: string
  customer_id: string
  rests: boolean
}

async function nextIds(db: Db, rules: ChunkRules, after: WalkPlace) {
  const rows = await readIds(
    db,
    rules,
    sql`s.customer_id >= ${after.customerId}::uuid
      and (s.customer_id, s.id) > (${after.customerId}::uuid, ${after.serviceId}::uuid)
      order by s.customer_id, s.id limit ${CHUNK}`,
  )
  const isFull = rows.length === CHUNK
  const taken = isFull ? await wholeCustomers(db, rules, rows) : rows
  const last = isFull ? taken.at(-1) : undefined
  return {
    ids: taken.flatMap(({ id, rests: doesRest }) => (doesRest ? [] : [id])),
    looked: taken.length,
    last: last ? { customerId: last.customer_id, serviceId: last.id } : null,
  }
}

async function readIds(db: Db, rules: ChunkRules, which: SQL): Promise<FoundService[]> {
  const rests = rules.skipsResting ? restsUntil(rules.until) : sql`false`
  const { rows } = await db.execute<FoundService>(sql`
    select s.id, s.customer_id, ${rests} as rests from services s
    where ${rules.condition} and ${which}`)
  return rows
}

/** Without the customer that may go on behind the limit; one that fills the chunk, with all it has. */
async function wholeCustomers(
  db: Db,
  rules: ChunkRules,
  rows: readonly FoundService[],
): Promise<readonly FoundService[]> {
  const last = rows.at(-1)
  const cut = rows.findIndex(({ customer_id }) => customer_id === last?.customer_id)
  if (cut > 0 || !last) return rows.slice(0, cut)
  const others = await readIds(
    db,
    rules,
    sql`s.customer_id = ${last.customer_id}::uuid and s.id > ${last.id}::uuid
      order by s.id limit ${MOST_OF_CUSTOMER - CHUNK}`,
  )
  return [...rows, ...others]
}

/** No step is further ahead of the expiry than the limits of policies allow, and a day. */
const LONGEST_LEAD_MS =
  DAY * (1 + Math.max(POLICY_RANGES.invoiceLeadDays[1], POLICY_LISTS.reminderDays.range[1]))

/** Runs, waits for nothing, and its expiry (if it has one) is too far ahead for any step. */
function restsUntil(until: Instant): SQL {
  return sql`(s.status = 'active' and s.suspensions = '[]'::jsonb and s.planned_price is null
    and not s.automation_paused
    and (s.cycle in ('onetime', 'free') or s.expires_at is null
      or s.expires_at > ${instantToSql(until + LONGEST_LEAD_MS)}::timestamptz)
    and not exists (select 1 from renewals r where r.service_id = s.id and r.state = 'open')
    and not exists (select 1 from operations o where o.service_id = s.id
      and o.state in ('queued', 'running', 'unknown', 'failed')))`
}

/** Policies that differ in more than this are not held against each other any more. */
const MOST_POLICIES = 5000

/** One object for all policies that say the same: what is worked out for one serves all of them. */
function samePolicies(): (state: AutomationState) => ResolvedPolicy {
  const known = new Map<string, ResolvedPolicy>()
  let seen = new WeakMap<ResolvedPolicy, ResolvedPolicy>()
  return ({ subject: { policy } }) => {
    const same = seen.get(policy)
    if (same) return same
    if (known.size > MOST_POLICIES) {
      known.clear()
      seen = new WeakMap()
    }
    const said = JSON.stringify(policy)
    const first = known.get(said) ?? policy
    known.set(said, first)
    seen.set(policy, first)
    return first
  }
}
