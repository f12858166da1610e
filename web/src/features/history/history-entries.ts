import type { TFunction } from 'i18next'
import type { Row } from '../../api/answers.ts'
import type { HistoryEntry } from '../../ui/page/history-list.tsx'
import { causeText } from './cause-text.ts'

type ApiEntry = Row<'/api/v1/admin/history'>

/** How values of a history are written. */
export interface ValueWords {
  instant: (at: string) => string
}

/** Technical fields that tell a reader nothing that the sentence does not. */
const SILENT = new Set(['version', 'policySources', 'anchorDay', 'serverId', 'suspensions', 'id'])

/** The entries of the API as the list draws them, in the reader's language. */
export function toHistoryEntries(
  items: ApiEntry[],
  t: TFunction,
  words: ValueWords,
): HistoryEntry[] {
  return items.map((item) => ({
    id: String(item.id),
    at: item.at,
    actor: { kind: item.actor.kind, name: isProgram(item.actor.kind) ? null : item.actor.name },
    text: t(`history.kind.${item.kind}`, { defaultValue: item.kind }),
    cause: [causeText(item.cause, t), item.note].filter(Boolean).join(' · ') || null,
    changes: item.before && item.after ? changesOf(item.before, item.after, { t, words }) : [],
  }))
}

/** The program's own doings carry no name beside their kind. */
const isProgram = (kind: string) => kind === 'automation' || kind === 'system'

function changesOf(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  { t, words }: { t: TFunction; words: ValueWords },
) {
  return Object.keys(after)
    .filter((field) => field in before)
    .filter((field) => !SILENT.has(field))
    .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
    .map((field) => ({
      field: t(`history.field.${field}`, { defaultValue: field }),
      before: valueText(field, before[field], words),
      after: valueText(field, after[field], words),
    }))
}

/** Instants stand in a history as epoch milliseconds; their fields end in `At`. */
function valueText(field: string, value: unknown, words: ValueWords): string | null {
  if (value === null || value === undefined || value === '') return null
  if (field.endsWith('At') && (typeof value === 'number' || typeof value === 'string')) {
    return words.instant(new Date(value).toISOString())
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
