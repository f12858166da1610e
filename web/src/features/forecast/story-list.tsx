import { Badge, Box, Group, Text } from '@mantine/core'
import { IconCalendarOff, IconCash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../../ui/page/text-link.tsx'
import { EmptyState } from '../../ui/state/states.tsx'
import { MoneyText } from '../../ui/value/money-text.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import { StepIcon, StepWords } from './forecast-step-line.tsx'
import type { ForecastPayment, ForecastStep } from './forecast-types.ts'
import type { StoryLine } from './story.ts'

interface StoryListProps<Step extends ForecastStep> {
  lines: readonly StoryLine<Step>[]
  /** Named under a step, where the story is of several services. */
  about?: (step: Step) => ReactNode
}

/** What happens one after the other, each with its day, its reason and its money. */
export function StoryList<Step extends ForecastStep>({ lines, about }: StoryListProps<Step>) {
  const { t } = useTranslation()
  if (lines.length === 0) {
    return <EmptyState icon={IconCalendarOff} title={t('forecast.nothingHere')} />
  }
  return (
    <Box component="ol" m={0} p={0} style={{ listStyle: 'none' }}>
      {lines.map((line, index) =>
        line.kind === 'step' ? (
          <StepOfStory
            key={`${line.step.key}:${line.at}:${String(index)}`}
            step={line.step}
            about={about?.(line.step)}
          />
        ) : (
          <PaymentOfStory key={`paid:${line.at}:${String(index)}`} payment={line.payment} />
        ),
      )}
    </Box>
  )
}

interface LineProps {
  icon: ReactNode
  at: string
  amount: { amount: string; currency: string } | null
  children: ReactNode
}

function Line({ icon, at, amount, children }: LineProps) {
  return (
    <Group
      component="li"
      wrap="nowrap"
      align="flex-start"
      gap="sm"
      px="md"
      py={7}
      style={{ borderTop: '1px solid var(--berth-line)' }}
    >
      {icon}
      <Box style={{ minWidth: 0, flex: 1 }}>{children}</Box>
      <Box ta="end" fz="sm" style={{ flexShrink: 0 }}>
        <TimeText at={at} as="day" />
        {amount && (
          <Text size="sm" fw={600} component="div">
            <MoneyText value={amount} />
          </Text>
        )}
      </Box>
    </Group>
  )
}

function StepOfStory({ step, about }: { step: ForecastStep; about: ReactNode }) {
  const { money } = step
  return (
    <Line
      icon={<StepIcon step={step.step} />}
      at={step.at}
      amount={money && { amount: money.gross, currency: money.currency }}
    >
      <StepWords step={step} />
      {about && (
        <Text size="sm" component="div">
          {about}
        </Text>
      )}
      <Text size="xs" c="dimmed">
        {step.because}
      </Text>
    </Line>
  )
}

function PaymentOfStory({ payment }: { payment: ForecastPayment }) {
  const { t } = useTranslation()
  const icon = (
    <Box pt={2} aria-hidden style={{ flexShrink: 0 }}>
      <IconCash size={16} stroke={1.7} color="var(--mantine-color-teal-text)" />
    </Box>
  )
  return (
    <Line icon={icon} at={payment.at} amount={payment.amount}>
      <Group gap={6}>
        <Text size="sm" fw={600}>
          {t(`forecast.paidBy.${payment.by}`)}
        </Text>
        <Badge variant="default" radius="sm" tt="none" fw={500}>
          {t('forecast.taken')}
        </Badge>
      </Group>
      {payment.documentId && (
        <Text size="xs" component="div">
          <TextLink to={`/admin/invoices/${payment.documentId}`}>
            {t('forecast.theDocument')}
          </TextLink>
        </Text>
      )}
    </Line>
  )
}
