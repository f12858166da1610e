import { useTranslation } from 'react-i18next'
import type { FilterOption, TableFilter } from '../../ui/table/table-types.ts'
import { customerLookup } from '../customers/customer-lookup.ts'
import { useServiceChoices } from './service-choices.ts'

const CYCLES = [
  ...['weekly', 'monthly', 'quarterly', 'semiannually', 'annually'],
  ...['biennially', 'triennially', 'onetime', 'free'],
]
const CAUSES = ['overdue', 'term_ended', 'abuse', 'request', 'dispute', 'other']

/** Every status, as tabs and filters name them. */
export const STATUSES = ['active', 'suspended', 'expired', 'terminated', 'cancelled', 'pending']

/** The names of the filters in the address, which are the API's. */
export const SERVICE_FILTERS = [
  ...['type', 'cycle', 'expires', 'expiresFrom', 'expiresTo', 'createdFrom', 'createdTo'],
  ...['archived', 'customerId', 'productId', 'productGroupId', 'custom', 'serverId'],
  ...['priceFrom', 'priceTo', 'currency', 'autoPay', 'trial'],
  ...['operation', 'suspension', 'cancellation', 'held', 'metadata'],
]

/**
 * What the list of services can be narrowed by. `currency` is the one that is filtered by, for the
 * amounts that are typed.
 */
export function useServiceFilters(currency: string | null): TableFilter[] {
  const { t } = useTranslation()
  const { products, groups, servers, modules, currencies } = useServiceChoices()
  const group = (id: string) => t(`serviceList.filterGroup.${id}`)
  const words = (id: string) => t(`serviceList.filter.${id}`)
  const options = (key: string, values: string[]): FilterOption[] =>
    values.map((value) => ({ value, label: t(`${key}.${value}`) }))
  const many = (id: string, choices: FilterOption[]) =>
    ({ id, label: words(id), kind: 'choices', options: choices }) as const
  const one = (id: string, ...values: string[]) =>
    ({
      id,
      label: words(id),
      kind: 'choice',
      options: options(`serviceList.${id}`, values),
    }) as const
  return [
    many('status', options('ui.status.service', STATUSES)),
    many('type', modules),
    many('cycle', options('ui.cycle', CYCLES)),
    {
      ...{ id: 'expiry', label: words('expiry'), kind: 'dayRange' },
      ...{ from: 'expiresFrom', to: 'expiresTo' },
      instead: { name: 'expires', value: 'never', label: t('ui.expiry.forLife') },
    },
    {
      ...{ id: 'created', label: words('created'), kind: 'dayRange' },
      ...{ from: 'createdFrom', to: 'createdTo' },
    },
    one('archived', 'with', 'only'),
    {
      ...{ id: 'customerId', label: words('customerId'), group: group('sale') },
      ...{ kind: 'lookup', lookup: customerLookup },
    },
    { ...many('productId', products), group: group('sale') },
    { ...many('productGroupId', groups), group: group('sale') },
    { ...one('custom', 'yes'), group: group('sale') },
    { ...many('serverId', servers), group: group('sale') },
    {
      ...{ id: 'price', label: words('price'), group: group('money') },
      ...{ kind: 'moneyRange', from: 'priceFrom', to: 'priceTo', currency },
    },
    { ...many('currency', currencies), group: group('money') },
    { ...one('autoPay', 'on', 'off'), group: group('money') },
    { ...one('trial', 'yes'), group: group('money') },
    { ...one('operation', 'open', 'failed', 'unknown'), group: group('state') },
    { ...many('suspension', options('serviceList.cause', CAUSES)), group: group('state') },
    { ...one('cancellation', 'scheduled'), group: group('state') },
    { ...one('held', 'yes'), group: group('state') },
    { id: 'metadata', label: words('metadata'), kind: 'keyValue', group: group('state') },
  ] as TableFilter[]
}
