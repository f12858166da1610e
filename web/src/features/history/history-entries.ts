import type { TFunction } from 'i18next'
import type { Row } from '../../api/answers.ts'
import type { HistoryEntry } from '../../ui/page/history-list.tsx'
import { causeLink, causeText } from './cause-text.ts'
import { historyChanges, type ValueWords } from './history-changes.ts'

export type ApiEntry = Row<'/api/v1/admin/history'>

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
    causeTo: causeLink(item.cause),
    changes: item.before && item.after ? historyChanges(item.before, item.after, { t, words }) : [],
  }))
}

/** The program's own doings carry no name beside their kind. */
const isProgram = (kind: string) => kind === 'automation' || kind === 'system'
