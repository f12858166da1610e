import { Badge, Box, Group, Text, Tooltip } from '@mantine/core'
import { IconMail } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import { TextLink } from '../../ui/page/text-link.tsx'
import { MoneyText } from '../../ui/value/money-text.tsx'
import type { ForecastStep, ForecastStepRow } from './forecast-types.ts'
import { lookOfStep } from './step-groups.ts'

/** One step of a day with the service that it happens to. */
export function ForecastStepLine({ row }: { row: ForecastStepRow }) {
  const format = useFormat()
  const { service, customer } = row
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
      <StepIcon step={row.step} />
      <Box style={{ minWidth: 0, flex: 1 }}>
        <StepWords step={row} />
        <Text size="sm" component="div">
          <TextLink to={`/admin/services/${service.id}/forecast`} isQuiet>
            {service.name}
          </TextLink>
          <Text span inherit c="dimmed">
            {` #${service.number} · `}
            <TextLink to={`/admin/customers/${customer.id}`} isQuiet>
              {customer.name}
            </TextLink>
          </Text>
        </Text>
        <Text size="xs" c="dimmed">
          {row.because}
        </Text>
      </Box>
      <Box ta="end" style={{ flexShrink: 0 }}>
        <Text size="sm" className="tabular">
          <time dateTime={row.at}>{format.time(new Date(row.at).getTime())}</time>
        </Text>
        {row.money && (
          <Text size="sm" fw={600} component="div">
            <MoneyText value={{ amount: row.money.gross, currency: row.money.currency }} />
          </Text>
        )}
      </Box>
    </Group>
  )
}

/** The picture of a kind of step; its name stands beside it. */
export function StepIcon({ step }: { step: string }) {
  const { icon: Icon, color } = lookOfStep(step)
  return (
    <Box pt={2} aria-hidden style={{ flexShrink: 0 }}>
      <Icon size={16} stroke={1.7} color={`var(--mantine-color-${color}-text)`} />
    </Box>
  )
}

/** What happens, and what keeps it from happening. */
export function StepWords({ step }: { step: ForecastStep }) {
  const { t } = useTranslation()
  return (
    <Group gap={6}>
      <Text size="sm" fw={600} component="div" td={step.blocked ? 'line-through' : undefined}>
        {step.text}
      </Text>
      {step.mail && lookOfStep(step.step).group !== 'reminders' && <WithMail />}
      {step.heldByBrake && (
        <Badge variant="light" color="orange" radius="sm" tt="none">
          {t('forecast.wouldBeHeld')}
        </Badge>
      )}
      {step.blocked && (
        <Badge variant="light" color="gray" radius="sm" tt="none">
          {step.blocked}
        </Badge>
      )}
    </Group>
  )
}

/** That the customer reads of it. */
function WithMail() {
  const { t } = useTranslation()
  const words = t('forecast.withMail')
  return (
    <Tooltip label={words}>
      <IconMail
        size={14}
        stroke={1.7}
        role="img"
        aria-label={words}
        color="var(--mantine-color-dimmed)"
      />
    </Tooltip>
  )
}
