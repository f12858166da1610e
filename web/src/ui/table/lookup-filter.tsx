import { Loader, Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Lookup } from './table-types.ts'

const SEARCH_DELAY_MS = 150

interface LookupSelectProps {
  lookup: Lookup
  /** Seen above the field; without it `aria-label` names it. */
  label?: string
  'aria-label'?: string
  size?: 'xs' | 'sm'
  description?: string
  value: string | null
  onChange: (value: string | null) => void
  /** Inside a popover the choices must stay within it. */
  isInPopover?: boolean
  required?: boolean
  error?: string
}

/** One of many things that the server searches: type, choose. */
export function LookupSelect(props: LookupSelectProps) {
  const { lookup, value } = props
  const [text, setText] = useState('')
  const [settled] = useDebouncedValue(text.trim(), SEARCH_DELAY_MS)
  const found = useQuery({
    queryKey: [lookup.topic, 'lookup', settled],
    queryFn: () => lookup.search(settled),
    placeholderData: keepPreviousData,
  })
  const current = useLookupLabel(lookup, value)
  const options = found.data ?? []
  const isKnown = options.some((option) => option.value === value)
  const data = value && current && !isKnown ? [{ value, label: current }, ...options] : options
  return (
    <Select
      label={props.label}
      aria-label={props['aria-label']}
      size={props.size}
      description={props.description}
      data={data}
      value={value}
      onChange={props.onChange}
      searchable
      onSearchChange={setText}
      filter={({ options: all }) => all}
      rightSection={found.isFetching ? <Loader size={14} /> : undefined}
      comboboxProps={{ withinPortal: !props.isInPopover }}
      required={props.required}
      error={props.error}
      data-autofocus={props.isInPopover || undefined}
    />
  )
}

/** The name of a chosen value; nothing until it is known. */
export function useLookupLabel(lookup: Lookup, value: string | null): string | undefined {
  const { data } = useQuery({
    queryKey: [lookup.topic, 'lookup-name', value],
    queryFn: () => lookup.nameOf(value ?? ''),
    enabled: Boolean(value),
    staleTime: 60_000,
  })
  return data
}

/** The chosen value in words. */
export function LookupName({ lookup, value }: { lookup: Lookup; value: string }) {
  return useLookupLabel(lookup, value) ?? '…'
}
