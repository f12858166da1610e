import type { z } from 'zod'
import type { FetchInit } from './connection.ts'
import type { JsonObject } from './json.ts'
import type { Result } from './result.ts'
import type { Language, Text } from './text.ts'

/**
 * An amount in minor units of a currency, as `minorDigits` counts them: 19.99 € is
 * `{ amount: 1999n, currency: 'EUR' }`.
 */
export interface GatewayMoney {
  readonly amount: bigint
  readonly currency: string
}

/**
 * What a gateway is given with every call. Like a delivery module's context there is no database, no
 * clock and no environment in it; the only way out is `fetch`.
 */
export interface GatewayContext<Settings> {
  /** What staff entered for this gateway, secrets opened. */
  readonly settings: Settings
  /** Like the global `fetch`: limited in time, logged with secrets masked. Throws without an answer. */
  readonly fetch: (url: string | URL, init?: FetchInit) => Promise<Response>
  /** Aborted when the call's time is over. */
  readonly signal: AbortSignal
  /** Writes to the program's log. Secrets of the settings are masked. */
  log(message: string, fields?: JsonObject): void
}

/** Whom money is taken from. `remoteId` is the gateway's own id of them, once it gave one. */
export interface GatewayCustomer {
  /** Our customer's id: the same for ever, send it as metadata. */
  readonly key: string
  readonly name: string
  readonly email: string
  readonly remoteId: string | null
}

/** A payment that the customer makes on the gateway's own page. */
export interface PageRequest {
  /** Unguessable, ours; comes back with every notice as `intentReference`. Also the idempotency key. */
  readonly reference: string
  readonly customer: GatewayCustomer
  readonly amount: GatewayMoney
  /** What the customer reads on the page. */
  readonly description: string
  readonly language: Language
  /** Where the browser goes when it is done, whatever the outcome. */
  readonly returnUrl: string
  /** Keep the method for later charges; the customer has agreed to it. */
  readonly keepMethod: boolean
}

/** A stored way to pay, as people recognise it. */
export interface StoredMethod {
  /** The gateway's own id of the method: never a card number. */
  readonly remoteId: string
  /** The gateway's own id of its holder, to be given back with `GatewayCustomer.remoteId`. */
  readonly customerRemoteId: string | null
  /** `card`, `sepa_debit` … as the gateway names it. */
  readonly kind: string
  /** `Visa •••• 4242`: what stands on screens and in mails. */
  readonly label: string
  /** Last month in which it can be charged, `2027-04`; null when it does not end. */
  readonly expiresOn: string | null
}

/** One attempt to take money without the customer being there. */
export interface ChargeRequest {
  /**
   * The same for every try of this one attempt: the gateway's idempotency key, and metadata by which
   * `findCharge` finds it again. Two calls with one key are one charge, whatever happens.
   */
  readonly key: string
  readonly customer: GatewayCustomer
  readonly method: { readonly remoteId: string }
  readonly amount: GatewayMoney
  readonly description: string
}

/** What became of an attempt. */
export type ChargeOutcome =
  /** The money is ours; `reference` is the payment's, the same that a notice about it names. */
  | { readonly kind: 'succeeded'; readonly reference: string }
  /** Accepted, decided later by a notice (bank debits): the attempt stays in flight. */
  | { readonly kind: 'pending'; readonly reference: string }
  /**
   * Refused. `final`: this method can never be charged again (stolen, closed, mandate withdrawn).
   * `message` is the gateway's own, for staff.
   */
  | {
      readonly kind: 'refused'
      readonly code: string
      readonly message: string
      readonly final: boolean
    }
  /** The bank wants the customer to be there (strong customer authentication). */
  | { readonly kind: 'needs_customer'; readonly message: string }

