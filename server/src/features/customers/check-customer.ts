import { isCountry } from '../../domain/country.ts'
import { isEuCountry, vatNumberCountry } from '../../domain/tax-rate.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { type FieldError, Problem } from '../../platform/problem.ts'
import { businessSettings } from '../settings/business.ts'
import { readSettings } from '../settings/sections.ts'
import './texts.ts'

/** What has to fit together in a customer. */
export interface CheckedFields {
  kind: 'consumer' | 'business'
  country: string
  vatNumber: string | null
  currency: string
}

/** The fields that cannot be so, each named. Pure: what is offered comes in. */
export function customerFaults(fields: CheckedFields, currencies: readonly string[]): FieldError[] {
  const faults: FieldError[] = []
  const fault = (pointer: string, code: string, params?: Record<string, string>) =>
    faults.push({ pointer, code, detail: { key: `problem.${code}`, params } })
  if (!isCountry(fields.country)) fault('/country', 'unknown_country')
  if (!currencies.includes(fields.currency))
    fault('/currency', 'currency_not_offered', { currencies: currencies.join(', ') })
  if (fields.vatNumber !== null) {
    if (fields.kind === 'consumer') fault('/vatNumber', 'vat_number_needs_business')
    else if (!isVatNumber(fields.vatNumber, fields.country))
      fault('/vatNumber', 'invalid_vat_number')
  }
  return faults
}

/** In the Union the letters and the shape are checked; elsewhere any 4 to 20 letters and digits. */
function isVatNumber(vatNumber: string, country: string): boolean {
  if (isEuCountry(country)) return vatNumberCountry(vatNumber) !== null
  return /^[A-Z0-9]{4,20}$/.test(vatNumber)
}

/** Capitals, without the blanks, dots and dashes people write; null for nothing. */
export function normaliseVatNumber(text: string | null | undefined): string | null {
  const compact = (text ?? '').replace(/[\s.-]/g, '').toUpperCase()
  return compact === '' ? null : compact
}

/**
 * Throws 422 naming every wrong field. A currency the customer already has may stay when it is
 * no longer offered.
 */
export async function assertCustomer(
  db: Db | Tx,
  fields: CheckedFields,
  keptCurrency?: string,
): Promise<void> {
  const { currencies } = await readSettings(db, businessSettings)
  const offered = keptCurrency ? [...new Set([...currencies, keptCurrency])] : currencies
  const errors = customerFaults(fields, offered)
  if (errors.length > 0) throw new Problem('invalid', { errors })
}
