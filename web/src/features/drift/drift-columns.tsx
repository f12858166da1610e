import type { TFunction } from 'i18next'
import { TextLink } from '../../ui/page/text-link.tsx'
import type { TableColumn } from '../../ui/table/table-types.ts'
import { TimeText } from '../../ui/value/time-text.tsx'
import { DriftFixes } from './drift-fixes.tsx'
import type { DriftRow } from './drift-requests.ts'
import { DriftKind, DriftState, DriftSubject, DriftWords } from './drift-words.tsx'

interface DriftColumnsOptions {
  without: readonly string[]
  onChoose: (row: DriftRow, verb: string) => void
}

/** The columns of the inbox: what it is about, what either side says, what can be done. */
export function driftColumns(t: TFunction, options: DriftColumnsOptions): TableColumn<DriftRow>[] {
  const columns: TableColumn<DriftRow>[] = [
    {
      id: 'subject',
      title: t('drift.subject'),
      isMain: true,
      render: (row) => <DriftSubject row={row} />,
    },
    { id: 'kind', title: t('drift.what'), render: (row) => <DriftKind kind={row.kind} /> },
    { id: 'says', title: t('drift.says'), render: (row) => <DriftWords row={row} /> },
    {
      id: 'server',
      title: t('drift.server'),
      cutAt: 130,
      render: ({ server }) =>
        server ? (
          <TextLink to={`/admin/servers/${server.id}`} isQuiet>
            {server.name}
          </TextLink>
        ) : (
          '–'
        ),
    },
    { id: 'state', title: t('drift.state'), render: (row) => <DriftState row={row} /> },
    {
      id: 'fixes',
      title: t('drift.fixes'),
      align: 'end',
      render: (row) => <DriftFixes row={row} onChoose={(verb) => options.onChoose(row, verb)} />,
    },
    {
      id: 'firstSeen',
      title: t('drift.firstSeen'),
      sortKey: 'firstSeenAt',
      isHiddenAtFirst: true,
      render: (row) => <TimeText at={row.firstSeenAt} />,
    },
    {
      id: 'lastSeen',
      title: t('drift.lastSeen'),
      sortKey: 'lastSeenAt',
      isHiddenAtFirst: true,
      render: (row) => <TimeText at={row.lastSeenAt} />,
    },
  ]
  return columns.filter(({ id }) => !options.without.includes(id))
}
