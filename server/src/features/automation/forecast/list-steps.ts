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
import { markHeld } from './mark-held.ts'
import { walkInChunks } from './walk-fleet.ts'

export interface StepsPage {
  /** A calendar day of the forecast; null for all of them. */
  on: string | null
  limit: number
  cursor: string | undefined
  language: Language
  signal: AbortSignal
}

/**
 * The single steps of a forecast, in the order of the services' ids and then of time. A page ends
 * with a whole service, so it may hold a few more than the limit.
 */
export async function listSteps(ctx: Context, asked: AskedForecast, page: StepsPage) {
  const span = spanOf(asked, page.on)
  const items: ReturnType<typeof toRowJson>[] = []
  const walk = { ...asked, until: span.until, signal: page.signal, after: afterOf(page.cursor) }
  const mark = await markHeld(ctx, asked, { ...span, signal: page.signal })
  for await (const chunk of walkInChunks(ctx, walk)) {
    for (const walked of chunk.services) {
      const [steps] = wanted({ ...walked, steps: mark(walked) }, asked)
      const own = steps.filter(({ at }) => at >= span.from)
      // Whether anything follows is known when the next service with a step is found.
      if (own.length > 0 && items.length >= page.limit)
        return { items, nextCursor: encodeCursor([items.at(-1)?.service.id ?? NO_ID]) }
      items.push(...own.map((step) => toRowJson(walked.state, step, page.language)))
    }
  }
  return { items, nextCursor: null }
}

function afterOf(cursor: string | undefined): string {
  if (cursor === undefined) return NO_ID
  const [id] = decodeCursor(cursor, 1)
  if (typeof id !== 'string' || !/^[0-9a-f-]{36}$/.test(id))
    throw invalidField('/query/cursor', 'invalid_cursor')
  return id
}

function spanOf({ from, to, now, until, zone }: AskedForecast, on: string | null) {
  if (on === null) return { from: now, until }
  if (on < from || on > to) throw invalidField('/query/on', 'outside_forecast', { from, to })
  const start: Instant = startOfDate(on, zone)
  return { from: start, until: Math.min(until, startOfDay(addDays(start, 1, zone), zone)) }
}
