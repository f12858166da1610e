import { queryOptions, useQuery } from '@tanstack/react-query'
import { send } from '../../api/client.ts'

/** How the automation is doing. */
export interface AutomationHealth {
  lastSweepAt: string | null
  /** Services whose moment has come. */
  due: number
  /** Of them: for longer than a sweep should take. */
  late: number
  /** Services that wait, by what they wait for. */
  blocked: Record<string, number>
  failures: number
}

const LOOK_MS = 15_000

export const healthQuery = queryOptions({
  queryKey: ['automation', 'health'],
  queryFn: () => send<AutomationHealth>({ url: '/api/v1/admin/automation/health' }),
  refetchInterval: LOOK_MS,
})

export const useAutomationHealth = () => useQuery(healthQuery)
