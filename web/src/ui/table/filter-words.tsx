import { useTranslation } from 'react-i18next'
import { toDecimal, useFormat } from '../../i18n/format.ts'
import { choiceWords, type FilterValues } from './filter-model.ts'
import { LookupName } from './lookup-filter.tsx'
import type { TableFilter } from './table-types.ts'

/** Decimals of an amount whose currency is not said. */
const USUAL_DIGITS = 2

interface FilterWordsProps {
  filter: TableFilter
  values: FilterValues
  /** The one value of a repeated filter. */
  value?: string
}

/** A filter's value as people say it. */
export function FilterWords({ filter, values, value }: FilterWordsProps) {
  const range = useRangeWords()
  const format = useFormat()
  // A calendar day is the same day in every time zone.
  const day = (on: string) => format.day(`${on}T12:00:00`)
  const held = value ?? values[filter.id] ?? ''
  switch (filter.kind) {
    case 'lookup':
      return <LookupName lookup={filter.lookup} value={held} />
    case 'choice':
    case 'choices':
      return choiceWords(filter, held)
    case 'day':
      return day(held)
    case 'dayRange': {
      const { instead } = filter
      if (instead && values[instead.name] === instead.value) return instead.label
      return range(values[filter.from], values[filter.to], day)
    }
    case 'moneyRange': {
      const { currency } = filter
      return range(values[filter.from], values[filter.to], (amount) =>
        currency ? format.money({ amount, currency }) : toDecimal(amount, USUAL_DIGITS),
      )
    }
    case 'keyValue': {
      const at = held.indexOf(':')
      return at === -1 ? held : `${held.slice(0, at)} = ${held.slice(at + 1)}`
    }
    case 'text':
      return held
  }
}

/** "1 to 5", "from 1", "up to 5". */
function useRangeWords() {
  const { t } = useTranslation()
  return (from: string | undefined, to: string | undefined, say: (value: string) => string) => {
    if (from && to) return t('ui.table.fromTo', { from: say(from), to: say(to) })
    if (from) return t('ui.table.from', { from: say(from) })
    return to ? t('ui.table.upTo', { to: say(to) }) : ''
  }
}
