import { Checkbox, Group, Input, NumberInput, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Hours } from './policy-fields.ts'

interface HoursInputProps {
  label: string
  description: string
  error?: ReactNode
  disabled?: boolean
  /** Undefined is inherited. */
  value: Hours | undefined
  onChange: (value: Hours | undefined) => void
  /** What applies without hours of its own, in words. */
  inherited?: string
}

const OFFICE_HOURS: Hours = { fromHour: 9, toHour: 18, weekends: true, holidays: true }

/** The hours of the day in which something may happen. */
export function HoursInput({ value, onChange, inherited, ...frame }: HoursInputProps) {
  const { t } = useTranslation()
  const hour = (field: 'fromHour' | 'toHour', [min, max]: [number, number], hours: Hours) => (
    <NumberInput
      aria-label={`${frame.label}: ${t(`policy.hours.${field}`)}`}
      leftSection={t(`policy.hours.${field}`)}
      leftSectionWidth={44}
      suffix=" h"
      w={110}
      {...{ min, max }}
      allowDecimal={false}
      disabled={frame.disabled}
      value={hours[field]}
      onChange={(next) => onChange({ ...hours, [field]: Number(next) || min })}
    />
  )
  const tick = (field: 'weekends' | 'holidays', hours: Hours) => (
    <Checkbox
      size="xs"
      label={t(`policy.hours.${field}`)}
      checked={hours[field]}
      disabled={frame.disabled}
      onChange={(event) => onChange({ ...hours, [field]: event.currentTarget.checked })}
    />
  )
  return (
    <Input.Wrapper {...frame} labelElement="div">
      <Stack gap={6} mt={6}>
        <Checkbox
          size="xs"
          label={t('policy.hours.own')}
          aria-label={`${frame.label}: ${t('policy.hours.own')}`}
          checked={value !== undefined}
          disabled={frame.disabled}
          onChange={(event) => onChange(event.currentTarget.checked ? OFFICE_HOURS : undefined)}
        />
        {!value && inherited && (
          <Text size="xs" c="dimmed">
            {inherited}
          </Text>
        )}
        {value && (
          <>
            <Group gap="xs">
              {hour('fromHour', [0, 23], value)}
              {hour('toHour', [1, 24], value)}
            </Group>
            {tick('weekends', value)}
            {tick('holidays', value)}
          </>
        )}
      </Stack>
    </Input.Wrapper>
  )
}
