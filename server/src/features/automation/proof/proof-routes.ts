import { and, desc, eq, gt, gte, lte } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { DIFFERENCE_CAUSES, DIFFERENCE_KINDS } from '../../../domain/proof.ts'
import { actorOf } from '../../../platform/access.ts'
import type { Db } from '../../../platform/db.ts'
import type { Http } from '../../../platform/feature.ts'
import { instantJson, moneyJson, toInstantJson, toMoneyJson } from '../../../platform/json.ts'
import { decodeCursor, toPage } from '../../../platform/pagination.ts'
import { invalidField } from '../../../platform/problem.ts'
import { type Language, say } from '../../../platform/text.ts'
import { customers } from '../../customers/tables.ts'
import { services } from '../../services/tables.ts'
import { forecastDays, forecastDifferences } from './tables.ts'

const config = { access: { kind: 'staff', permission: 'automation:read' } } as const
const tags = ['automation']
const counts = z.record(z.string(), z.number().int())
/** Days answered when nobody says from when. */
const DAYS = 60

const dayJson = z.object({
  day: z.iso.date(),
  /** `compared` once the day is over. */
  state: z.enum(['keeping', 'kept', 'comparing', 'compared']),
  keptAt: instantJson,
  comparedAt: instantJson.nullable(),
  services: z.number().int(),
  /** Steps by kind, and what the documents asked for, with tax. */
  forecast: counts,
  forecastMoney: z.array(moneyJson),
  done: counts,
  doneMoney: z.array(moneyJson),
  /** By cause. */
  differences: counts,
  unexplained: z.number().int(),
})

const differenceJson = z.object({
  id: z.string(),
  service: z.object({ id: z.uuid(), number: z.number().int(), name: z.string() }),
  customer: z.object({ id: z.uuid(), name: z.string() }),
  /** `remind:7`, `invoice`, `suspend` … */
  step: z.string(),
  text: z.string(),
  kind: z.enum(DIFFERENCE_KINDS),
  cause: z.enum(DIFFERENCE_CAUSES),
  /** What the cause was read from: a history entry's kind, an error's code. */
  evidence: z.string().nullable(),
  forecastAt: instantJson.nullable(),
  doneAt: instantJson.nullable(),
  forecastMoney: moneyJson.nullable(),
  doneMoney: moneyJson.nullable(),
})

const differencesQuery = z.strictObject({
  cause: z.enum(DIFFERENCE_CAUSES).optional(),
  kind: z.enum(DIFFERENCE_KINDS).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
})

/** Each day's forecast beside what was done. */
export function proofRoutes(http: Http, ctx: Context): void {
  http.get(
    '/api/v1/admin/automation/proof',
    {
      config,
      schema: {
        summary: 'Each day’s forecast beside what was done, the latest first',
        tags,
        querystring: z.strictObject({ from: z.iso.date().optional(), to: z.iso.date().optional() }),
        response: { 200: z.object({ items: z.array(dayJson) }) },
      },
    },
    async (request) => {
      const { from, to } = request.query
      if (from && to && to < from) throw invalidField('/query/to', 'days_backwards')
      return { items: await listDays(ctx.db, request.query) }
    },
  )
  http.get(
    '/api/v1/admin/automation/proof/:day/differences',
    {
      config,
      schema: {
        summary: 'Where a day went another way than its forecast, and why',
        tags,
        params: z.object({ day: z.iso.date() }),
        querystring: differencesQuery,
        response: {
          200: z.object({ items: z.array(differenceJson), nextCursor: z.string().nullable() }),
        },
      },
    },
    (request) =>
      listDifferences(ctx.db, {
        ...{ day: request.params.day, query: request.query },
        language: actorOf(request).language,
      }),
  )
}

async function listDays(
  db: Db,
  { from, to }: { from?: string | undefined; to?: string | undefined },
): Promise<z.infer<typeof dayJson>[]> {
  const rows = await db
    .select()
    .from(forecastDays)
    .where(
      and(
        from ? gte(forecastDays.day, from) : undefined,
        to ? lte(forecastDays.day, to) : undefined,
      ),
    )
    .orderBy(desc(forecastDays.day))
    .limit(from ? 400 : DAYS)
  return rows.map(({ day, state, keptAt, comparedAt, services: looked, ...row }) => ({
    ...{ day, state, services: looked, forecast: row.forecast, done: row.done },
    keptAt: toInstantJson(keptAt),
    comparedAt: toInstantJson(comparedAt),
    forecastMoney: moneyList(row.forecastMoney),
    doneMoney: moneyList(row.doneMoney),
    differences: row.differences,
    unexplained: row.differences.unexplained ?? 0,
  }))
}

const moneyList = (sums: Record<string, string>) =>
  Object.entries(sums).map(([currency, amount]) =>
    toMoneyJson({ amount: BigInt(amount), currency }),
  )

interface DifferencesQuestion {
  day: string
  query: z.infer<typeof differencesQuery>
  language: Language
}

async function listDifferences(db: Db, { day, query, language }: DifferencesQuestion) {
  const { cause, kind, limit, cursor } = query
  const rows = await db
    .select({
      difference: forecastDifferences,
      service: { id: services.id, number: services.number, name: services.name },
      customer: { id: customers.id, name: customers.name },
    })
    .from(forecastDifferences)
    .innerJoin(services, eq(services.id, forecastDifferences.serviceId))
    .innerJoin(customers, eq(customers.id, services.customerId))
    .where(
      and(
        eq(forecastDifferences.day, day),
        cause && eq(forecastDifferences.cause, cause),
        kind && eq(forecastDifferences.kind, kind),
        cursor === undefined ? undefined : gt(forecastDifferences.id, idOf(cursor)),
      ),
    )
    .orderBy(forecastDifferences.id)
    .limit(limit + 1)
  const page = toPage(rows, limit, ({ difference }) => [difference.id])
  return { ...page, items: page.items.map((row) => toDifferenceJson(row, language)) }
}

function idOf(cursor: string): number {
  const [id] = decodeCursor(cursor, 1)
  if (typeof id !== 'number') throw invalidField('/query/cursor', 'invalid_cursor')
  return id
}

interface DifferenceRow {
  difference: typeof forecastDifferences.$inferSelect
  service: { id: string; number: number; name: string }
  customer: { id: string; name: string }
}

function toDifferenceJson(
  { difference, service, customer }: DifferenceRow,
  language: Language,
): z.infer<typeof differenceJson> {
  const { id, step, kind, cause, evidence, forecastAt, doneAt, currency, ...row } = difference
  const money = (amount: bigint | null) =>
    amount === null || currency === null ? null : toMoneyJson({ amount, currency })
  return {
    ...{ id: String(id), service, customer, step, kind, cause, evidence },
    text: say(`automation.step.${step.split(':')[0]}`, language),
    forecastAt: toInstantJson(forecastAt),
    doneAt: toInstantJson(doneAt),
    forecastMoney: money(row.forecastAmount),
    doneMoney: money(row.doneAmount),
  }
}
