import { Anchor, Group, SimpleGrid, Stack } from '@mantine/core'
import { IconWallet } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Row } from '../../api/answers.ts'
import { api, read } from '../../api/client.ts'
import { creditQuery } from '../../features/my-credit/credit-query.ts'
import { PageHeader } from '../../ui/page/page-header.tsx'
import { StatCard } from '../../ui/page/stat-card.tsx'
import { ErrorState } from '../../ui/state/states.tsx'
import { DataTable } from '../../ui/table/data-table.tsx'
import type { TableColumn } from '../../ui/table/table-types.ts'
import { useListState } from '../../ui/table/use-list-state.ts'
import { MoneyText } from '../../ui/value/money-text.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'

const LIST = { sort: '-at', filters: [] }

type Entry = Row<'/api/v1/client/credit/entries'>

/** The money that the customer has with us, and how it came and went. */
export default function MyCreditPage() {
  const { t } = useTranslation()
  const list = useListState(LIST)
  const columns = useEntryColumns()
  const credit = useQuery(creditQuery)
  const { sort: _newestFirst, ...asked } = list.query
  const entries = useQuery({
    queryKey: ['customer', 'credit-entries', asked],
    queryFn: () => read(api.GET('/api/v1/client/credit/entries', { params: { query: asked } })),
    placeholderData: keepPreviousData,
  })
  return (
    <>
      <PageHeader title={t('myCredit.title')} subtitle={t('myCredit.text')} />
      <Stack gap="md">
        {credit.isError && (
          <ErrorState error={credit.error} onRetry={() => void credit.refetch()} />
        )}
        <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="sm">
          {(credit.data?.balances ?? []).map((balance) => (
            <StatCard
              key={balance.currency}
              label={t('myCredit.balance', { currency: balance.currency })}
              value={<MoneyText value={balance} />}
              icon={IconWallet}
            />
          ))}
        </SimpleGrid>
        <DataTable
          name="my-credit"
          list={list}
          query={entries}
          columns={columns}
          empty={{ title: t('myCredit.none'), text: t('myCredit.noneText') }}
        />
      </Stack>
    </>
  )
}

function useEntryColumns(): TableColumn<Entry>[] {
  const { t } = useTranslation()
  return useMemo(
    () => [
      {
        id: 'reason',
        title: t('myCredit.reason'),
        isMain: true,
        render: (row) => (
          <Group gap={6}>
            {t(`myCredit.reasons.${row.reason}`)}
            {row.note && ` · ${row.note}`}
          </Group>
        ),
      },
      {
        id: 'at',
        title: t('myCredit.date'),
        render: (row) => <TimeText at={row.at} as="instant" />,
      },
      {
        id: 'document',
        title: t('myCredit.document'),
        render: (row) =>
          row.documentId ? (
            <Anchor component={Link} to={`/client/invoices/${row.documentId}`}>
              {t('myCredit.show')}
            </Anchor>
          ) : (
            '–'
          ),
      },
      {
        id: 'amount',
        title: t('myCredit.amount'),
        align: 'end',
        render: (row) => <MoneyText value={row.amount} fw={600} />,
      },
      {
        id: 'balance',
        title: t('myCredit.after'),
        align: 'end',
        render: (row) => <MoneyText value={row.balanceAfter} />,
      },
    ],
    [t],
  )
}
