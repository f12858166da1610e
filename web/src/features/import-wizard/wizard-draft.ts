import type { ImportBody } from '../new-service/new-service-requests.ts'
import type { ProductChoice, ProposedResource } from './wizard-requests.ts'

type Proposal = NonNullable<ProposedResource['proposal']>
export type Cycle = NonNullable<Proposal['cycle']>

/** One resource as it shall be imported: proposed, then corrected by staff. */
export interface Draft {
  remoteId: string
  owner: string | null
  plan: string | null
  state: ProposedResource['state']
  name: string
  customerId: string | null
  customerName: string | null
  /** By what the customer was recognised; null: chosen by staff. */
  customerBy: 'email' | 'user' | 'name' | null
  productId: string | null
  cycle: Cycle | null
  price: { amount: string; currency: string } | null
  /** ISO instant; null where the cycle has none. */
  expiresAt: string | null
}

/** The most that one import takes. */
export const MOST_ROWS = 500

/** Cycles without an expiry. */
export const FOR_LIFE: readonly string[] = ['onetime', 'free']

/** What can be imported, as it is proposed. */
export function draftsOf(items: readonly ProposedResource[]): Draft[] {
  return items.flatMap(({ remoteId, owner, plan, state, proposal }) =>
    proposal
      ? [
          {
            ...{ remoteId, owner, plan, state, name: proposal.name },
            customerId: proposal.customer?.id ?? null,
            customerName: proposal.customer?.name ?? null,
            customerBy: proposal.customer?.by ?? null,
            productId: proposal.product?.isOnly ? proposal.product.id : null,
            cycle: proposal.product?.isOnly ? proposal.cycle : null,
            price: proposal.product?.isOnly ? proposal.price : null,
            expiresAt: proposal.product?.isOnly ? proposal.expiresAt : null,
          },
        ]
      : [],
  )
}

export type Missing = 'name' | 'customer' | 'cycle' | 'price' | 'expiry'

/** What must still be said before a resource can be imported. */
export function missingOf(draft: Draft): Missing[] {
  const isForLife = draft.cycle !== null && FOR_LIFE.includes(draft.cycle)
  const missing: [Missing, boolean][] = [
    ['name', draft.name.trim() === ''],
    ['customer', draft.customerId === null],
    ['cycle', draft.cycle === null],
    ['price', draft.price === null && draft.cycle !== 'free'],
    ['expiry', draft.expiresAt === null && !isForLife],
  ]
  return missing.filter(([, isMissing]) => isMissing).map(([what]) => what)
}

/** Another product brings its own cycle and price; none leaves what was typed. */
export function withProduct(
  draft: Draft,
  product: ProductChoice | null,
  expiresAt: string | null,
): Draft {
  const [first] = product?.prices ?? []
  if (!product || !first) return { ...draft, productId: product?.id ?? null }
  const isForLife = FOR_LIFE.includes(first.cycle)
  return {
    ...draft,
    productId: product.id,
    cycle: first.cycle,
    price: first.price,
    expiresAt: isForLife ? null : (draft.expiresAt ?? expiresAt),
  }
}

/** Another cycle brings the product's price for it, where it has one. */
export function withCycle(draft: Draft, product: ProductChoice | null, cycle: Cycle | null): Draft {
  const currency = draft.price?.currency
  const listed = product?.prices.find(
    (one) => one.cycle === cycle && (currency === undefined || one.price.currency === currency),
  )
  const isForLife = cycle !== null && FOR_LIFE.includes(cycle)
  return {
    ...draft,
    cycle,
    price: listed?.price ?? draft.price,
    expiresAt: isForLife ? null : draft.expiresAt,
  }
}

/** The request for all that is chosen; those that miss something are left out. */
export function toBody(
  about: { serverId: string; type: string; confirmPast: boolean },
  drafts: readonly Draft[],
): ImportBody {
  const { serverId, type, confirmPast } = about
  return {
    rows: drafts.flatMap((draft) =>
      draft.customerId === null || draft.cycle === null
        ? []
        : [
            {
              ...{ serverId, remoteId: draft.remoteId, name: draft.name.trim(), confirmPast },
              customerId: draft.customerId,
              productId: draft.productId,
              ...(draft.productId === null ? { type } : {}),
              cycle: draft.cycle,
              expiresAt: draft.expiresAt,
              ...(draft.price ? { price: draft.price, currency: draft.price.currency } : {}),
            },
          ],
    ),
  }
}

/** Words by JSON pointer, gathered for each row: what the server says is wrong with which one. */
export function errorsByRow(errors: Record<string, string>): Map<number, string[]> {
  const found = new Map<number, string[]>()
  for (const [pointer, words] of Object.entries(errors)) {
    const at = Number(/^\/rows\/(\d+)/.exec(pointer)?.[1] ?? Number.NaN)
    if (Number.isInteger(at)) found.set(at, [...(found.get(at) ?? []), words])
  }
  return found
}

/** What the preview adds up: how many of which status, for how many customers, worth what a cycle. */
export function summaryOf(drafts: readonly Draft[]) {
  const money = new Map<string, bigint>()
  for (const { cycle, price } of drafts) {
    if (!cycle || !price) continue
    const name = `${cycle} ${price.currency}`
    money.set(name, (money.get(name) ?? 0n) + BigInt(price.amount))
  }
  const suspended = drafts.filter(({ state }) => state === 'suspended').length
  return {
    count: drafts.length,
    suspended,
    active: drafts.length - suspended,
    customers: new Set(drafts.map(({ customerId }) => customerId)).size,
    money: [...money].map(([name, amount]) => {
      const [cycle = '', currency = ''] = name.split(' ')
      return { cycle: cycle as Cycle, price: { amount: amount.toString(), currency } }
    }),
  }
}
