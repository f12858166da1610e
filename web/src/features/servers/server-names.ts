import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { localText } from '../../ui/form/schema-model.ts'
import { modulesQuery } from '../products/catalog-requests.ts'
import { usePermission } from '../shell/require-permission.tsx'
import { serverGroupsQuery } from './server-requests.ts'

export interface ServerNames {
  types: Map<string, string>
  groups: Map<string, string>
}

/** Types and groups by what people call them. The types need the right to see products. */
export function useServerNames(): ServerNames {
  const { i18n } = useTranslation()
  const mayReadModules = usePermission('products:read')
  const modules = useQuery({ ...modulesQuery, enabled: mayReadModules })
  const groups = useQuery(serverGroupsQuery)
  const servers = (modules.data ?? []).filter((module) => module.needsServer)
  return {
    types: new Map(servers.map((one) => [one.id, localText(one.name, i18n.language) ?? one.id])),
    groups: new Map((groups.data ?? []).map((group) => [group.id, group.name])),
  }
}
