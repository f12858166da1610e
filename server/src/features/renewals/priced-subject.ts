import { sql } from 'drizzle-orm'
import type { SubjectKind } from '../../platform/action.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { loadRenewable, type RenewableSubject, renewableSubject } from './facts.ts'

/** A service with what its product asks for. */
export interface PricedSubject extends RenewableSubject {
  /** Its price is none that its product ever had for the cycle and currency: staff agreed on it. */
  hasOwnPrice: boolean
}

async function loadPriced(
  db: Db | Tx,
  ids: readonly string[],
  now: number,
): Promise<Map<string, PricedSubject>> {
  const subjects = await loadRenewable(db, ids, now)
  const known = await loadFormerPrices(db, [...subjects.values()])
  return new Map(
    [...subjects].map(([id, subject]) => {
      const { productId, cycle, currency, price } = subject.service
      const isListed = subject.prices[cycle] === price
      const hasOwnPrice = !isListed && !known.has(nameOf([productId, cycle, currency, price]))
      return [id, { ...subject, hasOwnPrice }]
    }),
  )
}

const nameOf = (parts: readonly unknown[]) => parts.join(' ')

/** Every price that products had, as their history tells. */
async function loadFormerPrices(db: Db | Tx, subjects: readonly RenewableSubject[]) {
  const ids = [...new Set(subjects.flatMap(({ service }) => service.productId ?? []))]
  if (ids.length === 0) return new Set<string>()
  const { rows } = await db.execute<{
    product: string
    cycle: string
    currency: string
    amount: string
  }>(sql`
    select distinct h.subject_id as product, p->>'cycle' as cycle,
      p->'price'->>'currency' as currency, p->'price'->>'amount' as amount
    from history h, jsonb_array_elements(
      coalesce(h.before->'prices', '[]'::jsonb) || coalesce(h.after->'prices', '[]'::jsonb)) as p
    where h.subject = 'product' and h.subject_id = any(${sql.param(ids)}::text[])`)
  return new Set(rows.map((row) => nameOf([row.product, row.cycle, row.currency, row.amount])))
}

/** Services whose price is to become that of their product. */
export const pricedSubject: SubjectKind<PricedSubject> = { ...renewableSubject, load: loadPriced }
