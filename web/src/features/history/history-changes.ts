import type { TFunction } from 'i18next'
import type { Money } from '../../i18n/format.ts'
import type { HistoryEntry } from '../../ui/page/history-list.tsx'

/** How values of a history are written. */
export interface ValueWords {
  instant: (at: string) => string
  money?: (money: Money) => string
  /** Of amounts that stand without one. */
  currency?: string
}

type Facts = Record<string, unknown>
type Change = NonNullable<HistoryEntry['changes']>[number]

/** Technical fields that tell a reader nothing that the sentence does not. */
const SILENT = new Set([
  'version',
  'policySources',
  'anchorDay',
  'serverId',
  'suspensions',
  'id',
  'heldForever',
  'cancellationReasonId',
  'cancellationBy',
  'customerId',
  'productId',
])

const MONEY = new Set(['price', 'initialPrice', 'amount'])

/** Objects whose keys are fields of ours, not names that somebody chose. */
const OF_FIELDS = new Set(['plannedPrice'])

/** What differs between before and after, field by field; objects key by key. */
export function historyChanges(
  before: Facts,
  after: Facts,
  { t, words }: { t: TFunction; words: ValueWords },
): Change[] {
  return Object.keys(after)
    .filter((field) => field in before && !SILENT.has(field))
    .flatMap((field) => {
      const [was, is] = [before[field], after[field]]
      if (isFacts(was) || isFacts(is)) {
        const name = fieldName(field, t)
        const wording = OF_FIELDS.has(field) ? { t, words } : null
        return keyChanges(name, asFacts(was), asFacts(is), wording)
      }
      if (isSame(was, is)) return []
      const text = (value: unknown) => valueText(field, value, { t, words })
      return [{ field: fieldName(field, t), before: text(was), after: text(is) }]
    })
}

const fieldName = (field: string, t: TFunction) =>
  t(`history.field.${field}`, { defaultValue: field })

interface Wording {
  t: TFunction
  words: ValueWords
}

function keyChanges(field: string, before: Facts, after: Facts, wording: Wording | null): Change[] {
  const text = (key: string, value: unknown) =>
    wording ? valueText(key, value, wording) : plainText(value)
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return keys
    .filter((key) => !isSame(before[key], after[key]))
    .map((key) => ({
      field: `${field} · ${wording ? fieldName(key, wording.t) : key}`,
      before: text(key, before[key]),
      after: text(key, after[key]),
    }))
}

/** The fields of a history that hold instants end in `At` or `Until`, or say `from` when. */
function valueText(field: string, value: unknown, { t, words }: Wording): string | null {
  if (value === null || value === undefined || value === '') return null
  if (typeof value === 'boolean') return t(value ? 'history.value.yes' : 'history.value.no')
  if (/(At|Until|^from)$/.test(field) && typeof value === 'string') {
    return words.instant(value)
  }
  if (MONEY.has(field) && words.money && words.currency && /^-?\d+$/.test(String(value))) {
    return words.money({ amount: String(value), currency: words.currency })
  }
  if (field === 'status') return t(`ui.status.service.${value}`, { defaultValue: String(value) })
  if (field === 'cycle') return t(`ui.cycle.${value}`, { defaultValue: String(value) })
  return plainText(value)
}

function plainText(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const isFacts = (value: unknown): value is Facts =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const asFacts = (value: unknown): Facts => (isFacts(value) ? value : {})

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
