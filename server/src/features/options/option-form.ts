import { type FieldMeta, field, formSchema } from '@berth/sdk'
import { z } from 'zod'
import { CYCLES, type Cycle } from '../../domain/cycle.ts'
import { formatMoney } from '../../domain/money.ts'
import { type Language, say } from '../../platform/text.ts'
import type { OptionPrice, PricedOption } from './queries.ts'

/** In which cycle and currency options are asked for. */
export interface OptionTerms {
  cycle: Cycle
  currency: string
}

type Words = Record<Language, string>
const LONGEST_TEXT = 255

/**
 * What an option, or one value of a choice, costs on these terms; null where it is not offered. An
 * option without any price is free on all terms.
 */
export function optionPriceFor(
  { option, prices }: PricedOption,
  { cycle, currency }: OptionTerms,
  choice = '',
): Pick<OptionPrice, 'price' | 'setupFee'> | null {
  if (prices.length === 0) return { price: 0n, setupFee: 0n }
  const term = option.recurring ? cycle : 'onetime'
  const fits = (row: OptionPrice) =>
    row.choice === choice && row.cycle === term && row.currency === currency
  return prices.find(fits) ?? null
}

/** The values of a choice that are offered on these terms. */
export function offeredChoices(priced: PricedOption, terms: OptionTerms) {
  return priced.option.choices.flatMap((choice) => {
    const price = optionPriceFor(priced, terms, choice.value)
    return price ? [{ ...choice, ...price }] : []
  })
}

/**
 * The form of what a product can be ordered with on these terms. It is drawn, quoted and checked
 * from this one object; what has no price for the cycle is not in it.
 */
export function optionForm(options: readonly PricedOption[], terms: OptionTerms): z.ZodObject {
  const fields = options.flatMap((priced) => {
    const shape = fieldOf(priced, terms)
    return shape ? [[priced.option.key, shape] as const] : []
  })
  return z.strictObject(Object.fromEntries(fields))
}

/** The forms of every cycle that something is offered in, as JSON Schemas. */
export function optionFormsOf(
  options: readonly PricedOption[],
  { cycles, currency }: { cycles: readonly Cycle[]; currency: string },
) {
  const offered = CYCLES.filter((cycle) => cycles.includes(cycle))
  return Object.fromEntries(
    offered.map((cycle) => [cycle, formSchema(optionForm(options, { cycle, currency }))]),
  )
}

/** The form of one option that is wanted, also where it has no price on these terms. */
export function singleForm({ option, prices }: PricedOption, terms: OptionTerms) {
  const wanted = { ...option, required: true }
  const form = optionForm([{ option: wanted, prices }], terms)
  const isOffered = option.key in form.shape
  return formSchema(isOffered ? form : optionForm([{ option: wanted, prices: [] }], terms))
}

function fieldOf(priced: PricedOption, terms: OptionTerms): z.ZodType | null {
  const { option } = priced
  if (option.kind === 'choice') return choiceField(priced, terms)
  const price = optionPriceFor(priced, terms)
  if (!price) return null
  const meta = metaOf(priced, terms, price)
  switch (option.kind) {
    case 'checkbox':
      return option.required
        ? z
            .boolean()
            .refine((ticked) => ticked, 'option.must_be_ticked')
            .meta(meta)
        : z.boolean().default(false).meta(meta)
    case 'quantity': {
      const number = z
        .int()
        .min(option.min ?? 0)
        .max(option.max ?? 0)
        .multipleOf(option.step ?? 1)
      return option.required ? number.meta(meta) : number.optional().meta(meta)
    }
    case 'text': {
      const line = z.string().trim().max(LONGEST_TEXT)
      return option.required ? line.min(1).meta(meta) : line.default('').meta(meta)
    }
  }
}

function choiceField(priced: PricedOption, terms: OptionTerms): z.ZodType | null {
  const { option } = priced
  const offered = offeredChoices(priced, terms)
  const [first, ...others] = offered.map(({ value }) => value)
  if (first === undefined) return null
  const named = offered.map((choice) => [choice.value, choiceLabel(choice, priced, terms)])
  const meta = field({
    label: option.label,
    ...helpOf(option.help),
    options: Object.fromEntries(named),
  })
  const values = z.enum([first, ...others])
  return option.required ? values.meta(meta) : values.optional().meta(meta)
}

type Price = Pick<OptionPrice, 'price' | 'setupFee'>

const inBoth = (words: (language: Language) => string): Words => ({
  en: words('en'),
  fr: words('fr'),
})
const money = (amount: bigint, { currency }: OptionTerms, language: Language) =>
  formatMoney({ amount, currency }, language)

function choiceLabel(
  { label, price, setupFee }: Price & { label: Words },
  { option }: PricedOption,
  terms: OptionTerms,
): Words {
  const key = option.recurring ? 'option.label.plus' : 'option.label.plus_once'
  return inBoth((language) => {
    const params = { name: label[language], price: money(price, terms, language) }
    const name = price > 0n ? say({ key, params }, language) : label[language]
    if (setupFee === 0n) return name
    const fee = money(setupFee, terms, language)
    return say({ key: 'option.with_setup', params: { name, price: fee } }, language)
  })
}

function metaOf({ option }: PricedOption, terms: OptionTerms, { price, setupFee }: Price) {
  const isEach = option.kind === 'quantity'
  const key = `option.label.plus${isEach ? '_each' : ''}${option.recurring ? '' : '_once'}`
  const unit = (language: Language) => option.unit || say('option.unit', language)
  const label = inBoth((language) => {
    const name = option.label[language]
    if (price === 0n) return name
    const params = { name, price: money(price, terms, language), unit: unit(language) }
    return say({ key, params }, language)
  })
  const help = inBoth((language) => {
    const params = { price: money(setupFee, terms, language), unit: unit(language) }
    const fee = { key: isEach ? 'option.setup_each' : 'option.setup', params }
    return [option.help[language], setupFee > 0n ? say(fee, language) : '']
      .filter((words) => words !== '')
      .join(' ')
  })
  const meta: FieldMeta = {
    label,
    ...helpOf(help),
    ...(isEach && option.unit ? { unit: option.unit } : {}),
    ...(isEach ? { placeholder: `${option.min ?? 0} – ${option.max ?? 0}` } : {}),
  }
  return field(meta)
}

const helpOf = (help: Words) => (help.en === '' && help.fr === '' ? {} : { help })
