/** An amount in the currency's minor units (cents, yen, fils). Never a fraction, never a float. */
export interface Money {
  readonly amount: bigint
  /** ISO 4217 code in capitals. */
  readonly currency: string
}

/**
 * The one rounding rule: to the nearest whole unit, a half away from zero, so that a credit note
 * rounds exactly as its invoice did. Throws RangeError when the denominator is not positive.
 */
export function roundHalfUp(numerator: bigint, denominator: bigint): bigint {
  if (denominator <= 0n) throw new RangeError('the denominator must be positive')
  const size = numerator < 0n ? -numerator : numerator
  const rounded = (2n * size + denominator) / (2n * denominator)
  return numerator < 0n ? -rounded : rounded
}

/**
 * Spreads a whole total over exact shares given as fractions of one denominator: each share is
 * rounded down, and the units left go to the largest remainders, the first of equals first.
 * The total must be the shares' sum, rounded in any way; the result adds up to it exactly.
 */
export function distribute(total: bigint, numerators: readonly bigint[], denominator: bigint) {
  const floors = numerators.map((numerator) => floorDivide(numerator, denominator))
  const remainders = numerators.map((n, i) => n - (floors[i] as bigint) * denominator)
  const order = numerators.map((_, index) => index)
  order.sort((a, b) => compare(remainders[b] as bigint, remainders[a] as bigint) || a - b)
  const left = Number(total - floors.reduce((sum, floor) => sum + floor, 0n))
  if (left < 0 || left > numerators.length) throw new RangeError('the shares are not of this total')
  for (const index of order.slice(0, left)) floors[index] = (floors[index] as bigint) + 1n
  return floors
}

/**
 * Splits an amount by weights with the largest-remainder rule; the parts add up to it exactly.
 * Weights that are all zero count as equal. Throws RangeError for no weights or a negative one.
 */
export function splitMoney(amount: bigint, weights: readonly bigint[]): bigint[] {
  if (weights.length === 0) throw new RangeError('nothing to split over')
  if (weights.some((weight) => weight < 0n)) throw new RangeError('a weight is negative')
  const sum = weights.reduce((total, weight) => total + weight, 0n)
  if (sum === 0n)
    return splitMoney(
      amount,
      weights.map(() => 1n),
    )
  if (amount < 0n) return splitMoney(-amount, weights).map((part) => -part)
  return distribute(
    amount,
    weights.map((weight) => amount * weight),
    sum,
  )
}

/** Adds amounts of one currency; adding two currencies is a bug and throws RangeError. */
export function addMoney(first: Money, ...others: readonly Money[]): Money {
  return others.reduce((sum, other) => {
    if (other.currency !== sum.currency)
      throw new RangeError(`cannot add ${other.currency} to ${sum.currency}`)
    return { amount: sum.amount + other.amount, currency: sum.currency }
  }, first)
}

const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'))

/** True for a code of three capitals that the runtime knows as a currency. */
export function isCurrency(code: string): boolean {
  return currencies.has(code)
}

/**
 * Minor units by ISO 4217, table A.1, where they are not two decimals. The runtime's `Intl` counts
 * otherwise for some: it goes by what is in use (HUF 0), not by how amounts are written (HUF 2).
 */
const DIGITS: ReadonlyMap<string, number> = new Map([
  ...digitsOf(0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'),
  ...digitsOf(3, 'BHD IQD JOD KWD LYD OMR TND'),
  ...digitsOf(4, 'CLF UYW'),
])

function digitsOf(digits: number, currencies: string): [string, number][] {
  return currencies.split(' ').map((currency) => [currency, digits])
}

/** Decimal digits of a currency's minor unit by ISO 4217: EUR 2, JPY 0, BHD 3. */
export function minorDigits(currency: string): number {
  return DIGITS.get(currency) ?? 2
}

/** The plain decimal number of an amount, `.` before the minor units: `19.99`, `-5`, `0.005`. */
export function toDecimal(money: Money): string {
  const places = minorDigits(money.currency)
  const size = money.amount < 0n ? -money.amount : money.amount
  const text = String(size).padStart(places + 1, '0')
  const sign = money.amount < 0n ? '-' : ''
  if (places === 0) return sign + text
  return `${sign}${text.slice(0, -places)}.${text.slice(-places)}`
}

/**
 * Reads a decimal number as money: `19.99` or `19,99` in EUR is 1999. Null when it is no number
 * or has more decimals than the currency; nothing is rounded away.
 */
export function parseMoney(text: string, currency: string): Money | null {
  const match = /^(-?)(\d{1,15})(?:[.,](\d+))?$/.exec(text.trim())
  if (!match) return null
  const places = minorDigits(currency)
  const fraction = match[3] ?? ''
  if (fraction.length > places) return null
  const amount = BigInt((match[2] ?? '0') + fraction.padEnd(places, '0'))
  return { amount: match[1] === '-' ? -amount : amount, currency }
}

const formats = new Map<string, Intl.NumberFormat>()

/** The amount as people of a language write it: `19,99 €` in `fr`, `€19.99` in `en`. */
export function formatMoney(money: Money, language: string): string {
  const key = `${language} ${money.currency}`
  let format = formats.get(key)
  if (!format) {
    const places = minorDigits(money.currency)
    format = new Intl.NumberFormat(language, {
      ...{ style: 'currency', currency: money.currency },
      ...{ minimumFractionDigits: places, maximumFractionDigits: places },
    })
    formats.set(key, format)
  }
  return format.format(toDecimal(money) as Intl.StringNumericLiteral)
}

function floorDivide(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator
  return numerator % denominator < 0n ? quotient - 1n : quotient
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}
