import { fail, type GatewayMoney, minorDigits, ok, type Result } from '@berth/sdk'

/*
 * https://docs.stripe.com/currencies: what can be charged, in which unit it is written, and the
 * least amounts.
 */

const words = (text: string) => new Set(text.split(/\s+/))

const TAKEN = words(
  `AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BWP BYN BZD
  CAD CDF CHF CLP CNY COP CRC CVE CZK DJF DKK DOP DZD EGP ETB EUR FJD FKP GBP GEL GIP GMD GNF GTQ
  GYD HKD HNL HTG HUF IDR ILS INR ISK JMD JOD JPY KES KGS KHR KMF KRW KWD KYD KZT LAK LBP LKR LRD
  LSL MAD MDL MGA MKD MMK MNT MOP MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK
  PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SEK SGD SHP SLE SOS SRD SZL THB TJS TND TOP TRY
  TTD TWD TZS UAH UGX USD UYU UZS VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW`,
)

/** Written in whole units, also where ISO 4217 counts two decimals (MGA). */
const WHOLE = words('BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF')
/** Written with three decimals, of which the last must be 0. */
const THOUSANDTHS = words('BHD JOD KWD OMR TND')
/**
 * Written with two decimals, which must be 00: fractions are not charged any more. HUF and TWD are
 * like this in payouts only; both are charged with decimals.
 */
const WHOLE_IN_HUNDREDTHS = words('ISK UGX')

/** The least amounts, in Stripe's unit. What is not listed is compared by Stripe after conversion. */
const LEAST: Readonly<Record<string, bigint>> = {
  AED: 200n,
  AUD: 50n,
  BGN: 100n,
  BRL: 50n,
  CAD: 50n,
  CHF: 50n,
  CZK: 1500n,
  DKK: 250n,
  EUR: 50n,
  GBP: 30n,
  HKD: 400n,
  HUF: 17_500n,
  INR: 50n,
  JPY: 50n,
  MXN: 1000n,
  MYR: 200n,
  NOK: 300n,
  NZD: 50n,
  PLN: 200n,
  RON: 200n,
  SEK: 300n,
  SGD: 50n,
  THB: 1000n,
  USD: 50n,
}

/** The greatest number that Stripe takes for most currencies has eight digits; for IDR twelve. */
const MOST = 999_999_999_999n

function stripeDigits(currency: string): number {
  if (WHOLE.has(currency)) return 0
  return THOUSANDTHS.has(currency) ? 3 : 2
}

/** Amounts are multiples of this, in Stripe's unit. */
function stepOf(currency: string): bigint {
  if (THOUSANDTHS.has(currency)) return 10n
  return WHOLE_IN_HUNDREDTHS.has(currency) ? 100n : 1n
}

/** The least amount that can be charged, in our minor units; null for a currency that cannot. */
export function minimumAmount(currency: string): bigint | null {
  if (!TAKEN.has(currency)) return null
  const least = LEAST[currency] ?? stepOf(currency)
  const shift = minorDigits(currency) - stripeDigits(currency)
  if (shift >= 0) return least * 10n ** BigInt(shift)
  const unit = 10n ** BigInt(-shift)
  return (least + unit - 1n) / unit
}

/** An amount as Stripe writes it. */
export interface StripeAmount {
  readonly amount: number
  /** Lower case. */
  readonly currency: string
}

/** Our amount in Stripe's unit; `rejected` when Stripe has no way to write it. */
export function toStripe({ amount, currency }: GatewayMoney): Result<StripeAmount> {
  if (!TAKEN.has(currency)) return fail('rejected', `Stripe does not take ${currency}`)
  const shift = stripeDigits(currency) - minorDigits(currency)
  const unit = 10n ** BigInt(Math.abs(shift))
  const written = shift >= 0 ? amount * unit : amount / unit
  const isExact = shift >= 0 || written * unit === amount
  if (!isExact || written % stepOf(currency) !== 0n) {
    return fail('rejected', `Stripe cannot take so small a fraction of ${currency}`)
  }
  if (written > MOST) return fail('rejected', `Stripe does not take so much ${currency} at once`)
  return ok({ amount: Number(written), currency: currency.toLowerCase() })
}

/** An amount of Stripe's in our minor units; null when it has a fraction that we do not count. */
export function fromStripe(written: StripeAmount): GatewayMoney | null {
  const currency = written.currency.toUpperCase()
  const shift = stripeDigits(currency) - minorDigits(currency)
  const unit = 10n ** BigInt(Math.abs(shift))
  const amount = BigInt(written.amount)
  if (shift <= 0) return { amount: amount * unit, currency }
  return amount % unit === 0n ? { amount: amount / unit, currency } : null
}
