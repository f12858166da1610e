import { Button, Group, Progress, SimpleGrid, Stack, Table, TextInput } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import { LazyChart } from '../../ui/chart/lazy-chart.tsx'
import { Section } from '../../ui/page/section.tsx'
import { StatCard } from '../../ui/page/stat-card.tsx'
import { EmptyState, ErrorState, LoadingState } from '../../ui/state/states.tsx'
import { exportUrl, type Statistics, statisticsQuery } from './reason-requests.ts'
import { chartRows } from './statistics-chart.ts'

/** Why services were cancelled, in the days that are asked for. */
export function ReasonStatistics() {
  const { t } = useTranslation()
  const [days, setDays] = useState<{ from?: string; to?: string }>({})
  const query = useQuery({ ...statisticsQuery(days), placeholderData: keepPreviousData })
  const shown = query.data
  const day = (field: 'from' | 'to') => (
    <TextInput
      type="date"
      label={t(`cancellationReasons.${field}`)}
      value={days[field] ?? shown?.[field] ?? ''}
      onChange={(event) => {
        const value = event.currentTarget.value
        setDays((before) => ({ ...before, [field]: value || undefined }))
      }}
    />
  )
  return (
    <Stack gap="md">
      <Group align="flex-end" gap="sm">
        {day('from')}
        {day('to')}
        <Button
          component="a"
          href={exportUrl(days)}
          download
          variant="default"
          leftSection={<IconDownload size={14} />}
        >
          {t('cancellationReasons.export')}
        </Button>
      </Group>
      {query.isError && <ErrorState error={query.error} />}
      {!shown && query.isPending && <LoadingState />}
      {shown && !query.isError && <Numbers statistics={shown} />}
    </Stack>
  )
}

function Numbers({ statistics }: { statistics: Statistics }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { total, endOfPeriod, now, byCustomer } = statistics
  if (total === 0)
    return (
      <EmptyState
        title={t('cancellationReasons.nothing')}
        text={t('cancellationReasons.nothingText')}
      />
    )
  const { rows, series } = chartRows(statistics)
  const cards = { total, endOfPeriod, now, byCustomer }
  return (
    <>
      <SimpleGrid cols={{ base: 2, md: 4 }} spacing="sm">
        {Object.entries(cards).map(([name, value]) => (
          <StatCard
            key={name}
            label={t(`cancellationReasons.counts.${name}`)}
            value={format.number(value)}
          />
        ))}
      </SimpleGrid>
      <Section title={t('cancellationReasons.overTime')}>
        <LazyChart
          shape="stacked"
          rows={rows}
          x="at"
          series={series}
          format={(value) => format.number(value, 0)}
          label={t('cancellationReasons.overTime')}
        />
      </Section>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md" style={{ alignItems: 'start' }}>
        <Part title={t('cancellationReasons.byReason')} rows={statistics.reasons} {...{ total }} />
        <Part
          title={t('cancellationReasons.byProduct')}
          rows={statistics.products}
          {...{ total }}
        />
      </SimpleGrid>
    </>
  )
}

interface PartProps {
  title: string
  rows: Statistics['products']
  total: number
}

function Part({ title, rows, total }: PartProps) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <Section title={title} flush>
      <Table fz="sm" aria-label={title}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('cancellationReasons.fields.name')}</Table.Th>
            <Table.Th ta="right">{t('cancellationReasons.counts.total')}</Table.Th>
            <Table.Th ta="right">{t('cancellationReasons.counts.endOfPeriod')}</Table.Th>
            <Table.Th ta="right">{t('cancellationReasons.counts.now')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.id ?? 'none'}>
              <Table.Td>
                {row.name}
                <Progress
                  value={(row.total / total) * 100}
                  size={4}
                  mt={4}
                  aria-label={`${row.name}: ${row.total}`}
                />
              </Table.Td>
              {[row.total, row.endOfPeriod, row.now].map((value, at) => (
                <Table.Td key={['total', 'end', 'now'][at]} ta="right" className="tabular">
                  {format.number(value)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Section>
  )
}
