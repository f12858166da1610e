import { Button } from '@mantine/core'
import { IconSend } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { send } from '../../../api/client.ts'
import { customerLookup } from '../../../features/customers/customer-lookup.ts'
import { MailTabs } from '../../../features/mail-templates/mail-tabs.tsx'
import { MAIL_TEMPLATES, type Mail } from '../../../features/mails/mail-requests.ts'
import { TestMailDialog } from '../../../features/mails/test-mail-dialog.tsx'
import { RequirePermission, usePermission } from '../../../features/shell/require-permission.tsx'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { DataTable } from '../../../ui/table/data-table.tsx'
import type { Page, TableColumn, TableFilter } from '../../../ui/table/table-types.ts'
import { type ListState, useListState } from '../../../ui/table/use-list-state.ts'
import { StatusBadge } from '../../../ui/value/status-badge.tsx'
import { TimeText } from '../../../ui/value/time-text.tsx'

const LIST = { sort: '', tab: 'all', filters: ['customerId', 'template', 'since'] }
const TABS = ['all', 'queued', 'sent', 'kept', 'failed']

/** What was written to whom. */
export default function MailsPage() {
  return (
    <RequirePermission permission="mails:read">
      <Mails />
    </RequirePermission>
  )
}

function Mails() {
  const { t } = useTranslation()
  const list = useListState(LIST)
  const mayTest = usePermission('settings:update')
  const [isTesting, setTesting] = useState(false)
  const asked = toQuery(list)
  const query = useQuery({
    queryKey: ['mail', 'list', asked],
    queryFn: ({ signal }) => send<Page<Mail>>({ url: '/api/v1/admin/mails', query: asked, signal }),
    placeholderData: keepPreviousData,
  })
  return (
    <>
      <PageHeader
        title={t('mails.title')}
        primary={
          mayTest && (
            <Button
              variant="default"
              leftSection={<IconSend size={14} />}
              onClick={() => setTesting(true)}
            >
              {t('mails.test.title')}
            </Button>
          )
        }
      />
      <MailTabs />
      <DataTable
        name="mails"
        list={list}
        query={query}
        columns={useColumns()}
        filters={useFilters()}
        tabs={TABS.map((id) => ({
          id,
          label: id === 'all' ? t('mails.all') : t(`ui.status.mail.${id}`),
        }))}
        searchLabel={t('mails.search')}
        rowTo={(row) => `/admin/mails/${row.id}`}
        empty={{ title: t('mails.empty'), text: t('mails.emptyText') }}
      />
      {isTesting && <TestMailDialog onClose={() => setTesting(false)} />}
    </>
  )
}

/** The tab is the state, the search box the address, a day begins at the reader's midnight. */
function toQuery({ query, tab }: ListState): Record<string, string> {
  const { search, since, ...rest } = query
  return {
    ...rest,
    ...(search ? { address: search } : {}),
    ...(since ? { since: new Date(`${since}T00:00`).toISOString() } : {}),
    ...(tab && tab !== 'all' ? { state: tab } : {}),
  }
}

function useFilters(): TableFilter[] {
  const { t } = useTranslation()
  return [
    { id: 'customerId', label: t('mails.fields.customer'), kind: 'lookup', lookup: customerLookup },
    {
      id: 'template',
      label: t('mails.fields.template'),
      kind: 'choice',
      options: MAIL_TEMPLATES.map((value) => ({ value, label: t(`mails.template.${value}`) })),
    },
    { id: 'since', label: t('mails.fields.since'), kind: 'day' },
  ]
}

function useColumns(): TableColumn<Mail>[] {
  const { t } = useTranslation()
  return [
    { id: 'subject', title: t('mails.fields.subject'), isMain: true, render: (row) => row.subject },
    { id: 'to', title: t('mails.fields.to'), render: (row) => row.to },
    {
      id: 'customer',
      title: t('mails.fields.customer'),
      render: (row) => row.customer?.name ?? '–',
    },
    {
      id: 'template',
      title: t('mails.fields.template'),
      render: (row) => t(`mails.template.${row.template}`, { defaultValue: row.template }),
    },
    {
      id: 'state',
      title: t('mails.fields.state'),
      render: (row) => <StatusBadge kind="mail" status={row.state} />,
    },
    {
      id: 'created',
      title: t('mails.fields.createdAt'),
      render: (row) => <TimeText at={row.createdAt} />,
    },
  ]
}
