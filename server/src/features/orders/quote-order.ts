import type { z } from 'zod'
import type { Env } from '../../context.ts'
import { toInstantJson, toMoneyJson } from '../../platform/json.ts'
import { invalidField } from '../../platform/problem.ts'
import { say } from '../../platform/text.ts'
import { rateOf, totalsOf } from '../documents/document-totals.ts'
import { readInvoicing } from '../documents/invoicing-settings.ts'
import type { NewLine } from '../documents/open-documents.ts'
import { availabilityOf } from './availability.ts'
import type { PlannedItem } from './plan-item.ts'
import { type OrderWish, type PlannedOrder, planOrder } from './plan-order.ts'
import type { PlannedUnit } from './plan-units.ts'
import type { quoteJson } from './schemas.ts'
import { couponText } from './take-coupon.ts'

/** What an order would cost: the same checks, lines and tax as placing it; nothing is written. */
export async function quoteOrder(env: Env, wish: OrderWish): Promise<z.input<typeof quoteJson>> {
  const { ctx } = env
  const plan = await planOrder(ctx.db, env, wish)
  const { customer, items } = plan
  const wanted = new Map<string, number>()
  for (const { index, product, quantity } of items) {
    const units = (wanted.get(product.id) ?? 0) + quantity
    wanted.set(product.id, units)
    const availability = await availabilityOf(ctx, ctx.db, product, units)
    if (availability !== 'available') throw invalidField(`/items/${index}/productId`, availability)
  }
  const invoicing = await readInvoicing(ctx.db)
  const { taxMode } = invoicing.invoicing
  const rate = rateOf(customer, invoicing)
  const lines = quotedLines(plan.units)
  const taxable = lines.map(({ line, quantity }, index) => ({
    id: String(index),
    amount: BigInt(quantity) * line.unitPrice,
    rateBasisPoints: rate.rateBasisPoints,
    mention: rate.mention,
  }))
  const { totals } = totalsOf(taxable, taxMode)
  const { currency } = customer
  const money = (amount: bigint) => toMoneyJson({ amount, currency })
  return {
    currency,
    taxMode,
    lines: lines.map(({ item, line, quantity }, index) => ({
      item: item.index,
      kind: quotedKind(line),
      label: line.label,
      quantity,
      unitPrice: money(line.unitPrice),
      amount: money(taxable[index]?.amount ?? 0n),
      periodStartAt: toInstantJson(line.periodStartAt ?? null),
      periodEndAt: toInstantJson(line.periodEndAt ?? null),
    })),
    coupon: quotedCoupon(plan),
    net: money(totals.net),
    tax: money(totals.tax),
    total: money(totals.gross),
    taxes: totals.taxLines.map(({ rateBasisPoints, net, tax, mention }) => ({
      rateBasisPoints,
      net: { amount: net, currency },
      tax: { amount: tax, currency },
      mention,
    })),
  }
}

interface QuotedLine {
  item: PlannedItem
  line: NewLine
  quantity: number
}

/** Units that cost the same stand together, line by line. */
function quotedLines(units: readonly PlannedUnit[]): QuotedLine[] {
  const lines = new Map<string, QuotedLine>()
  for (const { item, lines: own } of units) {
    own.forEach((line, position) => {
      const key = JSON.stringify([item.index, position, String(line.unitPrice)])
      const known = lines.get(key) ?? { item, line, quantity: 0 }
      lines.set(key, { ...known, quantity: known.quantity + line.quantity })
    })
  }
  return [...lines.values()]
}

function quotedCoupon(plan: PlannedOrder): z.input<typeof quoteJson>['coupon'] {
  const { coupon, customer } = plan
  if (!coupon) return null
  const { currency, language } = customer
  const { code } = coupon
  if (coupon.kind === 'refused') {
    const reason = { code: coupon.refusal.code, text: say(couponText(plan), language) }
    return { code, discount: toMoneyJson({ amount: 0n, currency }), refusal: reason }
  }
  return { code, discount: toMoneyJson({ amount: coupon.off, currency }), refusal: null }
}

function quotedKind({ kind }: NewLine): 'service_start' | 'option' | 'setup_fee' {
  return kind === 'setup_fee' || kind === 'option' ? kind : 'service_start'
}
