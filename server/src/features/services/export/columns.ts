import { localParts } from '../../../domain/calendar.ts'
import type { Instant } from '../../../domain/instant.ts'
import { minorDigits } from '../../../domain/money.ts'
import { defineTexts, type Language, say } from '../../../platform/text.ts'
import type { ListedService } from '../present.ts'
import type { ServiceDetails } from './load-details.ts'

/** What a cell is made of. */
export interface ExportRow extends ListedService {
  details: ServiceDetails
}

/** For whom a file is written. */
export interface ExportView {
  language: Language
  zone: string
  now: Instant
}

type Cell = (row: ExportRow, view: ExportView) => string

const yes: (is: (row: ExportRow, view: ExportView) => boolean) => Cell = (is) => (row, view) =>
  say(is(row, view) ? 'service.export.yes' : 'service.export.no', view.language)

const moment: (pick: (row: ExportRow) => Instant | null) => Cell = (pick) => (row, view) => {
  const at = pick(row)
  return at === null ? '' : localTime(at, view.zone)
}

/** The columns that may be chosen, in the order in which they stand when all are. */
export const EXPORT_COLUMNS = {
  number: ({ service }) => String(service.number),
  id: ({ service }) => service.id,
  name: ({ service }) => service.name,
  status: ({ service }, { language }) => say(`service.status.${service.status}`, language),
  customer: ({ customer }) => customer.name,
  customerNumber: ({ customer }) => String(customer.number),
  customerEmail: ({ details }) => details.customerEmail,
  product: ({ product }, { language }) => product?.name[language] ?? '',
  type: ({ service }) => service.type,
  server: ({ server }) => server?.name ?? '',
  cycle: ({ service }, { language }) => say(`service.cycle.${service.cycle}`, language),
  price: ({ service }) => decimal(service.price, service.currency),
  initialPrice: ({ service, details }) => decimal(details.initialPrice, service.currency),
  currency: ({ service }) => service.currency,
  expiresAt: moment(({ service }) => service.expiresAt),
  createdAt: moment(({ service }) => service.createdAt),
  deliveredAt: moment(({ details }) => details.deliveredAt),
  endedAt: moment(({ service }) => service.endedAt),
  renewalCount: ({ details }) => String(details.renewalCount),
  autoPay: yes(({ details }) => details.autoPay),
  trial: yes(({ details }) => details.trial),
  held: yes(
    ({ service }, { now }) =>
      service.heldForever || (service.holdUntil !== null && service.holdUntil > now),
  ),
  overdue: yes(({ service, overdue }) => overdue && service.endedAt === null),
  cancellation: yes(
    ({ service }) => service.cancellationRequestedAt !== null && service.endedAt === null,
  ),
} as const satisfies Record<string, Cell>

export type ExportColumn = keyof typeof EXPORT_COLUMNS
export const EXPORT_COLUMN_NAMES = Object.keys(EXPORT_COLUMNS) as [ExportColumn, ...ExportColumn[]]

export const DEFAULT_COLUMNS: readonly ExportColumn[] = [
  ...(['number', 'name', 'status', 'customer', 'product', 'type', 'server', 'cycle'] as const),
  ...(['price', 'currency', 'expiresAt', 'createdAt'] as const),
]

const MONEY: readonly ExportColumn[] = ['price', 'initialPrice']

/** An amount without its currency says nothing: the column is added where it was not chosen. */
export function completeColumns(chosen: readonly ExportColumn[] | undefined): ExportColumn[] {
  const columns = chosen && chosen.length > 0 ? [...chosen] : [...DEFAULT_COLUMNS]
  const lastAmount = columns.findLastIndex((column) => MONEY.includes(column))
  if (lastAmount !== -1 && !columns.includes('currency')) {
    columns.splice(lastAmount + 1, 0, 'currency')
  }
  return columns
}

export const headerOf = (columns: readonly ExportColumn[], language: Language) =>
  columns.map((column) => say(`service.export.${column}`, language))

export const cellsOf = (columns: readonly ExportColumn[], row: ExportRow, view: ExportView) =>
  columns.map((column) => EXPORT_COLUMNS[column](row, view))

/** `1999` EUR as `19.99`: a decimal that every spreadsheet reads, whatever its language. */
function decimal(amount: bigint, currency: string): string {
  const places = minorDigits(currency)
  const digits = (amount < 0n ? -amount : amount).toString().padStart(places + 1, '0')
  const whole = digits.slice(0, digits.length - places)
  const fraction = places === 0 ? '' : `.${digits.slice(-places)}`
  return `${amount < 0n ? '-' : ''}${whole}${fraction}`
}

/** `2025-03-10 13:00` in the business time zone. */
function localTime(at: Instant, zone: string): string {
  const { year, month, day, hour, minute } = localParts(at, zone)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}`
}

const HEADERS: Record<ExportColumn | 'yes' | 'no', Record<Language, string>> = {
  number: { en: 'Number', fr: 'Numéro' },
  id: { en: 'Identifier', fr: 'Identifiant' },
  name: { en: 'Name', fr: 'Nom' },
  status: { en: 'Status', fr: 'Statut' },
  customer: { en: 'Customer', fr: 'Client' },
  customerNumber: { en: 'Customer number', fr: 'Numéro du client' },
  customerEmail: { en: 'Customer e-mail', fr: 'E-mail du client' },
  product: { en: 'Product', fr: 'Produit' },
  type: { en: 'Type', fr: 'Type' },
  server: { en: 'Server', fr: 'Serveur' },
  cycle: { en: 'Billing cycle', fr: 'Cycle de facturation' },
  price: { en: 'Price', fr: 'Prix' },
  initialPrice: { en: 'Initial price', fr: 'Prix initial' },
  currency: { en: 'Currency', fr: 'Devise' },
  expiresAt: { en: 'Expiry', fr: 'Expiration' },
  createdAt: { en: 'Created', fr: 'Créé le' },
  deliveredAt: { en: 'Delivered', fr: 'Livré le' },
  endedAt: { en: 'Ended', fr: 'Fin le' },
  renewalCount: { en: 'Renewals', fr: 'Renouvellements' },
  autoPay: { en: 'Automatic payment', fr: 'Paiement automatique' },
  trial: { en: 'Trial', fr: 'Essai' },
  held: { en: 'On hold', fr: 'En pause' },
  overdue: { en: 'Overdue', fr: 'Impayé' },
  cancellation: { en: 'Cancellation scheduled', fr: 'Résiliation prévue' },
  yes: { en: 'yes', fr: 'oui' },
  no: { en: 'no', fr: 'non' },
}

defineTexts(
  Object.fromEntries(
    Object.entries(HEADERS).map(([name, text]) => [`service.export.${name}`, text]),
  ),
)
