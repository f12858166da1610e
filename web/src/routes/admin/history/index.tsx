import { Code, Stack, Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Row } from '../../../api/answers.ts'
import { send } from '../../../api/client.ts'
import { customerLookup } from '../../../features/customers/customer-lookup.ts'
import { causeText } from '../../../features/history/cause-text.ts'
import { toHistoryEntries } from '../../../features/history/history-entries.ts'
import { RequirePermission } from '../../../features/shell/require-permission.tsx'
import { useFormat } from '../../../i18n/format.ts'
import { Dialog } from '../../../ui/action/dialog.tsx'
import { type LocalText, localText } from '../../../ui/form/schema-model.ts'
import { HistoryList } from '../../../ui/page/history-list.tsx'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { DataTable } from '../../../ui/table/data-table.tsx'
import { RowLink } from '../../../ui/table/row-link.tsx'
import type { Page, TableColumn, TableFilter } from '../../../ui/table/table-types.ts'
import { useListState } from '../../../ui/table/use-list-state.ts'
import { TimeText } from '../../../ui/value/time-text.tsx'

type Entry = Row<'/api/v1/admin/history'>
/** Tables tell rows apart by a text. */
type EntryRow = Omit<Entry, 'id'> & { id: string }

const LIST = {
  sort: '',
  limit: 50,
  filters: ['subject', 'actorKind', 'customerId', 'from', 'to', 'subjectId', 'kind'],
}
const SUBJECTS = [
  'service',
  'customer',
  'user',
  'order',
  'document',
  'payment',
  'credit',
  'operation',
  'product',
  'product_group',
  'server',
  'server_group',
  'mail',
  'staff',
  'role',
  'api_key',
  'settings',
  'terms',
]
const ACTORS = ['staff', 'user', 'api_key', 'automation', 'gateway', 'system']
const DAY_MS = 86_400_000

/** The audit log: who did what, when and why. */
export default function HistoryPage() {
  return (
    <RequirePermission permission="history:read">
      <AuditLog />
    </RequirePermission>
  )
}

function AuditLog() {
  const { t } = useTranslation()
  const list = useListState(LIST)
  const [open, setOpen] = useState<Entry | null>(null)
  const asked = toQuery(list.query)
  const query = useQuery({
    queryKey: ['history', asked],
    queryFn: async ({ signal }): Promise<Page<EntryRow>> => {
      const url = '/api/v1/admin/history'
      const page = await send<Page<Entry & { id: never }>>({ url, query: asked, signal })
      return { ...page, items: page.items.map((item) => ({ ...item, id: String(item.id) })) }
    },
    placeholderData: keepPreviousData,
  })
  const show = (row: EntryRow) => setOpen({ ...row, id: Number(row.id) })
  return (
    <>
      <PageHeader title={t('history.audit')} subtitle={t('history.auditText')} />
      <DataTable
        name="history"
        list={list}
        query={query}
        columns={useColumns(show)}
        filters={useFilters()}
        empty={{ title: t('ui.history.empty') }}
      />
      {open && <EntryDialog entry={open} onClose={() => setOpen(null)} />}
    </>
  )
}

/** Days are the reader's own; the last one is included. */
function toQuery({ from, to, ...rest }: Record<string, string>): Record<string, string> {
  const midnight = (day: string) => new Date(`${day}T00:00`).getTime()
  return {
    ...rest,
    ...(from ? { from: new Date(midnight(from)).toISOString() } : {}),
    ...(to ? { to: new Date(midnight(to) + DAY_MS).toISOString() } : {}),
  }
}

function useFilters(): TableFilter[] {
  const { t } = useTranslation()
  return [
    {
      id: 'subject',
      label: t('history.column.subject'),
      kind: 'choice',
      options: SUBJECTS.map((value) => ({ value, label: t(`history.subject.${value}`) })),
    },
    {
      id: 'actorKind',
      label: t('history.column.actor'),
      kind: 'choice',
      options: ACTORS.map((value) => ({ value, label: t(`ui.actor.${value}`) })),
    },
    {
      id: 'customerId',
      label: t('history.subject.customer'),
      kind: 'lookup',
      lookup: customerLookup,
    },
    { id: 'from', label: t('history.column.from'), kind: 'day' },
    { id: 'to', label: t('history.column.to'), kind: 'day' },
    { id: 'subjectId', label: t('history.column.subjectId'), kind: 'text' },
  ]
}

function useColumns(show: (row: EntryRow) => void): TableColumn<EntryRow>[] {
  const { t, i18n } = useTranslation()
  return [
    {
      id: 'kind',
      title: t('history.column.kind'),
      isMain: true,
      render: (row) => (
        <RowLink onClick={() => show(row)}>
          {t(`history.kind.${row.kind}`, { defaultValue: row.kind })}
        </RowLink>
      ),
    },
    {
      id: 'subject',
      title: t('history.column.subject'),
      render: (row) => (
        <>
          {t(`history.subject.${row.subject}`, { defaultValue: row.subject })}{' '}
          <Text span inherit c="dimmed">
            {nameIn(row, i18n.language) ?? row.subjectId.slice(-8)}
          </Text>
        </>
      ),
    },
    {
      id: 'actor',
      title: t('history.column.actor'),
      render: (row) => (
        <>
          {row.actor.name !== row.actor.kind && `${row.actor.name} `}
          <Text span inherit c="dimmed">
            {t(`ui.actor.${row.actor.kind}`, { defaultValue: row.actor.kind })}
          </Text>
        </>
      ),
    },
    {
      id: 'cause',
      title: t('history.column.cause'),
      render: (row) => [causeText(row.cause, t), row.note].filter(Boolean).join(' · ') || '–',
    },
    { id: 'at', title: t('history.column.at'), render: (row) => <TimeText at={row.at} /> },
  ]
}

/** What people call the subject, where the entry knows it. */
function nameIn({ before, after }: EntryRow, language: string): string | undefined {
  const name = after?.name ?? before?.name
  if (typeof name === 'string') return name
  return name && typeof name === 'object' ? localText(name as LocalText, language) : undefined
}

function EntryDialog({ entry, onClose }: { entry: Entry; onClose: () => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const raw: [string, unknown][] = [
    ['before', entry.before],
    ['after', entry.after],
    ['cause', entry.cause],
  ]
  return (
    <Dialog
      onClose={onClose}
      size="lg"
      title={`${t(`history.subject.${entry.subject}`, { defaultValue: entry.subject })} · ${entry.subjectId}`}
      closeButtonProps={{ 'aria-label': t('ui.action.cancel') }}
    >
      <Stack gap="md">
        <HistoryList entries={toHistoryEntries([entry], t, { instant: format.instant })} />
        {raw
          .filter(([, facts]) => facts && Object.keys(facts).length > 0)
          .map(([name, facts]) => (
            <div key={name}>
              <Text size="xs" fw={600} c="dimmed" mb={4}>
                {t(`history.facts.${name}`)}
              </Text>
              <Code block fz="xs" style={{ whiteSpace: 'pre-wrap' }}>
                {JSON.stringify(facts, null, 2)}
              </Code>
            </div>
          ))}
      </Stack>
    </Dialog>
  )
}
