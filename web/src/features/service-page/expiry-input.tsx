import { Checkbox, Stack, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fromLocalInput, toLocalInput } from '../../ui/form/local-instant.ts'
import { nowMs } from '../../ui/value/clock.ts'

interface ExpiryInputProps {
  label: string
  description?: string
  error?: ReactNode
  disabled?: boolean
  /** ISO instant; null is for life. */
  value: string | null
  onChange: (value: string | null) => void
}

/** Until when a service is paid, in the reader's own time zone; or for life. */
export function ExpiryInput({ value, onChange, ...frame }: ExpiryInputProps) {
  const { t } = useTranslation()
  const [latest, setLatest] = useState(value)
  const set = (next: string | null) => {
    if (next) setLatest(next)
    onChange(next)
  }
  return (
    <Stack gap={6}>
      <TextInput
        {...frame}
        type="datetime-local"
        disabled={frame.disabled || value === null}
        value={value === null ? '' : toLocalInput(value)}
        onChange={(event) => {
          const next = fromLocalInput(event.currentTarget.value)
          if (next) set(next)
        }}
      />
      <Checkbox
        size="xs"
        label={t('servicePage.edit.forLife')}
        disabled={frame.disabled}
        checked={value === null}
        onChange={(event) =>
          set(event.currentTarget.checked ? null : (latest ?? new Date(nowMs()).toISOString()))
        }
      />
    </Stack>
  )
}
