import { ScrollArea, Table, UnstyledButton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import { MoneyLines } from '../../ui/value/money-lines.tsx'
import type { Forecast, ForecastDay } from './forecast-types.ts'
import { grossOf } from './money-of.ts'
import { countGroups, STEP_GROUPS } from './step-groups.ts'

interface ForecastTableProps {
  forecast: Forecast
  chosen: string | null
  onChoose: (on: string) => void
}

/** The same days as rows, exact to the cent. */
export function ForecastTable({ forecast, chosen, onChoose }: ForecastTableProps) {
  const { t } = useTranslation()
  const heads = [
    ...STEP_GROUPS.map(({ id }) => t(`forecast.group.${id}`)),
    t('forecast.mails'),
    t('forecast.invoiced'),
    t('forecast.revenue'),
  ]
  return (
    <ScrollArea.Autosize mah={690} type="auto" offsetScrollbars="x" viewportProps={{ tabIndex: 0 }}>
      <Table
        fz="sm"
        className="unbroken"
        stickyHeader
        highlightOnHover
        aria-label={t('forecast.table')}
      >
        <Table.Thead>
          <Table.Tr>
            <Table.Th fz="xs" c="dimmed">
              {t('forecast.day')}
            </Table.Th>
            {heads.map((head) => (
              <Table.Th key={head} fz="xs" c="dimmed" ta="right">
                {head}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {forecast.days.map((day) => (
            <DayRow
              key={day.on}
              day={day}
              isChosen={day.on === chosen}
              onChoose={() => onChoose(day.on)}
            />
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  )
}

function DayRow(props: { day: ForecastDay; isChosen: boolean; onChoose: () => void }) {
  const format = useFormat()
  const { day, isChosen, onChoose } = props
  const counts = countGroups(day.steps)
  const count = (n: number) => (n > 0 ? format.number(n) : '–')
  return (
    <Table.Tr
      bg={isChosen ? 'var(--mantine-primary-color-light)' : undefined}
      style={{ cursor: 'pointer' }}
      onClick={onChoose}
    >
      <Table.Td>
        <UnstyledButton fz="sm" aria-pressed={isChosen} fw={isChosen ? 600 : undefined}>
          {format.calendarDay(day.on, 'short')}
        </UnstyledButton>
      </Table.Td>
      {STEP_GROUPS.map(({ id }) => (
        <Table.Td key={id} ta="right" className="tabular">
          {count(counts[id] ?? 0)}
        </Table.Td>
      ))}
      <Table.Td ta="right" className="tabular">
        {count(day.mails)}
      </Table.Td>
      <Table.Td ta="right">
        <MoneyLines values={grossOf(day.invoiced)} />
      </Table.Td>
      <Table.Td ta="right">
        <MoneyLines values={day.revenue} />
      </Table.Td>
    </Table.Tr>
  )
}