/** What an authentic notice says. */
export type GatewayNotice =
  | {
      readonly kind: 'paid'
      /** The gateway's own id of this payment: the same notice many times is one payment. */
      readonly reference: string
      /** The `PageRequest.reference` or `ChargeRequest.key` that it answers; null when unknown. */
      readonly intentReference: string | null
      readonly amount: GatewayMoney
      /** The method that the customer let us keep with this payment. */
      readonly method?: StoredMethod
      /** The `reference` of the `charged_back` that it makes good: money of a dispute that was won. */
      readonly reinstates?: string
    }
  /** A page payment or a pending charge came to nothing; `message` is the gateway's own. */
  | {
      readonly kind: 'refused'
      readonly intentReference: string
      readonly message: string
      readonly final?: boolean
    }
  /** A method was stored; `reference` is the one given to `startSetup`. */
  | { readonly kind: 'method_stored'; readonly reference: string; readonly method: StoredMethod }
  /** A method has another label or end than before: its bank sent a new card, for example. */
  | { readonly kind: 'method_changed'; readonly method: StoredMethod }
  /** A method cannot be charged any more (card gone, mandate withdrawn). */
  | { readonly kind: 'method_closed'; readonly methodRemoteId: string }
  /** The bank took money back. `reference` is the dispute's own id. */
  | {
      readonly kind: 'charged_back'
      readonly reference: string
      readonly paymentReference: string
      readonly amount: GatewayMoney
    }
  /** A refund that was sent before failed at the bank. */
  | { readonly kind: 'refund_failed'; readonly key: string; readonly message: string }
  /** Authentic, and of no concern here. */
  | { readonly kind: 'ignored' }

/** Headers of a notice, names in lower case. */
export type NoticeHeaders = Readonly<Record<string, string | string[] | undefined>>

/**
 * A way to be paid that tells us by signed notices. No function is ever called inside a database
 * transaction. A notice is verified when it comes, stored as it came, and read from the store,
 * perhaps twice. Expected failures are results; throwing means *unknown*, which is never taken for
 * a refusal.
 */
export interface Gateway<Settings = unknown> {
  /** Stands in payments and addresses (`/api/v1/hooks/<id>`): lower case, never changed. */
  readonly id: string
  /** What customers choose by. */
  readonly label: Text
  /** What staff enter; secret fields are marked as such. */
  readonly settings: z.ZodType<Settings> & z.ZodObject
  /** The least amount it takes in a currency; null when it does not take the currency. */
  minimumAmount(settings: Settings, currency: string): bigint | null
  /** Asks the gateway whether the settings work, read-only. Names what is missing. */
  testConnection(ctx: GatewayContext<Settings>): Promise<Result<{ readonly account: string }>>
  /** Prepares a payment on the gateway's own page. The same reference twice is one page. */
  startPayment(
    ctx: GatewayContext<Settings>,
    request: PageRequest,
  ): Promise<Result<{ readonly redirectUrl: string }>>
  /** Prepares the page on which the customer stores a method. Absent: nothing can be stored. */
  startSetup?(
    ctx: GatewayContext<Settings>,
    request: Omit<PageRequest, 'amount' | 'description' | 'keepMethod'> & {
      readonly currency: string
    },
  ): Promise<Result<{ readonly redirectUrl: string }>>
  /** Charges a stored method. Present when `startSetup` is. */
  charge?(ctx: GatewayContext<Settings>, request: ChargeRequest): Promise<Result<ChargeOutcome>>
  /**
   * What became of the attempt with this key; null when the gateway has never heard of it. Asked
   * before an attempt whose answer was lost is made again.
   */
  findCharge?(
    ctx: GatewayContext<Settings>,
    request: ChargeRequest,
  ): Promise<Result<ChargeOutcome | null>>
  /** Forgets a stored method there. One that is gone already is forgotten. */
  forgetMethod?(
    ctx: GatewayContext<Settings>,
    method: { readonly remoteId: string },
  ): Promise<Result<void>>
  /** Sends money back. `key` is the same when it is tried again. */
  refund(
    ctx: GatewayContext<Settings>,
    payment: {
      readonly reference: string
      readonly amount: GatewayMoney
      readonly key: string
    },
  ): Promise<Result<void>>
  /** The event's id when the signature is right and recent; null changes nothing anywhere. */
  verify(
    settings: Settings,
    notice: {
      readonly headers: NoticeHeaders
      readonly body: string
      /** Epoch milliseconds. */
      readonly now: number
    },
  ): { readonly eventId: string } | null
  /** Reads the body of a verified notice; null when it makes no sense. Pure. */
  read(settings: Settings, body: string): GatewayNotice | null
  /**
   * What must be asked of the gateway to understand a notice (an expanded payment method, for
   * example), done once before it is stored; answers the body to store. Absent: it is stored as it came.
   */
  complete?(ctx: GatewayContext<Settings>, body: string): Promise<Result<string>>
}

/**
 * Declares a gateway, checked by the compiler.
 *
 * @example export default defineGateway({ id: 'acme', label: sameText('Acme Pay'), settings, … })
 */
export function defineGateway<Settings>(gateway: Gateway<Settings>): Gateway<Settings> {
  return gateway
}
