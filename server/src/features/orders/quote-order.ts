import type { z } from 'zod'
import type { Env } from '../../context.ts'
import { toInstantJson, toMoneyJson } from '../../platform/json.ts'
import { invalidField } from '../../platform/problem.ts'
import { rateOf, totalsOf } from '../documents/document-totals.ts'
import { readInvoicing } from '../documents/invoicing-settings.ts'
import { availabilityOf } from './availability.ts'
import { type OrderWish, planOrder } from './plan-order.ts'
import type { quoteJson } from './schemas.ts'

/** What an order would cost: the same checks, lines and tax as placing it; nothing is written. */
export async function quoteOrder(env: Env, wish: OrderWish): Promise<z.input<typeof quoteJson>> {
  const { ctx } = env
  const { customer, items } = await planOrder(ctx.db, env, wish)
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
  const lines = items.flatMap((item) => item.lines.map((line) => ({ item, line })))
  const taxable = lines.map(({ item, line }, index) => ({
    id: String(index),
    amount: BigInt(item.quantity) * line.unitPrice,
    rateBasisPoints: rate.rateBasisPoints,
    mention: rate.mention,
  }))
  const { totals } = totalsOf(taxable, taxMode)
  const { currency } = customer
  const money = (amount: bigint) => toMoneyJson({ amount, currency })
  return {
    currency,
    taxMode,
    lines: lines.map(({ item, line }, index) => ({
      item: item.index,
      kind: line.kind === 'setup_fee' ? 'setup_fee' : 'service_start',
      label: line.label,
      quantity: item.quantity,
      unitPrice: money(line.unitPrice),
      amount: money(taxable[index]?.amount ?? 0n),
      periodStartAt: toInstantJson(line.periodStartAt ?? null),
      periodEndAt: toInstantJson(line.periodEndAt ?? null),
    })),
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
