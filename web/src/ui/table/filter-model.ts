import { linesOf, ofLines } from './list-state.ts'
import type { TableFilter } from './table-types.ts'

/** What the address holds, by name. */
export type FilterValues = Record<string, string>

/** One removable chip: a filter in force, or one of several values of a repeated one. */
export interface FilterChip {
  key: string
  filter: TableFilter
  /** The one value of a repeated filter that the chip stands for. */
  value?: string
}

/** The names in the address that a filter reads and writes. */
export function namesOf(filter: TableFilter): string[] {
  if (filter.kind === 'moneyRange') return [filter.from, filter.to]
  if (filter.kind !== 'dayRange') return [filter.id]
  return [filter.from, filter.to, ...(filter.instead ? [filter.instead.name] : [])]
}

/** Every name that the address of a list with these filters may hold. */
export function filterNames(filters: readonly TableFilter[]): string[] {
  return filters.flatMap(namesOf)
}

/** The filters in force, in the order in which they are offered. */
export function chipsOf(filters: readonly TableFilter[], values: FilterValues): FilterChip[] {
  return filters.flatMap((filter): FilterChip[] => {
    if (!namesOf(filter).some((name) => values[name])) return []
    if (filter.kind !== 'keyValue') return [{ key: filter.id, filter }]
    return linesOf(values[filter.id]).map((value) => ({
      key: `${filter.id}:${value}`,
      filter,
      value,
    }))
  })
}

/** The change that takes a chip away. */
export function withoutChip(chip: FilterChip, values: FilterValues): Record<string, string | null> {
  const { filter, value } = chip
  if (value === undefined) return Object.fromEntries(namesOf(filter).map((name) => [name, null]))
  const rest = linesOf(values[filter.id]).filter((one) => one !== value)
  return { [filter.id]: ofLines(rest) || null }
}

/** The change that adds a key, or a key with its value, to a repeated filter; once. */
export function withKeyValue(
  filter: TableFilter,
  values: FilterValues,
  typed: { key: string; value: string },
): Record<string, string | null> {
  const key = typed.key.trim()
  const value = typed.value.trim()
  const line = value ? `${key}:${value}` : key
  const lines = linesOf(values[filter.id])
  return { [filter.id]: ofLines(lines.includes(line) || !line ? lines : [...lines, line]) || null }
}

/** What people read for a choice; values that the options do not know stand as they are. */
export function choiceWords(filter: TableFilter, value: string): string {
  if (filter.kind !== 'choice' && filter.kind !== 'choices') return value
  return value
    .split(',')
    .map((one) => filter.options.find((option) => option.value === one)?.label ?? one)
    .join(', ')
}

/** The groups of a list of filters in their order; those without a group come first. */
export function groupFilters(
  filters: readonly TableFilter[],
): { group: string | null; filters: TableFilter[] }[] {
  const groups = [...new Set(filters.map((filter) => filter.group ?? null))]
  return groups
    .sort((a, b) => Number(a !== null) - Number(b !== null))
    .map((group) => ({ group, filters: filters.filter((one) => (one.group ?? null) === group) }))
}
