import { isRecurring } from '../../domain/cycle.ts'
import type { ServiceOption } from '../../domain/service-option.ts'
import { invalidField, Problem } from '../../platform/problem.ts'
import { chooseOptions } from '../options/choose-options.ts'
import { optionPriceFor } from '../options/option-form.ts'
import type { PricedOption } from '../options/queries.ts'
import type { ServiceSubject } from '../services/subject.ts'

interface TypedOption {
  value: ServiceOption['value']
  /** Minor units for one period, or once; without it, the option's price for the cycle. */
  price?: string | undefined
}

/**
 * An option with the value that staff typed, as the service will keep it. 422 on `/value` for one
 * that is not possible, on `/price` where none is known.
 */
export function readOption(
  { service }: ServiceSubject,
  { option, prices }: PricedOption,
  { value, price }: TypedOption,
): ServiceOption {
  const { cycle, currency } = service
  const choice = option.kind === 'choice' ? String(value) : ''
  const isPriced = optionPriceFor({ option, prices }, { cycle, currency }, choice) !== null
  const isKnownChoice =
    option.kind !== 'choice' || option.choices.some((one) => one.value === value)
  if (!isPriced && price === undefined && isKnownChoice)
    throw invalidField('/price', 'option_not_offered', { currency })
  const priced = { option, prices: isPriced ? prices : [] }
  const values = { [option.key]: value }
  const chosen = chooseOptions([priced], values, { cycle, currency, pointer: '' })
  if (!chosen.ok)
    throw new Problem('invalid', {
      errors: chosen.errors.map((error) => ({ ...error, pointer: '/value' })),
    })
  const [snapshot] = chosen.options
  if (!snapshot) throw invalidField('/value', 'option_without_value')
  return price === undefined ? snapshot : atPrice(snapshot, price, service)
}

/** The same option at a price typed by staff, in the service's own cycle only. */
export function atPrice(
  option: ServiceOption,
  price: string,
  { cycle }: Pick<ServiceSubject['service'], 'cycle'>,
): ServiceOption {
  const typed = String(BigInt(price))
  const prices = option.recurring && isRecurring(cycle) ? { ...option.prices, [cycle]: typed } : {}
  return { ...option, price: typed, prices }
}
