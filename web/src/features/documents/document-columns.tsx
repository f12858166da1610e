import { Text } from '@mantine/core'
import type { TFunction } from 'i18next'
import { TextLink } from '../../ui/page/text-link.tsx'
import type { TableColumn } from '../../ui/table/table-types.ts'
import { MoneyText } from '../../ui/value/money-text.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import type { DocumentRow } from './document-requests.ts'
import { DocumentStatus } from './document-status.tsx'

/** The columns of a list of documents; `without` leaves out what the page says already. */
export function documentColumns(t: TFunction, without: string[] = []): TableColumn<DocumentRow>[] {
  const columns: TableColumn<DocumentRow>[] = [
    { id: 'name', title: t('documents.number'), render: (row) => row.name, isMain: true },
    {
      id: 'kind',
      title: t('documents.kindLabel'),
      render: (row) => (
        <Text span inherit c="dimmed">
          {t(`documents.kind.${kindOf(row)}`)}
        </Text>
      ),
    },
    {
      id: 'customer',
      title: t('documents.customer'),
      render: (row) =>
        row.customer ? (
          <TextLink to={`/admin/customers/${row.customer.id}`} isQuiet>
            {row.customer.name}
          </TextLink>
        ) : (
          '–'
        ),
    },
    {
      id: 'status',
      title: t('documents.status'),
      render: (row) => <DocumentStatus status={row.status} />,
    },
    {
      id: 'gross',
      title: t('documents.total'),
      render: (row) => <MoneyText value={row.gross} />,
      align: 'end',
    },
    {
      id: 'amountDue',
      title: t('documents.amountDue'),
      render: (row) => <MoneyText value={row.amountDue} dimmed={row.amountDue.amount === '0'} />,
      align: 'end',
    },
    {
      id: 'dueAt',
      title: t('documents.dueAt'),
      render: (row) => <TimeText at={row.dueAt} as="day" />,
      sortKey: 'dueAt',
    },
    {
      id: 'issuedOn',
      title: t('documents.issuedOn'),
      render: (row) => <TimeText at={row.issuedOn} as="day" />,
    },
    {
      id: 'created',
      title: t('documents.created'),
      render: (row) => <TimeText at={row.createdAt} />,
      sortKey: 'createdAt',
    },
  ]
  return columns.filter((column) => !without.includes(column.id))
}

/** A proforma becomes an invoice when it is issued. */
export function kindOf(row: Pick<DocumentRow, 'kind' | 'state'>): string {
  if (row.kind === 'credit_note') return 'credit_note'
  return row.state === 'issued' ? 'invoice' : 'proforma'
}
