import { Box, Code, Group, Stack, Text, Timeline } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../state/states.tsx'
import { TimeText } from '../value/time-text.tsx'
import { TextLink } from './text-link.tsx'

/** One line of a history, as the API gives it. */
export interface HistoryEntry {
  id: string
  /** What happened, a sentence in the reader's language. */
  text: string
  at: string
  actor: { kind: string; name?: string | null }
  /** Why: the request, the policy step, the payment. */
  cause?: string | null
  /** Where the cause can be looked at. */
  causeTo?: string | null
  changes?: { field: string; before?: string | null; after?: string | null }[]
}

interface HistoryListProps {
  entries: HistoryEntry[]
  /** What more there is to an entry, below it. */
  more?: (entry: HistoryEntry) => ReactNode
  /** Said when there is nothing. */
  empty?: string
}

/** Who did what and why, newest first. */
export function HistoryList({ entries, more, empty }: HistoryListProps) {
  const { t } = useTranslation()
  if (entries.length === 0) return <EmptyState title={empty ?? t('ui.history.empty')} />
  return (
    <Timeline bulletSize={10} lineWidth={1} active={-1}>
      {entries.map((entry) => (
        <Timeline.Item key={entry.id}>
          <Stack gap={0} mt={-4}>
            <Text size="sm">{entry.text}</Text>
            <Text size="xs" c="dimmed" component="div">
              <TimeText at={entry.at} /> · {actorName(entry.actor, t)}
              {entry.cause && ' · '}
              {entry.causeTo ? (
                <TextLink to={entry.causeTo} isInText>
                  {entry.cause}
                </TextLink>
              ) : (
                entry.cause
              )}
            </Text>
            {entry.changes && <Changes changes={entry.changes} />}
            {more?.(entry)}
          </Stack>
        </Timeline.Item>
      ))}
    </Timeline>
  )
}

function actorName(actor: HistoryEntry['actor'], t: TFunction): string {
  const kind = t(`ui.actor.${actor.kind}`, { defaultValue: actor.kind })
  return actor.name ? `${actor.name} (${kind})` : kind
}

function Changes({ changes }: { changes: NonNullable<HistoryEntry['changes']> }) {
  return (
    <Box mt={2}>
      {changes.map((change) => (
        <Group key={change.field} gap={6} fz="xs">
          <Text span size="xs" c="dimmed">
            {change.field}
          </Text>
          <Code fz="xs">{change.before ?? '–'}</Code>
          <IconArrowRight size={12} aria-hidden />
          <Code fz="xs">{change.after ?? '–'}</Code>
        </Group>
      ))}
    </Box>
  )
}
