/** A legal mention that a line's tax rate needs on the document. */
export type TaxMention = 'reverse_charge'

/** The installation's tax settings. Countries are ISO 3166 codes of two capitals. */
export interface TaxRules {
  readonly sellerCountry: string
  /** Applied where the table below has no rate. Hundredths of a per cent. */
  readonly defaultRateBasisPoints: number
  /** One rate per country of the customer. */
  readonly countryRates: Readonly<Record<string, number>>
}

/** What decides a customer's rate. */
export interface TaxBuyer {
  readonly kind: 'consumer' | 'business'
  readonly country: string
  readonly vatNumber: string | null
}

/** The rate that applies, the country whose rate it is, and the mention it needs. */
export interface AppliedRate {
  readonly rateBasisPoints: number
  readonly country: string
  readonly mention: TaxMention | null
}

/** How each member state writes its VAT numbers, after the country's prefix. Greece's is `EL`. */
const VAT_NUMBERS: Readonly<Record<string, RegExp>> = {
  AT: /^U\d{8}$/,
  BE: /^[01]\d{9}$/,
  BG: /^\d{9,10}$/,
  CY: /^\d{8}[A-Z]$/,
  CZ: /^\d{8,10}$/,
  DE: /^\d{9}$/,
  DK: /^\d{8}$/,
  EE: /^\d{9}$/,
  ES: /^[A-Z0-9]\d{7}[A-Z0-9]$/,
  FI: /^\d{8}$/,
  FR: /^[A-HJ-NP-Z0-9]{2}\d{9}$/,
  GR: /^\d{9}$/,
  HR: /^\d{11}$/,
  HU: /^\d{8}$/,
  IE: /^(\d{7}[A-W][A-I]?|\d[A-Z+*]\d{5}[A-W])$/,
  IT: /^\d{11}$/,
  LT: /^(\d{9}|\d{12})$/,
  LU: /^\d{8}$/,
  LV: /^\d{11}$/,
  MT: /^\d{8}$/,
  NL: /^[A-Z0-9+*]{9}B[A-Z0-9+*]{2}$/,
  PL: /^\d{10}$/,
  PT: /^\d{9}$/,
  RO: /^\d{2,10}$/,
  SE: /^\d{10}01$/,
  SI: /^\d{8}$/,
  SK: /^\d{10}$/,
}

/** True for a member state of the European Union. */
export function isEuCountry(country: string): boolean {
  return Object.hasOwn(VAT_NUMBERS, country)
}

/**
 * The member state whose VAT number this is, or null when it is not written like one. Spaces,
 * dots and dashes are ignored. Whether the number exists only the state itself can say.
 */
export function vatNumberCountry(vatNumber: string): string | null {
  const compact = vatNumber.toUpperCase().replace(/[\s.-]/g, '')
  const prefix = compact.slice(0, 2)
  const country = prefix === 'EL' ? 'GR' : prefix === 'GR' ? '' : prefix
  return VAT_NUMBERS[country]?.test(compact.slice(2)) ? country : null
}

/**
 * The rate of a customer: the table's for the customer's country, else the installation's
 * default. A business with a VAT number of another member state than the seller's owes the tax
 * itself: no tax here, and the document says so.
 */
export function taxRateFor(buyer: TaxBuyer, rules: TaxRules): AppliedRate {
  if (owesTaxItself(buyer, rules.sellerCountry))
    return { rateBasisPoints: 0, country: buyer.country, mention: 'reverse_charge' }
  const own = Object.hasOwn(rules.countryRates, buyer.country)
  const rate = own ? rules.countryRates[buyer.country] : undefined
  return {
    rateBasisPoints: rate ?? rules.defaultRateBasisPoints,
    country: buyer.country,
    mention: null,
  }
}

function owesTaxItself(buyer: TaxBuyer, sellerCountry: string): boolean {
  if (buyer.kind !== 'business' || buyer.vatNumber === null) return false
  if (!isEuCountry(sellerCountry) || buyer.country === sellerCountry) return false
  return vatNumberCountry(buyer.vatNumber) === buyer.country
}
