import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { FilterOption, TableFilter } from '../../ui/table/table-types.ts'
import { customerLookup } from '../customers/customer-lookup.ts'
import { useServerNames } from '../servers/server-names.ts'
import { serverChoicesQuery } from '../servers/server-requests.ts'
import { usePermission } from '../shell/require-permission.tsx'
import { ERROR_CODES, OPERATION_KINDS, OPERATION_STATES } from './operation-list.ts'

/** What the list of operations can be narrowed by; `without` leaves out what the page fixes. */
export function useOperationFilters(without: readonly string[] = []): TableFilter[] {
  const { t } = useTranslation()
  const servers = useQuery({ ...serverChoicesQuery, enabled: usePermission('servers:read') })
  const { types } = useServerNames()
  const words = (id: string) => t(`operations.filter.${id}`)
  const options = (key: string, values: readonly string[]): FilterOption[] =>
    values.map((value) => ({ value, label: t(`${key}.${value}`) }))
  const many = (id: string, choices: FilterOption[]) =>
    ({ id, label: words(id), kind: 'choices', options: choices }) as const
  const filters: TableFilter[] = [
    many('state', options('ui.status.operation', OPERATION_STATES)),
    many('kind', options('ui.operation.kind', OPERATION_KINDS)),
    many(
      'serverId',
      (servers.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
    ),
    many(
      'type',
      [...types].map(([value, label]) => ({ value, label })),
    ),
    many('errorCode', options('operations.error', ERROR_CODES)),
    { id: 'customerId', label: words('customerId'), kind: 'lookup', lookup: customerLookup },
    {
      ...{ id: 'created', label: words('created'), kind: 'dayRange' },
      ...{ from: 'createdFrom', to: 'createdTo' },
    },
  ]
  return filters.filter(({ id }) => !without.includes(id))
}
