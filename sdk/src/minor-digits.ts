/**
 * How many decimal digits of a currency its minor unit stands for, as Berth counts every amount: EUR
 * 2, JPY 0, KWD 3. It is what the runtime's `Intl` says, which differs from ISO 4217 for some (HUF 0,
 * ISO 2). A gateway that counts otherwise converts by this.
 */
export function minorDigits(currency: string): number {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency })
  return format.resolvedOptions().maximumFractionDigits ?? 2
}
