import { eq, inArray } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { notFound, Problem } from '../../platform/problem.ts'
import { tellChanged } from '../../platform/stream.ts'
import { products } from '../catalog/tables.ts'
import { fieldError } from '../catalog/texts.ts'
import { record } from '../history/record.ts'
import { businessSettings } from '../settings/business.ts'
import { readSettings } from '../settings/sections.ts'
import { optionErrors } from './check-option.ts'
import { loadOptions, type PricedOption, toOptionJson } from './queries.ts'
import type { NewOption, OptionChanges, OptionPriceInput } from './schemas.ts'
import { optionPrices, options, productOptions } from './tables.ts'

async function assertPossible(tx: Tx, wanted: NewOption): Promise<void> {
  const { currencies } = await readSettings(tx, businessSettings)
  const errors = optionErrors(wanted, currencies)
  if (errors.length > 0) throw new Problem('invalid', { errors })
}

async function takeOption(tx: Tx, id: string): Promise<PricedOption> {
  const found = (await loadOptions(tx, [id])).get(id)
  if (!found) throw notFound()
  return found
}

async function replacePrices(tx: Tx, optionId: string, prices: readonly OptionPriceInput[]) {
  await tx.delete(optionPrices).where(eq(optionPrices.optionId, optionId))
  if (prices.length === 0) return
  await tx.insert(optionPrices).values(
    prices.map(({ choice, cycle, price, setupFee }) => ({
      optionId,
      choice: choice ?? '',
      cycle,
      currency: price.currency,
      price: BigInt(price.amount),
      setupFee: BigInt(setupFee?.amount ?? '0'),
    })),
  )
}

/** 422 naming every field that cannot be so. */
export async function createOption(tx: Tx, env: Env, wanted: NewOption): Promise<PricedOption> {
  await assertPossible(tx, wanted)
  const { prices, ...columns } = wanted
  const id = newId()
  await tx.insert(options).values({ ...columns, id, createdAt: env.now })
  await replacePrices(tx, id, prices)
  const made = await takeOption(tx, id)
  await record(tx, env, [
    { subject: 'option', subjectId: id, kind: 'option.created', after: toOptionJson(made) },
  ])
  return made
}

/** Changes what is given; prices are replaced as a whole. Services keep what they were sold with. */
export async function updateOption(
  tx: Tx,
  env: Env,
  id: string,
  changes: OptionChanges,
): Promise<PricedOption> {
  await tx.select().from(options).where(eq(options.id, id)).for('no key update')
  const before = await takeOption(tx, id)
  if (Object.keys(changes).length === 0) return before
  const { prices, ...columns } = changes
  const known: Record<string, unknown> = toOptionJson(before)
  const { kind } = before.option
  await assertPossible(tx, { ...before.option, prices: storedPrices(before), ...changes, kind })
  if (changes.key && changes.key !== before.option.key) await assertKeyFree(tx, id, changes.key)
  if (Object.keys(columns).length > 0)
    await tx.update(options).set(columns).where(eq(options.id, id))
  if (prices) await replacePrices(tx, id, prices)
  const after = await takeOption(tx, id)
  const pick = (from: Record<string, unknown>) =>
    Object.fromEntries(Object.keys(changes).map((name) => [name, from[name]]))
  await record(tx, env, [
    {
      subject: 'option',
      subjectId: id,
      kind: 'option.changed',
      before: pick(known),
      after: pick(toOptionJson(after)),
    },
  ])
  return after
}

/** Services that have it keep it; nobody can order it any more. */
export async function deleteOption(tx: Tx, env: Env, id: string): Promise<void> {
  const before = await takeOption(tx, id)
  await tx.delete(options).where(eq(options.id, id))
  await record(tx, env, [
    { subject: 'option', subjectId: id, kind: 'option.deleted', before: toOptionJson(before) },
  ])
}

/** Sets the options of a product, in this order. 422 where two have one key. */
export async function setProductOptions(
  tx: Tx,
  env: Env,
  productId: string,
  optionIds: readonly string[],
): Promise<void> {
  const [product] = await tx
    .select({ id: products.id })
    .from(products)
    .where(eq(products.id, productId))
    .for('no key update')
  if (!product) throw notFound()
  const loaded = await loadOptions(tx, optionIds)
  const keys = optionIds.map((id) => loaded.get(id)?.option.key)
  const errors = optionIds.flatMap((id, index) => {
    const key = keys[index]
    const at = `/optionIds/${index}`
    if (key === undefined) return [fieldError(at, 'unknown_option')]
    if (optionIds.indexOf(id) < index) return [fieldError(at, 'option_twice')]
    return keys.indexOf(key) < index ? [fieldError(at, 'option_key_twice', { key })] : []
  })
  if (errors.length > 0) throw new Problem('invalid', { errors })
  const before = await tx
    .select({ optionId: productOptions.optionId, key: options.key })
    .from(productOptions)
    .innerJoin(options, eq(options.id, productOptions.optionId))
    .where(eq(productOptions.productId, productId))
    .orderBy(productOptions.position)
  await tx.delete(productOptions).where(eq(productOptions.productId, productId))
  if (optionIds.length > 0)
    await tx
      .insert(productOptions)
      .values(optionIds.map((optionId, position) => ({ productId, optionId, position })))
  await record(tx, env, [
    {
      subject: 'product',
      subjectId: productId,
      kind: 'product.options_changed',
      before: { options: before.map(({ key }) => key) },
      after: { options: keys },
    },
  ])
  await tellChanged(tx, [{ subject: 'product', id: productId, customerId: null }])
}

const storedPrices = (option: PricedOption): OptionPriceInput[] => toOptionJson(option).prices

/** No product may come to have two options of one key. */
async function assertKeyFree(tx: Tx, id: string, key: string): Promise<void> {
  const own = tx
    .select({ productId: productOptions.productId })
    .from(productOptions)
    .where(eq(productOptions.optionId, id))
  const clashes = await tx
    .select({ id: options.id })
    .from(options)
    .innerJoin(productOptions, eq(productOptions.optionId, options.id))
    .where(inArray(productOptions.productId, own))
  const others = clashes.map((row) => row.id).filter((other) => other !== id)
  const rows = others.length === 0 ? [] : [...(await loadOptions(tx, others)).values()]
  if (rows.some(({ option }) => option.key === key))
    throw new Problem('invalid', { errors: [fieldError('/key', 'option_key_twice', { key })] })
}
