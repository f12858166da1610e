import { Badge } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import { Section } from '../../ui/page/section.tsx'
import { PlainTable } from '../../ui/table/plain-table.tsx'
import { MoneyText } from '../../ui/value/money-text.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import { listAnswers, listDropped } from './brake-requests.ts'

/** What fell away by itself: paid or changed before anybody had to answer; nothing without any. */
export function DroppedList() {
  const { t } = useTranslation()
  const dropped = useQuery({
    queryKey: ['brake', 'dropped'],
    queryFn: listDropped,
  })
  if (dropped.data?.items.length === 0) return null
  return (
    <Section title={t('brake.droppedTitle')} text={t('brake.droppedText')} flush>
      <PlainTable
        label={t('brake.droppedTitle')}
        query={dropped}
        columns={[
          {
            ...{ id: 'service', title: t('brake.service') },
            render: ({ service }) => (
              <>
                <span className="tabular">#{service.number}</span> {service.name}
              </>
            ),
          },
          { id: 'customer', title: t('brake.customer'), render: (row) => row.customer.name },
          {
            ...{ id: 'step', title: t('brake.what') },
            render: (row) => t(`automation.step.${row.step}`),
          },
          {
            ...{ id: 'reason', title: t('brake.why') },
            render: (row) => t(`brake.reasonShort.${row.reason}`),
          },
          {
            ...{ id: 'money', title: t('brake.atStake'), align: 'end' },
            render: (row) => <MoneyText value={row.money} />,
          },
          {
            ...{ id: 'settledAt', title: t('brake.when') },
            render: (row) => <TimeText at={row.settledAt} />,
          },
        ]}
        rowTo={(row) => `/admin/services/${row.service.id}`}
        empty={{ title: t('brake.nothingHeld') }}
      />
    </Section>
  )
}

/** Who answered what, when, and what came of it; nothing before the first answer. */
export function AnswerList() {
  const { t } = useTranslation()
  const format = useFormat()
  const answers = useQuery({ queryKey: ['brake', 'answers'], queryFn: listAnswers })
  if (answers.data?.items.length === 0) return null
  return (
    <Section title={t('brake.answers')} flush>
      <PlainTable
        label={t('brake.answers')}
        query={answers}
        columns={[
          { id: 'at', title: t('brake.when'), render: (row) => <TimeText at={row.at} /> },
          { id: 'by', title: t('brake.who'), render: (row) => row.by },
          {
            ...{ id: 'answer', title: t('brake.answer') },
            render: (row) => (
              <Badge
                variant="light"
                radius="sm"
                tt="none"
                style={{ minWidth: 'max-content' }}
                color={row.answer === 'approved' ? 'teal' : 'orange'}
              >
                {t(`brake.answerIs.${row.answer}`)}
              </Badge>
            ),
          },
          {
            ...{ id: 'step', title: t('brake.what') },
            render: (row) => t(`automation.step.${row.step}`),
          },
          {
            ...{ id: 'count', title: t('brake.services'), align: 'end' },
            render: (row) => <span className="tabular">{format.number(row.carriedOut)}</span>,
          },
          {
            ...{ id: 'dropped', title: t('brake.droppedCount'), align: 'end' },
            render: (row) => <span className="tabular">{format.number(row.dropped)}</span>,
          },
          { id: 'note', title: t('brake.note'), render: (row) => row.note || '–' },
        ]}
        empty={{ title: t('brake.nothingHeld') }}
      />
    </Section>
  )
}
