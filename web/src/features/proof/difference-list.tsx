import { Badge, Stack, Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import { TextLink } from '../../ui/page/text-link.tsx'
import { DataTable } from '../../ui/table/data-table.tsx'
import type { TableColumn } from '../../ui/table/table-types.ts'
import { useListState } from '../../ui/table/use-list-state.ts'
import { MoneyText } from '../../ui/value/money-text.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import { listDifferences } from './proof-requests.ts'
import { CAUSES, type Difference, type ProofDay } from './proof-types.ts'

const LIST = { sort: '', tab: 'all', limit: 50, names: { tab: 'cause' }, filters: [] }

/** Everything of a day that went another way than its forecast. */
export function DifferenceList({ day }: { day: ProofDay }) {
  const { t } = useTranslation()
  const format = useFormat()
  const list = useListState(LIST)
  const cause: Record<string, string> = list.tab && list.tab !== 'all' ? { cause: list.tab } : {}
  const differences = useQuery({
    queryKey: ['automation', 'differences', day.day, list.query, cause],
    queryFn: () => listDifferences(day.day, { ...list.query, ...cause }),
    placeholderData: keepPreviousData,
  })
  const all = Object.values(day.differences).reduce((sum, count) => sum + count, 0)
  const causes = CAUSES.filter((one) => (day.differences[one] ?? 0) > 0 || one === list.tab)
  return (
    <Stack gap="xs">
      <Text fw={600} component="h2" fz="md">
        {t('proof.differencesOf', { day: format.calendarDay(day.day, 'long') })}
      </Text>
      <DataTable
        name="differences"
        list={list}
        query={differences}
        columns={differenceColumns(t)}
        tabs={[
          { id: 'all', label: t('proof.all'), count: all },
          ...causes.map((one) => ({
            id: one,
            label: t(`proof.cause.${one}`),
            count: day.differences[one] ?? 0,
          })),
        ]}
        rowTo={(row) => `/admin/services/${row.service.id}/history`}
        empty={{ title: t('proof.noDifferences') }}
      />
    </Stack>
  )
}

function differenceColumns(t: TFunction): TableColumn<Difference>[] {
  return [
    {
      ...{ id: 'service', title: t('proof.service'), isMain: true, cutAt: 240 },
      render: ({ service }) => (
        <>
          <span className="tabular">#{service.number}</span> {service.name}
        </>
      ),
    },
    {
      ...{ id: 'customer', title: t('proof.customer'), cutAt: 200 },
      render: ({ customer }) => (
        <TextLink to={`/admin/customers/${customer.id}`} isQuiet>
          {customer.name}
        </TextLink>
      ),
    },
    {
      ...{ id: 'step', title: t('proof.step') },
      render: (row) => row.text,
    },
    { id: 'kind', title: t('proof.what'), render: (row) => t(`proof.kind.${row.kind}`) },
    { id: 'cause', title: t('proof.why'), render: (row) => <Why difference={row} /> },
    {
      ...{ id: 'forecastAt', title: t('proof.forecast') },
      render: (row) => <TimeText at={row.forecastAt} as="instant" />,
    },
    {
      ...{ id: 'doneAt', title: t('proof.done') },
      render: (row) => <TimeText at={row.doneAt} as="instant" />,
    },
    {
      ...{ id: 'money', title: t('proof.money'), align: 'end' },
      render: (row) => <Amounts difference={row} />,
    },
  ]
}

function Why({ difference }: { difference: Difference }) {
  const { t } = useTranslation()
  const { cause, evidence } = difference
  if (cause === 'unexplained') {
    return (
      <Badge variant="light" color="red" radius="sm" tt="none">
        {t('proof.cause.unexplained')}
      </Badge>
    )
  }
  return (
    <>
      {t(`proof.cause.${cause}`)}
      {evidence && (
        <Text span inherit c="dimmed">
          {` · ${evidence}`}
        </Text>
      )}
    </>
  )
}

/** Forecast and done, where they differ; else the one. */
function Amounts({ difference }: { difference: Difference }) {
  const { forecastMoney, doneMoney } = difference
  if (!forecastMoney || !doneMoney || forecastMoney.amount === doneMoney.amount) {
    return <MoneyText value={doneMoney ?? forecastMoney} />
  }
  return (
    <>
      <MoneyText value={forecastMoney} dimmed /> → <MoneyText value={doneMoney} />
    </>
  )
}
