import { formatMoney } from '../../../domain/money.ts'
import { hasText, type Language, say, type TextParams } from '../../../platform/text.ts'
import type { history } from '../../history/tables.ts'

type Entry = typeof history.$inferSelect

/** Who reads, and what the service's dates and amounts are counted in. */
export interface Reader {
  language: Language
  zone: string
  currency: string
  /** The user who reads. */
  userId: string | null
}

/** An entry in the customer's words: what happened, and who did it. Notes are never shown. */
export function tellEntry(entry: Entry, reader: Reader): { text: string; by: string } {
  const { language } = reader
  return {
    text: say({ key: keyOf(entry), params: paramsOf(entry, reader) }, language),
    by: byWhom(entry, reader),
  }
}

/** The text for this very case, where there is one. */
function keyOf({ kind, after }: Entry): string {
  const key = `service.own.${kind.slice('service.'.length)}`
  const own = `${key}.${detailOf(kind, after ?? {})}`
  return hasText(own) ? own : key
}

function detailOf(kind: string, after: Record<string, unknown>): string {
  if (kind === 'service.cancellation_requested') return String(after.when)
  if (kind === 'service.edited') return typeof after.expiresAt === 'number' ? 'until' : ''
  if (kind !== 'service.suspended') return ''
  const causes = Array.isArray(after.suspensions) ? after.suspensions : []
  return String((causes.at(-1) as { cause?: unknown } | undefined)?.cause ?? '')
}

function paramsOf({ before, after }: Entry, { zone, currency, language }: Reader): TextParams {
  const { expiresAt, name, cycle, price } = after ?? {}
  return {
    ...(typeof expiresAt === 'number' ? { until: { instant: expiresAt, zone } } : {}),
    ...(name ? { from: String(before?.name ?? ''), to: String(name) } : {}),
    ...(cycle ? { cycle: { key: `service.cycle.${String(cycle)}` } } : {}),
    ...(typeof price === 'string'
      ? { price: formatMoney({ amount: BigInt(price), currency }, language) }
      : {}),
  }
}

function byWhom(entry: Entry, { userId, language }: Reader): string {
  const who = (name: string) => say(`service.own.by.${name}`, language)
  if (entry.impersonatedBy) return who('team_for_you')
  switch (entry.actorKind) {
    case 'user':
      return entry.actorId === userId ? who('you') : entry.actorName
    case 'staff':
    case 'api_key':
      return who('team')
    default:
      return who('itself')
  }
}
