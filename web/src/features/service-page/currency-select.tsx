import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { currenciesQuery } from '../products/catalog-requests.ts'
import { usePermission } from '../shell/require-permission.tsx'

interface CurrencySelectProps {
  label: string
  description?: string
  error?: ReactNode
  disabled?: boolean
  value: string
  onChange: (currency: string) => void
}

/** One of the currencies that customers are invoiced in; the present one stays on offer. */
export function CurrencySelect({ value, onChange, ...frame }: CurrencySelectProps) {
  const mayReadSettings = usePermission('settings:read')
  const currencies = useQuery(currenciesQuery(mayReadSettings))
  const offered = [...new Set([value, ...(mayReadSettings ? (currencies.data ?? []) : [])])]
  return (
    <Select
      {...frame}
      allowDeselect={false}
      data={offered}
      value={value}
      onChange={(next) => next && onChange(next)}
    />
  )
}
