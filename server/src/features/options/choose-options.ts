import type { Cycle } from '../../domain/cycle.ts'
import { isRecurring } from '../../domain/cycle.ts'
import type { ServiceOption } from '../../domain/service-option.ts'
import { readForm } from '../../platform/form-input.ts'
import { newId } from '../../platform/ids.ts'
import type { FieldError } from '../../platform/problem.ts'
import { type Language, say } from '../../platform/text.ts'
import { type OptionTerms, optionForm, optionPriceFor } from './option-form.ts'
import type { PricedOption } from './queries.ts'
import type { OptionValues } from './schemas.ts'

/** The option that chooses the server of a new service: its value is the server's id. */
export const SERVER_OPTION = 'server_id'

type Chosen = { ok: true; options: ServiceOption[] } | { ok: false; errors: FieldError[] }

/**
 * What was typed for a product's options as the service will keep it. Errors point at
 * `{pointer}/{key}`: a required one that is missing, a value outside its limits, one that is not
 * offered on these terms.
 */
export function chooseOptions(
  offered: readonly PricedOption[],
  values: OptionValues,
  { pointer, ...terms }: OptionTerms & { pointer: string },
): Chosen {
  const form = readForm(optionForm(offered, terms), values, pointer)
  if (!form.ok) return form
  const options = offered.flatMap((priced) => {
    const value = form.value[priced.option.key]
    const isTaken = value !== undefined && value !== '' && value !== false && value !== 0
    return isTaken ? [snapshotOf(priced, value as ServiceOption['value'], terms)] : []
  })
  return { ok: true, options }
}

/** The option as a service keeps it, at the prices of the day. */
export function snapshotOf(
  priced: PricedOption,
  value: ServiceOption['value'],
  terms: OptionTerms,
): ServiceOption {
  const { option } = priced
  const choice = option.kind === 'choice' ? option.choices.find((one) => one.value === value) : null
  const units = option.kind === 'quantity' ? BigInt(value as number) : 1n
  const priceIn = (cycle: Cycle) =>
    optionPriceFor(priced, { cycle, currency: terms.currency }, choice?.value ?? '')
  const { price, setupFee } = priceIn(terms.cycle) ?? { price: 0n, setupFee: 0n }
  return {
    id: newId(),
    optionId: option.id,
    key: option.key,
    label: option.label,
    kind: option.kind,
    value,
    valueLabel: choice?.label ?? null,
    unit: option.unit,
    recurring: option.recurring && isRecurring(terms.cycle),
    price: String(price * units),
    prices: option.recurring ? pricesIn(priceIn, units) : {},
    setupFee: String(setupFee * units),
  }
}

const TERMS = [
  'weekly',
  'monthly',
  'quarterly',
  'semiannually',
  'annually',
  'biennially',
  'triennially',
] as const

function pricesIn(priceIn: (cycle: Cycle) => { price: bigint } | null, units: bigint) {
  const known = TERMS.flatMap((cycle) => {
    const found = priceIn(cycle)
    return found ? [[cycle, String(found.price * units)]] : []
  })
  return Object.fromEntries(known) as ServiceOption['prices']
}

/** An option in a few words: `Memory: 8 GB`, `Backup`. */
export function optionText(option: ServiceOption, language: Language): string {
  const label = option.label[language]
  if (option.kind === 'checkbox') return label
  const value =
    option.valueLabel?.[language] ?? `${option.value}${option.unit && ` ${option.unit}`}`
  return say({ key: 'option.value', params: { label, value } }, language)
}
