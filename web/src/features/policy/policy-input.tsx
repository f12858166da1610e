import { NumberInput, Select, SimpleGrid, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DayListInput } from './day-list-input.tsx'
import { HoursInput } from './hours-input.tsx'
import {
  CHOICE_FIELDS,
  countOf,
  HOURS_FIELDS,
  type Hours,
  LIST_FIELDS,
  NUMBER_FIELDS,
  POLICY_CYCLES,
  type PolicyValues,
  partOf,
  withField,
} from './policy-fields.ts'

interface PolicyInputProps {
  value: PolicyValues
  onChange: (value: PolicyValues) => void
  /** Words by JSON pointer from the server. */
  errors?: Record<string, string>
  /** Where the policy stands in the body: `/policy`. */
  pointer: string
  disabled?: boolean
  /** What applies to a field that is left empty, in words; else it is only said to be inherited. */
  inherited?: (field: string, cycle: string | null) => string | undefined
  /** What an empty field means, where it is not that it is inherited. */
  emptyMeans?: string
  /** A service has one cycle: nothing is asked for each. */
  isOneCycle?: boolean
}

/** The automation's delays of one level. What is left empty is inherited from the level above. */
export function PolicyInput(props: PolicyInputProps) {
  const { t } = useTranslation()
  const [cycle, setCycle] = useState<string | null>(null)
  const { value, onChange, errors = {}, disabled, inherited } = props
  const part = partOf(value, cycle)
  const pointer = cycle ? `${props.pointer}/perCycle/${cycle}` : props.pointer
  const frame = (field: string) => ({
    label: t(`policy.fields.${field}`),
    description: t(`policy.help.${field}`),
    error: errors[`${pointer}/${field}`],
    disabled,
  })
  const placeholder = (field: string) => inherited?.(field, cycle) ?? t('policy.inherited')
  const set = (field: string) => (next: unknown) =>
    onChange(withField(value, { cycle, field }, next))
  const counted = (name: string | null, label: string) => {
    const count = countOf(value, name)
    return count > 0 ? `${label} (${count})` : label
  }
  return (
    <Stack gap="sm">
      {!props.isOneCycle && (
        <Select
          label={t('policy.cycle')}
          description={t('policy.cycleHelp')}
          maw={320}
          allowDeselect={false}
          data={[
            { value: '', label: counted(null, t('policy.everyCycle')) },
            ...POLICY_CYCLES.map((one) => ({
              value: one,
              label: counted(one, t(`ui.cycle.${one}`)),
            })),
          ]}
          value={cycle ?? ''}
          onChange={(next) => setCycle(next || null)}
        />
      )}
      <Text size="sm" c="dimmed">
        {props.emptyMeans ?? t('policy.emptyIsInherited')}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm" verticalSpacing="sm" key={cycle ?? 'all'}>
        {LIST_FIELDS.map(({ name, most, max, mayBeNone }) => (
          <DayListInput
            key={name}
            {...frame(name)}
            {...{ most, max, mayBeNone }}
            placeholder={placeholder(name)}
            value={part[name] as number[] | undefined}
            onChange={set(name)}
          />
        ))}
        {NUMBER_FIELDS.map(({ name, min, max, unit }) => (
          <NumberInput
            key={name}
            {...frame(name)}
            {...{ min, max }}
            allowDecimal={false}
            hideControls
            placeholder={placeholder(name)}
            value={typeof part[name] === 'number' ? (part[name] as number) : ''}
            onChange={(next) => set(name)(next === '' ? undefined : Number(next))}
            rightSection={
              <Text size="xs" c="dimmed" pr={8}>
                {t(`policy.unit.${unit}`)}
              </Text>
            }
            rightSectionWidth={56}
          />
        ))}
        {CHOICE_FIELDS.map(({ name, options }) => (
          <Select
            key={name}
            {...frame(name)}
            clearable
            placeholder={placeholder(name)}
            data={options.map((one) => ({ value: one, label: t(`policy.options.${one}`) }))}
            value={(part[name] as string | undefined) ?? null}
            onChange={(next) => set(name)(next ?? undefined)}
          />
        ))}
        {HOURS_FIELDS.map((name) => (
          <HoursInput
            key={name}
            {...frame(name)}
            inherited={inherited?.(name, cycle)}
            value={part[name] as Hours | undefined}
            onChange={set(name)}
          />
        ))}
      </SimpleGrid>
    </Stack>
  )
}
