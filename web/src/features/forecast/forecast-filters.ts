import { useTranslation } from 'react-i18next'
import type { TableFilter } from '../../ui/table/table-types.ts'
import { customerLookup } from '../customers/customer-lookup.ts'
import { useServiceChoices } from '../service-list/service-choices.ts'
import { STEP_KINDS } from './step-groups.ts'

/** What the forecast can be narrowed by. */
export function useForecastFilters(): TableFilter[] {
  const { t } = useTranslation()
  const { products, groups, servers, modules, currencies } = useServiceChoices()
  const words = (id: string) => t(`serviceList.filter.${id}`)
  const many = (id: string, label: string, options: { value: string; label: string }[]) =>
    ({ id, label, kind: 'choices', options }) as const
  return [
    {
      ...{ id: 'customerId', label: words('customerId') },
      ...{ kind: 'lookup', lookup: customerLookup },
    },
    many('productId', words('productId'), products),
    many('groupId', words('productGroupId'), groups),
    many('serverId', words('serverId'), servers),
    many('type', words('type'), modules),
    many('currency', words('currency'), currencies),
    many(
      'step',
      t('forecast.step'),
      STEP_KINDS.map((value) => ({ value, label: t(`automation.step.${value}`) })),
    ),
  ]
}
