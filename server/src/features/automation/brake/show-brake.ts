import { and, eq, gt, or, sql } from 'drizzle-orm'
import { z } from 'zod'
import { STEP_KINDS } from '../../../domain/automation/index.ts'
import {
  BRAKE_REASONS,
  BRAKED_STEPS,
  type BrakeReason,
  type CountedStep,
  NO_LIMIT,
} from '../../../domain/brake.ts'
import { localDate } from '../../../domain/calendar.ts'
import type { Instant } from '../../../domain/instant.ts'
import type { Db } from '../../../platform/db.ts'
import { instantJson, moneyJson, toInstantJson, toMoneyJson } from '../../../platform/json.ts'
import { decodeInstantCursor, toPage } from '../../../platform/pagination.ts'
import { type Language, say } from '../../../platform/text.ts'
import { customers } from '../../customers/tables.ts'
import { services } from '../../services/tables.ts'
import { loadCalendar } from '../load-calendar.ts'
import { expectedStepJson, stepJson } from '../step-json.ts'
import { fitting, sumHeld } from './held-filter.ts'
import { limitsOfDay } from './ledger.ts'
import { readBrakeRules } from './settings.ts'
import { readStandingReasons } from './standing.ts'
import { brakeHeld, brakeLedger } from './tables.ts'
import './texts.ts'

const reasonJson = z.object({
  reason: z.enum(BRAKE_REASONS),
  /** In words. */
  text: z.string(),
})

/** The brake of the present business day. */
export const brakeJson = z.object({
  day: z.iso.date(),
  /** What holds everything destructive back now, whatever the numbers. */
  standing: z.array(reasonJson),
  steps: z.array(
    z.object({
      step: z.enum(['suspend', 'expire']),
      used: z.number().int(),
      /** Null: not limited. */
      limit: z.number().int().nullable(),
      limitFrom: z.enum(['forecast', 'active', 'floor', 'off']),
    }),
  ),
  /** What waits for an answer, from whichever day. */
  held: z.array(
    z.object({
      step: z.enum(BRAKED_STEPS),
      reason: z.enum(BRAKE_REASONS),
      text: z.string(),
      count: z.number().int(),
      /** What a period of these services brings, per currency. */
      money: z.array(moneyJson),
    }),
  ),
  total: z.number().int(),
})

const said = (reason: BrakeReason, language: Language) =>
  say(`automation.brake.reason.${reason}`, language)

/** Limits and what they have let through, what stands, and what waits. */
export async function showBrake(
  db: Db,
  now: Instant,
  language: Language,
): Promise<z.infer<typeof brakeJson>> {
  const calendar = await loadCalendar(db, now)
  const rules = await readBrakeRules(db)
  const standing = await readStandingReasons(db, rules, { calendar, now })
  const limits = await limitsOfDay(db, rules, { now, zone: calendar.zone })
  const day = localDate(now, calendar.zone)
  const rows = await db.select().from(brakeLedger).where(eq(brakeLedger.day, day))
  const used = (step: CountedStep) => rows.find((row) => row.step === step)?.used ?? 0
  const held = await countHeld(db)
  return {
    day,
    standing: standing.map((reason) => ({ reason, text: said(reason, language) })),
    steps: (['suspend', 'expire'] as const).map((step) => ({
      step,
      used: used(step),
      limit: limits[step].limit === NO_LIMIT ? null : limits[step].limit,
      limitFrom: limits[step].from,
    })),
    held: held.map((group) => ({ ...group, text: said(group.reason, language) })),
    total: held.reduce((sum, { count }) => sum + count, 0),
  }
}

