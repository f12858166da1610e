import { addDays } from '../calendar.ts'
import type { Instant } from '../instant.ts'
import { type Money, roundHalfUp } from '../money.ts'
import { type PriceMode, type TaxAmounts, taxDocument } from '../tax.ts'
import type { AutomatedService } from './types.ts'

/** An amount without tax, its tax and both together, in one currency. */
export interface DocumentAmounts extends TaxAmounts {
  readonly currency: string
}

/** A document to pay, as it is or as it will be. */
export interface DocumentFact {
  /** Null while it is still to be made. */
  readonly id: string | null
  readonly amounts: DocumentAmounts
  /** What is still to pay of it, in minor units. */
  readonly due: bigint
  readonly openedAt: Instant
  readonly dueAt: Instant
  /** When what it pays for would be lost: the expiry, or the end of an order that waits for it. */
  readonly neededAt: Instant | null
}

/** How a service's periods become documents, and the documents that wait to be paid. */
export interface BillingFacts {
  /** The customer's rate by the settings in force, in hundredths of a per cent. */
  readonly rateBasisPoints: number
  readonly taxMode: PriceMode
  /** Calendar days from opening to the due date. */
  readonly paymentTermDays: number
  /** The business time zone. */
  readonly zone: string
  /** The document of the open renewal. */
  readonly renewal: DocumentFact | null
  /** The document of the order of a pending service. */
  readonly order: DocumentFact | null
  /** What automatic charges may take from the customer's credit first, in minor units. */
  readonly credit: bigint
}

/** What the next periods cost: those that a running discount reaches, then the others. */
export function priceOfPeriods(service: AutomatedService, periods: number): Money {
  const { price, discountEnd, renewalCount } = service
  if (!discountEnd) return { ...price, amount: price.amount * BigInt(periods) }
  const left = Math.max(0, discountEnd.atRenewals - renewalCount)
  const reduced = BigInt(Math.min(periods, left))
  const amount = price.amount * reduced + discountEnd.price.amount * (BigInt(periods) - reduced)
  return { ...price, amount }
}

/** The amounts of a document over one price: all its lines have the customer's one rate. */
export function amountsOf(
  price: Money,
  billing: Pick<BillingFacts, 'rateBasisPoints' | 'taxMode'>,
): DocumentAmounts {
  const { rateBasisPoints, taxMode } = billing
  const { net, tax, gross } = taxDocument([{ amount: price.amount, rateBasisPoints }], taxMode)
  return { net, tax, gross, currency: price.currency }
}

/** What a charge takes: what is left to pay once the credit has paid, with its share of the tax. */
export function amountsCharged(document: DocumentFact, credit: bigint): DocumentAmounts {
  const { amounts } = document
  const { due: gross } = payWithCredit(document, credit).document
  if (gross === amounts.gross || amounts.gross === 0n) return amounts
  const tax = roundHalfUp(amounts.tax * gross, amounts.gross)
  return { ...amounts, gross, tax, net: gross - tax }
}

/** What is left to pay, and of the credit, once the credit has paid as much as it can. */
export function payWithCredit(document: DocumentFact, credit: bigint) {
  const used = credit < document.due ? credit : document.due
  return { document: { ...document, due: document.due - used }, credit: credit - used }
}

/** The document that a renewal opened at a moment is asked for with. */
export function renewalDocument(
  service: AutomatedService,
  periods: number,
  opened: { readonly at: Instant; readonly billing: BillingFacts },
): DocumentFact {
  const { at, billing } = opened
  const amounts = amountsOf(priceOfPeriods(service, periods), billing)
  return {
    id: null,
    amounts,
    due: amounts.gross,
    openedAt: at,
    dueAt: addDays(at, billing.paymentTermDays, billing.zone),
    neededAt: service.expiresAt,
  }
}
