import type { Money } from '../../i18n/format.ts'
import type { Invoiced } from './forecast-types.ts'

/** What is to be paid, taxes included, per currency. */
export const grossOf = (invoiced: readonly Invoiced[]): Money[] =>
  invoiced.map(({ currency, gross }) => ({ currency, amount: gross }))
