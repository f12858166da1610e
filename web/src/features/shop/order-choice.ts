import type { FormValues } from '../../ui/form/schema-values.ts'

/** What somebody has chosen of a product, before it is an order. */
export interface OrderChoice {
  cycle: string | null
  quantity: number
  form: FormValues
  /** Of the product's options. */
  options: FormValues
  couponCode: string
}

const MOST_UNITS = 100

/** The choice that an address holds; what it does not know is left out. */
export function readChoice(search: Record<string, unknown>): OrderChoice {
  const quantity = Number(search.quantity)
  return {
    cycle: typeof search.cycle === 'string' ? search.cycle : null,
    quantity: Number.isInteger(quantity) && quantity >= 1 ? Math.min(quantity, MOST_UNITS) : 1,
    form: readForm(search.form),
    options: readForm(search.options),
    couponCode: typeof search.coupon === 'string' ? search.coupon.slice(0, 40) : '',
  }
}

/** The choice as search parameters, so that it survives a log-in and can be sent as a link. */
export function writeChoice(choice: OrderChoice): Record<string, string> {
  const { cycle, quantity, couponCode } = choice
  return {
    ...(cycle ? { cycle } : {}),
    ...(quantity > 1 ? { quantity: String(quantity) } : {}),
    ...written('form', choice.form),
    ...written('options', choice.options),
    ...(couponCode ? { coupon: couponCode } : {}),
  }
}

function written(name: string, values: FormValues): Record<string, string> {
  const filled = Object.entries(values).filter(([, value]) => value !== undefined && value !== '')
  return filled.length > 0 ? { [name]: JSON.stringify(Object.fromEntries(filled)) } : {}
}

function readForm(text: unknown): FormValues {
  if (typeof text !== 'string') return {}
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as FormValues)
      : {}
  } catch {
    return {}
  }
}
