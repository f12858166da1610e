import { ok, type Result, type StoredMethod } from '@berth/sdk'
import { z } from 'zod'
import type { StripeContext } from './client.ts'
import { asked, isMissing } from './failures.ts'

const last4 = z.object({ last4: z.string().nullish() }).nullish()

/** The part of a PaymentMethod that people recognise it by; the API knows many kinds. */
export const paymentMethodShape = z.object({
  id: z.string(),
  type: z.string(),
  customer: z.union([z.string(), z.object({ id: z.string() })]).nullish(),
  card: z
    .object({
      brand: z.string(),
      display_brand: z.string().nullish(),
      last4: z.string(),
      exp_month: z.int(),
      exp_year: z.int(),
    })
    .nullish(),
  sepa_debit: last4,
  bacs_debit: last4,
  au_becs_debit: last4,
  acss_debit: z.object({ bank_name: z.string().nullish(), last4: z.string().nullish() }).nullish(),
  us_bank_account: z
    .object({ bank_name: z.string().nullish(), last4: z.string().nullish() })
    .nullish(),
  link: z.object({ email: z.string().nullish() }).nullish(),
  paypal: z.object({ payer_email: z.string().nullish() }).nullish(),
})
export type PaymentMethodShape = z.output<typeof paymentMethodShape>

const BRANDS: Readonly<Record<string, string>> = {
  amex: 'American Express',
  cartes_bancaires: 'Cartes Bancaires',
  diners: 'Diners Club',
  jcb: 'JCB',
  unionpay: 'UnionPay',
}

/** A method in the contract's words. */
export function storedMethod(method: PaymentMethodShape): StoredMethod {
  return {
    remoteId: method.id,
    customerRemoteId: holderOf(method),
    kind: method.type,
    label: labelOf(method),
    expiresOn: method.card
      ? `${method.card.exp_year}-${String(method.card.exp_month).padStart(2, '0')}`
      : null,
  }
}

/** Stripe's id of the customer whose method it is; null once it was taken off. */
export function holderOf({ customer }: Pick<PaymentMethodShape, 'customer'>): string | null {
  return typeof customer === 'object' && customer ? customer.id : (customer ?? null)
}

function labelOf(method: PaymentMethodShape): string {
  const { type, card } = method
  if (card) {
    const brand =
      card.display_brand && card.display_brand !== 'other' ? card.display_brand : card.brand
    return masked(BRANDS[brand] ?? spoken(brand), card.last4)
  }
  const bank = method.us_bank_account ?? method.acss_debit
  if (bank) return masked(bank.bank_name ?? spoken(type), bank.last4)
  if (method.sepa_debit) return masked('SEPA', method.sepa_debit.last4)
  if (method.bacs_debit) return masked('Bacs', method.bacs_debit.last4)
  if (method.au_becs_debit) return masked('BECS', method.au_becs_debit.last4)
  const owner = method.link?.email ?? method.paypal?.payer_email
  const name = type === 'paypal' ? 'PayPal' : spoken(type)
  return owner ? `${name} ${owner}` : name
}

const masked = (name: string, digits: string | null | undefined) =>
  digits ? `${name} •••• ${digits}` : name

/** `revolut_pay` → `Revolut Pay`. */
const spoken = (name: string) =>
  name.replaceAll('_', ' ').replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase())

/** Takes a method off its customer, after which nobody can charge it. */
export function forgetMethod(
  ctx: StripeContext,
  { remoteId }: { readonly remoteId: string },
): Promise<Result<void>> {
  return asked(ctx, async (stripe) => {
    try {
      const method = await stripe.paymentMethods.retrieve(remoteId)
      if (holderOf(method)) await stripe.paymentMethods.detach(remoteId)
    } catch (error) {
      if (!isMissing(error)) throw error
    }
  }).then((done) => (done.ok ? ok(undefined) : done))
}
