import { Badge, Group, Text, Tooltip } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconClock } from '@tabler/icons-react'
import type { UseQueryResult } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import { TextLink } from '../../ui/page/text-link.tsx'
import { PlainTable } from '../../ui/table/plain-table.tsx'
import { MoneyText } from '../../ui/value/money-text.tsx'
import { CountedSteps } from '../automation/counted-steps.tsx'
import { CAUSES, type ProofDay } from './proof-types.ts'

interface ProofTableProps {
  days: UseQueryResult<{ items: ProofDay[] }, Error>
  chosen: string | null
}

/** A day a row, the latest first. */
export function ProofTable({ days, chosen }: ProofTableProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const rows = days.data && {
    items: days.data.items.map((one) => ({ ...one, id: one.day })),
  }
  return (
    <PlainTable
      label={t('proof.days')}
      query={{ ...days, data: rows } as UseQueryResult<{ items: (ProofDay & { id: string })[] }>}
      columns={[
        {
          ...{ id: 'day', title: t('proof.day') },
          render: (row) => (
            <Text span inherit fw={row.day === chosen ? 600 : undefined}>
              <TextLink to="." search={{ day: row.day }}>
                {format.calendarDay(row.day, 'short')}
              </TextLink>
            </Text>
          ),
        },
        { id: 'result', title: t('proof.result'), render: (row) => <Result day={row} /> },
        {
          ...{ id: 'differences', title: t('proof.differences') },
          render: (row) => <Causes day={row} />,
        },
        {
          ...{ id: 'forecast', title: t('proof.forecast') },
          render: (row) => (
            <Side steps={row.forecast} money={row.forecastMoney} of={t('proof.forecastMoney')} />
          ),
        },
        {
          ...{ id: 'done', title: t('proof.done') },
          render: (row) => (
            <Side steps={row.done} money={row.doneMoney} of={t('proof.doneMoney')} />
          ),
        },
      ]}
      empty={{ title: t('proof.empty'), text: t('proof.emptyText') }}
    />
  )
}

interface SideProps {
  steps: ProofDay['done']
  money: ProofDay['doneMoney']
  /** What the money is. */
  of: string
}

/** The steps of a day, and what was or would be invoiced with them. */
function Side({ steps, money, of }: SideProps) {
  return (
    <>
      <CountedSteps steps={steps} />
      <Group gap="xs" wrap="nowrap" mt={2} title={of}>
        {money.map((value) => (
          <MoneyText key={value.currency} value={value} dimmed />
        ))}
      </Group>
    </>
  )
}

/** In one word: as forecast, explained, or not. */
function Result({ day }: { day: ProofDay }) {
  const { t } = useTranslation()
  const format = useFormat()
  const isExact = Object.values(day.differences).every((count) => count === 0)
  const [color, Icon, words] =
    day.state !== 'compared'
      ? (['gray', IconClock, t('proof.notCompared')] as const)
      : day.unexplained > 0
        ? ([
            'red',
            IconAlertTriangle,
            t('proof.unexplained', {
              count: day.unexplained,
              number: format.number(day.unexplained),
            }),
          ] as const)
        : (['teal', IconCircleCheck, t(isExact ? 'proof.exact' : 'proof.asForecast')] as const)
  return (
    <Badge
      variant="light"
      color={color}
      radius="sm"
      tt="none"
      style={{ minWidth: 'max-content' }}
      leftSection={<Icon size={13} stroke={2} aria-hidden />}
    >
      {words}
    </Badge>
  )
}

function Causes({ day }: { day: ProofDay }) {
  const { t } = useTranslation()
  const format = useFormat()
  const causes = CAUSES.filter((cause) => (day.differences[cause] ?? 0) > 0)
  if (causes.length === 0) {
    return (
      <Text span inherit c="dimmed">
        –
      </Text>
    )
  }
  return (
    <Group gap={4} maw={190}>
      {causes.map((cause) => (
        <Tooltip key={cause} label={t(`proof.causeText.${cause}`)}>
          <Badge
            variant={cause === 'unexplained' ? 'light' : 'default'}
            color={cause === 'unexplained' ? 'red' : 'gray'}
            radius="sm"
            tt="none"
            fw={500}
            className="tabular"
            style={{ minWidth: 'max-content' }}
          >
            {`${t(`proof.cause.${cause}`)} ${format.number(day.differences[cause] ?? 0)}`}
          </Badge>
        </Tooltip>
      ))}
    </Group>
  )
}
