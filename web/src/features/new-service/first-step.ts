/** What stands for "no product" in the address and the choice. */
export const CUSTOM = 'custom'

/** What is chosen in the first step, and where the form stands; all of it is in the address. */
export interface FirstStep {
  customer: string | null
  /** A product's id, `custom`, or nothing yet. */
  product: string | null
  type: string | null
  isSecond: boolean
  server: string | null
  /** The import whose progress is shown. */
  import: string | null
}

export type Address = Record<string, string | undefined>

export function readFirstStep(address: Record<string, unknown>): FirstStep {
  const text = (name: string) => {
    const value = address[name]
    return value === undefined || value === '' ? null : String(value)
  }
  return {
    customer: text('customer'),
    product: text('product'),
    type: text('type'),
    isSecond: text('step') === '2',
    server: text('server'),
    import: text('import'),
  }
}

/** The address of a first step; what is not chosen is left out. `view` is the open tab's own. */
export function toAddress(step: FirstStep, view: string | undefined): Address {
  const { customer, product, type, isSecond, server } = step
  const all = { customer, product, type, step: isSecond ? '2' : null, server, import: step.import }
  return {
    ...Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null)),
    ...(view ? { view } : {}),
  }
}

/** What the server is asked to prefill; null until customer and product or type are chosen. */
export function prefillQuery({ customer, product, type }: FirstStep) {
  if (customer === null || product === null) return null
  if (product === CUSTOM && type === null) return null
  return {
    customerId: customer,
    ...(product === CUSTOM ? {} : { productId: product }),
    ...(type === null ? {} : { type }),
  }
}
