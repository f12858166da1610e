import type { FieldError } from '../../platform/problem.ts'
import { fieldError } from '../catalog/texts.ts'
import { SERVER_OPTION } from './choose-options.ts'
import type { NewOption } from './schemas.ts'

/** Everything about an option that cannot be as it is wanted, by JSON pointer. */
export function optionErrors(option: NewOption, currencies: readonly string[]): FieldError[] {
  const errors = [...kindErrors(option), ...priceErrors(option, currencies)]
  if (option.key === SERVER_OPTION && option.kind !== 'choice')
    errors.push(fieldError('/key', 'server_is_a_choice'))
  return errors
}

function kindErrors({ kind, min, max, step, choices }: NewOption): FieldError[] {
  const errors: FieldError[] = []
  if (kind === 'quantity') {
    if (min === null) errors.push(fieldError('/min', 'quantity_limits_needed'))
    if (max === null) errors.push(fieldError('/max', 'quantity_limits_needed'))
    if (min !== null && max !== null && max < min) errors.push(fieldError('/max', 'max_below_min'))
    const by = step ?? 1
    if ((min ?? 0) % by !== 0 || (max ?? 0) % by !== 0)
      errors.push(fieldError('/step', 'off_the_steps'))
  } else {
    for (const [name, value] of Object.entries({ min, max, step }))
      if (value !== null) errors.push(fieldError(`/${name}`, 'only_for_quantities'))
  }
  if (kind === 'choice') {
    if (choices.length === 0) errors.push(fieldError('/choices', 'choices_needed'))
    choices.forEach(({ value }, index) => {
      if (choices.findIndex((one) => one.value === value) < index)
        errors.push(fieldError(`/choices/${index}/value`, 'choice_twice'))
    })
  } else if (choices.length > 0) errors.push(fieldError('/choices', 'only_for_choices'))
  return errors
}

function priceErrors(
  { kind, recurring, choices, prices }: NewOption,
  currencies: readonly string[],
): FieldError[] {
  const seen = new Set<string>()
  const values = choices.map(({ value }) => value)
  return prices.flatMap(({ choice, cycle, price, setupFee }, index) => {
    const errors: FieldError[] = []
    const at = `/prices/${index}`
    const fits = kind === 'choice' ? choice !== null && values.includes(choice) : choice === null
    if (!fits) errors.push(fieldError(`${at}/choice`, 'price_of_unknown_choice'))
    if (!recurring && cycle !== 'onetime') errors.push(fieldError(`${at}/cycle`, 'once_is_onetime'))
    if (!currencies.includes(price.currency)) {
      const allowed = currencies.join(', ')
      errors.push(fieldError(`${at}/price/currency`, 'currency_not_used', { allowed }))
    }
    if (setupFee && setupFee.currency !== price.currency)
      errors.push(fieldError(`${at}/setupFee/currency`, 'currencies_differ'))
    if (cycle === 'free' && BigInt(price.amount) > 0n)
      errors.push(fieldError(`${at}/price/amount`, 'free_costs_nothing'))
    const key = JSON.stringify([choice, cycle, price.currency])
    if (seen.has(key)) errors.push(fieldError(at, 'price_twice'))
    seen.add(key)
    return errors
  })
}
