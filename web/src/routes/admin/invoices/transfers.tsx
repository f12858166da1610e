import { useQuery } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { Row } from '../../../api/answers.ts'
import { listAwaitedTransfers } from '../../../features/documents/document-requests.ts'
import { InvoicesTabs } from '../../../features/documents/invoices-tabs.tsx'
import { RequirePermission } from '../../../features/shell/require-permission.tsx'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { Section } from '../../../ui/page/section.tsx'
import { TextLink } from '../../../ui/page/text-link.tsx'
import { PlainTable } from '../../../ui/table/plain-table.tsx'
import type { TableColumn } from '../../../ui/table/table-types.ts'
import { MoneyText } from '../../../ui/value/money-text.tsx'
import { TimeText } from '../../../ui/value/time-text.tsx'

type AwaitedTransfer = Row<'/api/v1/admin/awaited-transfers'> & { id: string }

/** Documents whose customers have said that a transfer is on its way. */
export default function AwaitedTransfersPage() {
  const { t } = useTranslation()
  const transfers = useQuery({
    queryKey: ['document', 'awaited-transfers'],
    queryFn: async () => {
      const { items } = await listAwaitedTransfers()
      return { items: items.map((item) => ({ ...item, id: item.document.id })) }
    },
  })
  return (
    <RequirePermission permission="documents:read">
      <PageHeader title={t('documents.page.awaited')} secondary={<InvoicesTabs />} />
      <Section title={t('documents.page.awaited')} text={t('documents.awaitedText')} flush>
        <PlainTable
          label={t('documents.page.awaited')}
          query={transfers}
          columns={columns(t)}
          rowTo={(row) => `/admin/invoices/${row.id}`}
          empty={{ title: t('documents.noneAwaited') }}
        />
      </Section>
    </RequirePermission>
  )
}

function columns(t: TFunction): TableColumn<AwaitedTransfer>[] {
  return [
    {
      id: 'document',
      title: t('documents.document'),
      render: ({ document }) => (
        <TextLink to={`/admin/invoices/${document.id}`}>{document.name}</TextLink>
      ),
    },
    {
      id: 'announced',
      title: t('documents.announcedAt'),
      render: (row) => <TimeText at={row.announcedAt} />,
    },
    {
      id: 'due',
      title: t('documents.dueAt'),
      render: ({ document }) => <TimeText at={document.dueAt} as="day" />,
    },
    {
      id: 'amount',
      title: t('documents.amountDue'),
      render: ({ document }) => <MoneyText value={document.amountDue} />,
      align: 'end',
    },
  ]
}
