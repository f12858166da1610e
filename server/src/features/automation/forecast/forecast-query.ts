import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { STEP_KINDS, type StepKind } from '../../../domain/automation/index.ts'
import { addDays, localDate, startOfDay } from '../../../domain/calendar.ts'
import type { Instant } from '../../../domain/instant.ts'
import { currencyJson } from '../../../platform/json.ts'
import { listOf } from '../../../platform/list-of.ts'
import { selectServices } from '../../services/select-services.ts'
import { businessSettings } from '../../settings/business.ts'
import { readSettings } from '../../settings/sections.ts'
import { assertKnown } from '../known-filters.ts'
import { ASSUMPTIONS, type Assumption } from './load-habits.ts'

/** How far ahead and with what assumption. */
export const horizonQuery = {
  days: z.coerce
    .number()
    .int()
    .min(1)
    .max(366)
    .default(60)
    .meta({ description: 'Calendar days of the business time zone, today included' }),
  assume: z.enum(ASSUMPTIONS).default('as_before').meta({
    description:
      'nobody: no document is paid and automatic charges are refused; on_time: each is paid when due; as_before: as the customer did in the last year',
  }),
}

const uuids = (description: string) => listOf(z.uuid(), description)

/** What a forecast can be narrowed by: values of one filter are alternatives, all filters hold. */
export const forecastQuery = {
  ...horizonQuery,
  customerId: z.uuid().optional(),
  productId: uuids('Products'),
  groupId: uuids('Product groups'),
  serverId: uuids('Servers'),
  type: listOf(z.string().max(60), 'Types of service'),
  currency: listOf(currencyJson, 'ISO 4217 codes'),
  step: listOf(z.enum(STEP_KINDS), 'Kinds of step; without it all of them'),
}

export type ForecastQuery = z.infer<z.ZodObject<typeof forecastQuery>>

/** A forecast that was asked for, with its first and last calendar day. */
export interface AskedForecast {
  zone: string
  now: Instant
  /** The first moment after the last day. */
  until: Instant
  days: number
  from: string
  to: string
  assume: Assumption
  where: SQL | undefined
  /** No filter narrows the services. */
  wholeFleet?: boolean
  /** On `documents d`: those that are looked at with the services; null where services are chosen. */
  documents: SQL | null
  /** Null: every kind of step. */
  steps: ReadonlySet<StepKind> | null
}

/** The days that are meant, and the services. 422 names a filter that names nothing there is. */
export async function askForecast(
  ctx: Context,
  { days, assume, step, groupId, ...filters }: ForecastQuery,
): Promise<AskedForecast> {
  await assertKnown(ctx, { ...filters, groupId })
  const now = ctx.clock.now()
  const { timeZone: zone } = await readSettings(ctx.db, businessSettings)
  const selection = await selectServices(ctx.db, { ...filters, productGroupId: groupId }, now)
  const until = endOfDays(now, days, zone)
  return {
    ...{ zone, now, until, days, assume },
    from: localDate(now, zone),
    to: localDate(until - 1, zone),
    where: sql.join(
      selection.map((condition) => sql`(${condition})`),
      sql` or `,
    ),
    steps: step && step.length > 0 ? new Set(step) : null,
    wholeFleet: isOpen([groupId, ...Object.values(filters)]),
    documents: documentsOf({ ...filters, groupId }),
  }
}

/** The first moment after so many calendar days of a time zone, the present one included. */
export function endOfDays(now: Instant, days: number, zone: string): Instant {
  return startOfDay(addDays(startOfDay(now, zone), days, zone), zone)
}

const isOpen = (filters: readonly unknown[]) =>
  filters.every((value) => value === undefined || (Array.isArray(value) && value.length === 0))

function documentsOf({
  customerId,
  currency,
  ...others
}: Omit<ForecastQuery, 'days' | 'assume' | 'step'>): SQL | null {
  if (!isOpen(Object.values(others))) return null
  const own = customerId === undefined ? sql`true` : sql`d.customer_id = ${customerId}::uuid`
  if (!currency || currency.length === 0) return own
  return sql`${own} and d.currency = any(${sql.param([...currency])}::text[])`
}
