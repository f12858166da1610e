import { Badge, Group, Text, Tooltip } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconLoader2 } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { TableColumn } from '../../ui/table/table-types.ts'
import { TimeText } from '../../ui/value/time-text.tsx'
import type { Reconciliation } from './drift-requests.ts'

/** How long a run took, in milliseconds; null while it goes on. */
export function durationMs({ startedAt, finishedAt }: Reconciliation): number | null {
  return finishedAt === null ? null : Date.parse(finishedAt) - Date.parse(startedAt)
}

/** How it came out: one word that decides whether the figures can be believed. */
export function outcomeOf(run: Pick<Reconciliation, 'state' | 'suspect'>): string {
  return run.state === 'finished' && run.suspect ? 'suspect' : run.state
}

const LOOKS = {
  running: { color: 'blue', icon: IconLoader2 },
  finished: { color: 'teal', icon: IconCircleCheck },
  failed: { color: 'red', icon: IconAlertTriangle },
  suspect: { color: 'orange', icon: IconAlertTriangle },
} as const

/** The columns of the reports of a server's comparisons. */
export function reconciliationColumns(
  t: TFunction,
  number: (value: number, digits?: number) => string,
): TableColumn<Reconciliation>[] {
  const figure = (id: keyof Reconciliation & string): TableColumn<Reconciliation> => ({
    id,
    title: t(`drift.run.${id}`),
    align: 'end',
    render: (run) => <span className="tabular">{number(Number(run[id]))}</span>,
  })
  return [
    {
      id: 'startedAt',
      title: t('drift.run.startedAt'),
      isMain: true,
      render: (run) => <TimeText at={run.startedAt} />,
    },
    { id: 'outcome', title: t('drift.run.outcome'), render: (run) => <Outcome run={run} /> },
    {
      id: 'duration',
      title: t('drift.run.duration'),
      align: 'end',
      render: (run) => {
        const ms = durationMs(run)
        return (
          <span className="tabular">
            {ms === null ? '–' : t('drift.run.seconds', { seconds: number(ms / 1000, 1) })}
          </span>
        )
      },
    },
    ...(['pages', 'resources', 'known', 'vanished', 'found', 'settled', 'autoFixed'] as const).map(
      figure,
    ),
    {
      id: 'by',
      title: t('drift.run.by'),
      isHiddenAtFirst: true,
      render: ({ requestedBy }) =>
        requestedBy.kind === 'automation' ? t('ui.actor.automation') : requestedBy.name,
    },
  ]
}

function Outcome({ run }: { run: Reconciliation }) {
  const { t } = useTranslation()
  const outcome = outcomeOf(run)
  const { color, icon: Icon } = LOOKS[outcome as keyof typeof LOOKS]
  const badge = (
    <Badge
      variant="light"
      color={color}
      radius="sm"
      tt="none"
      px={7}
      leftSection={<Icon size={13} stroke={2} aria-hidden />}
      style={{ minWidth: 'max-content' }}
    >
      {t(`drift.run.is.${outcome}`)}
    </Badge>
  )
  return (
    <Group gap={6} wrap="nowrap">
      {outcome === 'suspect' ? (
        <Tooltip label={t('drift.run.suspectText')} multiline maw={320}>
          {badge}
        </Tooltip>
      ) : (
        badge
      )}
      {run.error && (
        <Text span size="xs" c="red" truncate maw={320} title={run.error.message}>
          {run.error.message}
        </Text>
      )}
    </Group>
  )
}
