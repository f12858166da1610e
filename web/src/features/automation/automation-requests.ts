import { queryOptions, useQuery } from '@tanstack/react-query'
import type { Answer } from '../../api/answers.ts'
import { api, read } from '../../api/client.ts'

/** How the automation is doing. */
export type AutomationHealth = Answer<'/api/v1/admin/automation/health'>

const LOOK_MS = 15_000

export const healthQuery = queryOptions({
  queryKey: ['automation', 'health'],
  queryFn: () => read(api.GET('/api/v1/admin/automation/health')),
  refetchInterval: LOOK_MS,
})

export const useAutomationHealth = () => useQuery(healthQuery)
