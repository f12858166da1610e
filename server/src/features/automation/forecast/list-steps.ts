import type { Context } from '../../../context.ts'
import { addDays, startOfDate, startOfDay } from '../../../domain/calendar.ts'
import type { Instant } from '../../../domain/instant.ts'
import { decodeCursor, encodeCursor } from '../../../platform/pagination.ts'
import { invalidField } from '../../../platform/problem.ts'
import type { Language } from '../../../platform/text.ts'
import { NO_ID } from '../../services/jobs/wake-affected.ts'
import { wanted } from './forecast-fleet.ts'
import { toRowJson } from './forecast-json.ts'
import type { AskedForecast } from './forecast-query.ts'
import type { WalkPlace } from './load-chunk.ts'
import { markHeld } from './mark-held.ts'
import { type WalkedService, walkInChunks } from './walk-fleet.ts'

export interface StepsPage {
  /** A calendar day of the forecast; null for all of them. */
  on: string | null
  limit: number
  cursor: string | undefined
  language: Language
  signal: AbortSignal
}

/**
 * The single steps of a forecast, customer by customer, service by service and then by time. A page
 * ends with a whole service, so it may hold a few more than the limit.
 */
export async function listSteps(ctx: Context, asked: AskedForecast, page: StepsPage) {
  const span = spanOf(asked, page.on)
  const items: ReturnType<typeof toRowJson>[] = []
  const read = placeOf(page.cursor)
  // From the customer's first service on: mails are one for all of them.
  const after = { ...read, serviceId: NO_ID }
  const walk = { ...asked, until: span.until, signal: page.signal, after }
  const mark = await markHeld(ctx, asked, { ...span, signal: page.signal })
  for await (const chunk of walkInChunks(ctx, walk)) {
    for (const walked of chunk.services) {
      if (isRead(walked, read)) continue
      const [steps] = wanted({ ...walked, steps: mark(walked) }, asked)
      const own = steps.filter(({ at }) => at >= span.from)
      // Whether anything follows is known when the next service with a step is found.
      if (own.length > 0 && items.length >= page.limit)
        return { items, nextCursor: cursorOf(items.at(-1)) }
      items.push(...own.map((step) => toRowJson(walked.state, step, page.language)))
    }
  }
  return { items, nextCursor: null }
}

const UUID = /^[0-9a-f-]{36}$/

function placeOf(cursor: string | undefined): WalkPlace {
  if (cursor === undefined) return { customerId: NO_ID, serviceId: NO_ID }
  const [customerId, serviceId] = decodeCursor(cursor, 2)
  const isPlace = [customerId, serviceId].every((id) => typeof id === 'string' && UUID.test(id))
  if (!isPlace) throw invalidField('/query/cursor', 'invalid_cursor')
  return { customerId: String(customerId), serviceId: String(serviceId) }
}

const cursorOf = (row: ReturnType<typeof toRowJson> | undefined) =>
  encodeCursor([row?.customer.id ?? NO_ID, row?.service.id ?? NO_ID])

/** True for what an earlier page has told. */
function isRead({ state: { subject } }: WalkedService, read: WalkPlace): boolean {
  const { id, customerId } = subject.service
  return customerId === read.customerId && id <= read.serviceId
}

function spanOf({ from, to, now, until, zone }: AskedForecast, on: string | null) {
  if (on === null) return { from: now, until }
  if (on < from || on > to) throw invalidField('/query/on', 'outside_forecast', { from, to })
  const start: Instant = startOfDate(on, zone)
  return { from: start, until: Math.min(until, startOfDay(addDays(start, 1, zone), zone)) }
}
