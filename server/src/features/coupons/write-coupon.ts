import { eq, inArray } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { type MoneyJson, parseInstant } from '../../platform/json.ts'
import { type FieldError, invalidField, notFound, Problem } from '../../platform/problem.ts'
import { tellChanged } from '../../platform/stream.ts'
import { violatedConstraint } from '../../platform/transaction.ts'
import { products } from '../catalog/tables.ts'
import { fieldError } from '../catalog/texts.ts'
import { record } from '../history/record.ts'
import { businessSettings } from '../settings/business.ts'
import { readSettings } from '../settings/sections.ts'
import { type Coupon, toCouponJson } from './queries.ts'
import type { CouponChanges, NewCoupon } from './schemas.ts'
import { coupons } from './tables.ts'

/** 422 naming every field that cannot be so, `/code` when another coupon has it. */
export async function createCoupon(tx: Tx, env: Env, wanted: NewCoupon): Promise<Coupon> {
  const columns = await columnsOf(tx, wanted)
  const [made] = await tx
    .insert(coupons)
    .values({ ...columns, id: newId(), createdAt: env.now })
    .returning()
    .catch(codeTaken)
  if (!made) throw new Error('coupon not made')
  await told(tx, env, 'coupon.created', { after: made })
  return made
}

/** Changes what is given; orders and services that have the discount keep it as it was. */
export async function updateCoupon(
  tx: Tx,
  env: Env,
  id: string,
  changes: CouponChanges,
): Promise<Coupon> {
  const [before] = await tx.select().from(coupons).where(eq(coupons.id, id)).for('no key update')
  if (!before) throw notFound()
  const { archived, ...wish } = changes
  const known = toCouponJson(before)
  const columns = await columnsOf(tx, { ...known, ...wish } as NewCoupon)
  const archivedAt = archived === undefined ? before.archivedAt : archived ? env.now : null
  const [after] = await tx
    .update(coupons)
    .set({ ...columns, archivedAt })
    .where(eq(coupons.id, id))
    .returning()
    .catch(codeTaken)
  if (!after) throw notFound()
  const fields = Object.keys(wish)
  const pick = (row: Record<string, unknown>) =>
    Object.fromEntries([...fields, 'archivedAt'].map((name) => [name, row[name]]))
  await told(tx, env, 'coupon.changed', { before: pick(before), after: pick(after), id })
  return after
}

interface Told {
  id?: string
  before?: Record<string, unknown>
  after: Record<string, unknown>
}

async function told(tx: Tx, env: Env, kind: string, { id, before, after }: Told): Promise<void> {
  const subjectId = id ?? String(after.id)
  await record(tx, env, [{ subject: 'coupon', subjectId, kind, before, after }])
  await tellChanged(tx, [{ subject: 'coupon', id: subjectId, customerId: null }])
}

async function columnsOf(tx: Tx, wanted: NewCoupon) {
  const { currencies } = await readSettings(tx, businessSettings)
  const validFromAt = instantOf(wanted.validFromAt, '/validFromAt')
  const validUntilAt = instantOf(wanted.validUntilAt, '/validUntilAt')
  const errors = [...amountErrors(wanted, currencies), ...(await productErrors(tx, wanted))]
  if (wanted.kind === 'percent' && wanted.basisPoints === 0)
    errors.push(fieldError('/basisPoints', 'percentage_needed'))
  if (validFromAt !== null && validUntilAt !== null && validUntilAt <= validFromAt)
    errors.push(fieldError('/validUntilAt', 'ends_before_it_starts'))
  if (errors.length > 0) throw new Problem('invalid', { errors })
  const { code, notes, kind, renewals, productIds, maxUses, maxUsesPerCustomer } = wanted
  const isPercent = kind === 'percent'
  return {
    ...{ code, notes, kind, renewals, productIds, maxUses, maxUsesPerCustomer },
    ...{ validFromAt, validUntilAt },
    basisPoints: isPercent ? wanted.basisPoints : 0,
    amounts: isPercent ? {} : byCurrency(wanted.amounts),
    minimums: byCurrency(wanted.minimums),
  }
}

const instantOf = (text: string | null, pointer: string) =>
  text === null ? null : parseInstant(text, pointer)

const byCurrency = (amounts: readonly MoneyJson[]) =>
  Object.fromEntries(amounts.map(({ currency, amount }) => [currency, amount]))

function amountErrors(wanted: NewCoupon, currencies: readonly string[]): FieldError[] {
  const errors = (['amounts', 'minimums'] as const).flatMap((field) =>
    wanted[field].flatMap(({ currency }, index) => {
      const at = `/${field}/${index}/currency`
      const isFirst = wanted[field].findIndex((one) => one.currency === currency) === index
      if (!isFirst) return [fieldError(at, 'currency_twice')]
      const allowed = currencies.join(', ')
      return currencies.includes(currency) ? [] : [fieldError(at, 'currency_not_used', { allowed })]
    }),
  )
  const takesOff = wanted.amounts.some(({ amount }) => BigInt(amount) > 0n)
  if (wanted.kind === 'fixed' && !takesOff) errors.push(fieldError('/amounts', 'amount_needed'))
  return errors
}

async function productErrors(tx: Tx, { productIds }: NewCoupon): Promise<FieldError[]> {
  if (productIds.length === 0) return []
  const rows = await tx
    .select({ id: products.id })
    .from(products)
    .where(inArray(products.id, productIds))
  const known = new Set(rows.map((row) => row.id))
  return productIds.flatMap((id, index) =>
    known.has(id) ? [] : [fieldError(`/productIds/${index}`, 'coupon_product_unknown')],
  )
}

function codeTaken(error: unknown): never {
  if (violatedConstraint(error) === 'coupons_code') throw invalidField('/code', 'coupon_code_taken')
  throw error
}
