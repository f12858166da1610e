import { Stack, Text } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { TableColumn } from '../../ui/table/table-types.ts'
import { MoneyText } from '../../ui/value/money-text.tsx'
import { StatusBadge } from '../../ui/value/status-badge.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import type { DocumentRow } from './document-queries.ts'

/** The columns of a customer's documents. */
export function useDocumentColumns(): TableColumn<DocumentRow>[] {
  const { t } = useTranslation()
  return useMemo(
    () => [
      {
        id: 'name',
        title: t('myDocuments.name'),
        isMain: true,
        render: (row) => (
          <Stack gap={0}>
            <span className="tabular">{row.name}</span>
            <Text span size="xs" c="dimmed" fw={400}>
              {t(`myDocuments.kind.${row.kind === 'invoice' ? row.state : row.kind}`)}
            </Text>
          </Stack>
        ),
      },
      {
        id: 'status',
        title: t('myDocuments.status'),
        render: (row) => <StatusBadge kind="document" status={row.status} />,
      },
      {
        id: 'created',
        title: t('myDocuments.date'),
        sortKey: 'createdAt',
        render: (row) => <TimeText at={row.issuedOn ?? row.createdAt} as="day" />,
      },
      {
        id: 'due',
        title: t('myDocuments.due'),
        sortKey: 'dueAt',
        render: (row) =>
          row.amountDue.amount === '0' ? '–' : <TimeText at={row.dueAt} as="day" />,
      },
      {
        id: 'total',
        title: t('myDocuments.total'),
        align: 'end',
        render: (row) => <MoneyText value={row.gross} />,
      },
      {
        id: 'amountDue',
        title: t('myDocuments.amountDue'),
        align: 'end',
        render: (row) => (
          <MoneyText
            value={row.amountDue}
            dimmed={row.amountDue.amount === '0'}
            fw={row.amountDue.amount === '0' ? undefined : 600}
          />
        ),
      },
    ],
    [t],
  )
}
