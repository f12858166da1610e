import type { Money } from '../../i18n/format.ts'
import type { TextByLanguage } from '../../ui/form/local-text-input.tsx'
import { fromGrid, type PriceGrid, toGrid } from '../products/product-draft.ts'
import type { Option } from './option-requests.ts'

/** One value of a choice, with its prices. */
export interface ChoiceDraft {
  /** Of the typed row alone, so that it keeps its inputs when another is removed. */
  row: number
  value: string
  label: TextByLanguage
  prices: PriceGrid
}

/** An option while it is typed. */
export interface OptionDraft {
  key: string
  kind: Option['kind']
  label: TextByLanguage
  help: TextByLanguage
  required: boolean
  recurring: boolean
  min: number | null
  max: number | null
  step: number | null
  unit: string
  choices: ChoiceDraft[]
  /** Of everything that is no choice. */
  prices: PriceGrid
}

let rows = 0

/** An empty value of a choice, or one that is there already. */
export function newChoice(of: Omit<ChoiceDraft, 'row'>): ChoiceDraft {
  rows += 1
  return { row: rows, ...of }
}

export const NEW_OPTION: OptionDraft = {
  key: '',
  kind: 'checkbox',
  label: { en: '', fr: '' },
  help: { en: '', fr: '' },
  required: false,
  recurring: true,
  min: null,
  max: null,
  step: null,
  unit: '',
  choices: [],
  prices: {},
}

/** A stored option as it is edited: the prices of a choice stand with its value. */
export function toDraft(option: Option): OptionDraft {
  const pricesOf = (choice: string | null) =>
    toGrid(option.prices.filter((price) => price.choice === choice))
  const { key, kind, label, help, required, recurring, min, max, step, unit } = option
  return {
    ...{ key, kind, label, help, required, recurring, min, max, step, unit },
    choices: option.choices.map((choice) =>
      newChoice({ ...choice, prices: pricesOf(choice.value) }),
    ),
    prices: pricesOf(null),
  }
}

interface SentPrice {
  choice: string | null
  cycle: string
  price: Money
  setupFee?: Money
}

/** What the API takes: only what the kind of the option has, and prices of its cycles. */
export function toBody(draft: OptionDraft, isNew: boolean) {
  const { key, kind, label, help, required, recurring, unit, choices } = draft
  const isQuantity = kind === 'quantity'
  const isChoice = kind === 'choice'
  return {
    ...{ key, label, help, required, recurring },
    ...(isNew ? { kind } : {}),
    min: isQuantity ? (draft.min ?? 0) : null,
    max: isQuantity ? draft.max : null,
    step: isQuantity ? draft.step : null,
    unit: isQuantity ? unit : '',
    choices: isChoice ? choices.map(({ value, label: name }) => ({ value, label: name })) : [],
    prices: sentPrices(draft).map(({ gridKey: _, ...price }) => price),
  }
}

/** The prices in the order in which they are sent, with the cell that each was typed in. */
function sentPrices(draft: OptionDraft): (SentPrice & { gridKey: string })[] {
  const rows = (grid: PriceGrid, choice: string | null, at: string) =>
    fromGrid(inCycles(grid, draft.recurring)).map((price) => ({
      ...{ choice, ...price },
      gridKey: `${at}${price.cycle}:${price.price.currency}`,
    }))
  if (draft.kind !== 'choice') return rows(draft.prices, null, '')
  return draft.choices.flatMap(({ value, prices }, index) => rows(prices, value, `${index}/`))
}

/** What is paid once has one price, whatever was typed for other cycles before. */
function inCycles(grid: PriceGrid, recurring: boolean): PriceGrid {
  if (recurring) return grid
  return Object.fromEntries(Object.entries(grid).filter(([key]) => key.startsWith('onetime:')))
}

/** The server's complaints about prices by cell; those of a choice's value begin with its index. */
export function priceErrors(draft: OptionDraft, errors: Record<string, string>) {
  const sent = sentPrices(draft)
  const found: Record<string, string> = {}
  for (const [pointer, words] of Object.entries(errors)) {
    const index = /^\/prices\/(\d+)/.exec(pointer)?.[1]
    const key = index === undefined ? undefined : sent[Number(index)]?.gridKey
    if (key) found[key] = words
  }
  return found
}
