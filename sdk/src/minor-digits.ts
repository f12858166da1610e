/**
 * Minor units by ISO 4217, table A.1, where they are not two decimals. The runtime's `Intl` counts
 * otherwise for some: it goes by what is in use (HUF 0), not by how amounts are written (HUF 2).
 */
const DIGITS: ReadonlyMap<string, number> = new Map([
  ...of(0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'),
  ...of(3, 'BHD IQD JOD KWD LYD OMR TND'),
  ...of(4, 'CLF UYW'),
])

function of(digits: number, currencies: string): [string, number][] {
  return currencies.split(' ').map((currency) => [currency, digits])
}

/**
 * How many decimal digits of a currency its minor unit stands for, as Berth counts every amount: EUR
 * 2, JPY 0, KWD 3, by ISO 4217. A gateway that counts otherwise converts by this.
 */
export function minorDigits(currency: string): number {
  return DIGITS.get(currency) ?? 2
}