async function countHeld(db: Db) {
  const rows = await db
    .select({
      step: brakeHeld.step,
      reason: brakeHeld.reason,
      currency: brakeHeld.currency,
      count: sql<string>`count(*)`,
      amount: sql<string>`sum(${brakeHeld.amount})`,
    })
    .from(brakeHeld)
    .where(eq(brakeHeld.state, 'held'))
    .groupBy(brakeHeld.step, brakeHeld.reason, brakeHeld.currency)
    .orderBy(brakeHeld.step, brakeHeld.reason, brakeHeld.currency)
  const groups = Map.groupBy(rows, ({ step, reason }) => `${step} ${reason}`)
  return [...groups.values()].flatMap((own) => {
    const [first] = own
    if (!first) return []
    return {
      step: first.step,
      reason: first.reason,
      count: own.reduce((sum, { count }) => sum + Number(count), 0),
      money: own.map(({ amount, currency }) => toMoneyJson({ amount: BigInt(amount), currency })),
    }
  })
}

/** One held step, as the approval screen lists it. */
export const heldJson = z.object({
  id: z.uuid(),
  service: z.object({ id: z.uuid(), number: z.number().int(), name: z.string() }),
  customer: z.object({ id: z.uuid(), name: z.string() }),
  step: z.enum(STEP_KINDS),
  /** The step in words, and the rule that wants it. */
  text: z.string(),
  because: z.string(),
  level: expectedStepJson.shape.level,
  reason: z.enum(BRAKE_REASONS),
  reasonText: z.string(),
  /** What a period of the service brings. */
  money: moneyJson,
  heldAt: instantJson,
})

export const heldPageJson = z.object({
  items: z.array(heldJson),
  nextCursor: z.string().nullable(),
  /** All that fit, on whichever page. */
  total: z.object({ count: z.number().int(), exact: z.boolean() }),
  /** What a period of all that fit brings, per currency. */
  money: z.array(moneyJson),
})

/** What narrows the list besides the step. */
export const heldFilters = {
  reason: z.enum(BRAKE_REASONS).optional(),
  customerId: z.uuid().optional(),
}

export const heldQuery = z.strictObject({
  step: z.enum(BRAKED_STEPS).optional(),
  ...heldFilters,
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
})

/** What waits for an answer, the oldest first. */
export async function listHeld(db: Db, query: z.infer<typeof heldQuery>, language: Language) {
  const { limit, cursor, ...filter } = query
  const rows = await db
    .select({
      held: brakeHeld,
      number: services.number,
      name: services.name,
      customer: customers.name,
    })
    .from(brakeHeld)
    .innerJoin(services, eq(services.id, brakeHeld.serviceId))
    .innerJoin(customers, eq(customers.id, brakeHeld.customerId))
    .where(and(fitting(filter), cursor === undefined ? undefined : afterCursor(cursor)))
    .orderBy(brakeHeld.heldAt, brakeHeld.id)
    .limit(limit + 1)
  const page = toPage(rows, limit, ({ held }) => [toInstantJson(held.heldAt), held.id])
  const sums = await sumHeld(db, filter)
  return { ...page, ...sums, items: page.items.map((row) => toHeldJson(row, language)) }
}

function afterCursor(cursor: string) {
  const { at, id } = decodeInstantCursor(cursor)
  return or(gt(brakeHeld.heldAt, at), and(eq(brakeHeld.heldAt, at), gt(brakeHeld.id, id)))
}

interface HeldRow {
  held: typeof brakeHeld.$inferSelect
  number: number
  name: string
  customer: string
}

function toHeldJson(
  { held, number, name, customer }: HeldRow,
  language: Language,
): z.infer<typeof heldJson> {
  const { step, because, reason, heldAt: at, amount, currency } = held
  const nothing = { blockedOn: 'approval', days: null, periods: null } as const
  const words = stepJson({ step, at, because, ...nothing }, language, 'admin')
  return {
    id: held.id,
    service: { id: held.serviceId, number, name },
    customer: { id: held.customerId, name: customer },
    step,
    ...{ text: words.text, because: words.because, level: words.level },
    reason,
    reasonText: said(reason, language),
    money: toMoneyJson({ amount, currency }),
    heldAt: words.at,
  }
}
