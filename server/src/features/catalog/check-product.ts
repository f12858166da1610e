import type { Env } from '../../context.ts'
import { validateMetadata } from '../../domain/metadata.ts'
import { escapePointer, readForm } from '../../platform/form-input.ts'
import { type FieldError, Problem } from '../../platform/problem.ts'
import type { NewProduct, PriceInput } from './schemas.ts'
import { fieldError } from './texts.ts'

/** The fields of a product that are checked against more than their own shape. */
export type ProductDraft = Pick<
  NewProduct,
  'type' | 'moduleSettings' | 'serverGroupId' | 'metadata' | 'prices'
>

/**
 * Holds a product against its module, the metadata that has a meaning and the currencies of the
 * company. Answers the module settings as they are to be stored; 422 naming every wrong field.
 */
export function checkProduct(env: Env, draft: ProductDraft, currencies: readonly string[]) {
  const module = env.ctx.modules.get(draft.type)
  if (!module) throw new Problem('invalid', { errors: [fieldError('/type', 'unknown_type')] })
  const form = readForm(module.productSettings, draft.moduleSettings, '/moduleSettings')
  const errors: FieldError[] = [
    ...(form.ok ? [] : form.errors),
    ...validateMetadata(draft.metadata).map(({ key, code }) =>
      fieldError(`/metadata/${escapePointer(key)}`, code),
    ),
    ...checkPrices(draft.prices, currencies),
  ]
  if (module.needsServer && draft.serverGroupId === null)
    errors.push(fieldError('/serverGroupId', 'server_group_needed'))
  if (!module.needsServer && draft.serverGroupId !== null)
    errors.push(fieldError('/serverGroupId', 'server_group_useless'))
  if (errors.length > 0 || !form.ok) throw new Problem('invalid', { errors })
  return form.value
}

/** Prices in the company's currencies, one for a cycle and currency; answers every wrong field. */
export function checkPrices(
  prices: readonly Pick<PriceInput, 'cycle' | 'price' | 'setupFee'>[],
  currencies: readonly string[],
): FieldError[] {
  const seen = new Set<string>()
  return prices.flatMap(({ cycle, price, setupFee }, index) => {
    const errors: FieldError[] = []
    const at = `/prices/${index}`
    if (!currencies.includes(price.currency))
      errors.push(
        fieldError(`${at}/price/currency`, 'currency_not_used', { allowed: currencies.join(', ') }),
      )
    if (setupFee && setupFee.currency !== price.currency)
      errors.push(fieldError(`${at}/setupFee/currency`, 'currencies_differ'))
    if (cycle === 'free' && BigInt(price.amount) > 0n)
      errors.push(fieldError(`${at}/price/amount`, 'free_costs_nothing'))
    const key = `${cycle} ${price.currency}`
    if (seen.has(key)) errors.push(fieldError(at, 'price_twice'))
    seen.add(key)
    return errors
  })
}
