import type { Instant } from '../../domain/instant.ts'
import type { Money } from '../../domain/money.ts'
import type { Language } from '../../platform/text.ts'

/** Headers of a notice, names in lower case. */
export type NoticeHeaders = Readonly<Record<string, string | string[] | undefined>>

/** What a gateway is asked to collect. */
export interface PaymentRequest {
  /** The intent's reference: unguessable, comes back with every notice. */
  reference: string
  amount: Money
  /** What the customer reads on the pay page. */
  description: string
  language: Language
  /** Where the browser goes when it is done, whatever the outcome. */
  returnUrl: string
}

/** What an authentic notice says. */
export type GatewayNotice =
  | {
      kind: 'paid'
      /** The gateway's own id of this payment: the same notice many times is one payment. */
      reference: string
      /** The intent that it answers; null when the gateway knows none. */
      intentReference: string | null
      amount: Money
    }
  | { kind: 'refused'; intentReference: string; reason: string }
  | { kind: 'charged_back'; reference: string; paymentReference: string; amount: Money }
  /** Authentic, and of no concern here. */
  | { kind: 'ignored' }

export type RefundOutcome = { kind: 'sent' } | { kind: 'refused'; message: string }

/**
 * A way to be paid that tells us by signed notices. Its functions may use the network and are
 * never called inside a transaction. A notice is verified when it comes, stored as it came, and
 * read from the store, perhaps twice.
 */
export interface Gateway {
  id: string
  label: Record<Language, string>
  /** The least amount it takes, in minor units of any currency. */
  minimumAmount: bigint
  /** Prepares a payment; answers the hosted page to send the browser to. */
  startPayment(request: PaymentRequest): Promise<{ redirectUrl: string }>
  /** The event's id when the signature is right; null changes nothing anywhere. */
  verify(headers: NoticeHeaders, body: string, now: Instant): { eventId: string } | null
  /** Reads the body of a verified notice; null when it makes no sense. */
  read(body: string): GatewayNotice | null
  /** Sends money back. `key` is the same when it is tried again. */
  refund(payment: { reference: string; amount: Money; key: string }): Promise<RefundOutcome>
}
