import { Checkbox, Stack, TagsInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

interface DayListInputProps {
  label: string
  description: string
  error?: ReactNode
  disabled?: boolean
  /** Undefined is inherited, an empty list is none at all. */
  value: number[] | undefined
  onChange: (value: number[] | undefined) => void
  most: number
  max: number
  mayBeNone: boolean
  /** What is said of an empty list. */
  placeholder: string
}

/** Days before something, largest first. */
export function DayListInput(props: DayListInputProps) {
  const { t } = useTranslation()
  const { value, onChange, most, max, mayBeNone, placeholder, ...frame } = props
  const isNone = value !== undefined && value.length === 0
  const take = (typed: string[]) => {
    const days = typed
      .map((text) => Number.parseInt(text, 10))
      .filter((day) => Number.isInteger(day) && day >= 0 && day <= max)
    const list = [...new Set(days)].sort((a, b) => b - a)
    onChange(list.length > 0 ? list : undefined)
  }
  return (
    <Stack gap={6}>
      <TagsInput
        {...frame}
        disabled={props.disabled || isNone}
        maxTags={most}
        splitChars={[',', ' ', ';']}
        acceptValueOnBlur
        placeholder={value?.length ? undefined : placeholder}
        value={(value ?? []).map(String)}
        onChange={take}
      />
      {mayBeNone && (
        <Checkbox
          size="xs"
          label={t('policy.none')}
          checked={isNone}
          disabled={props.disabled}
          onChange={(event) => onChange(event.currentTarget.checked ? [] : undefined)}
        />
      )}
    </Stack>
  )
}
