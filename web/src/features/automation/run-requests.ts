import { send } from '../../api/client.ts'
import type { Page } from '../../ui/table/table-types.ts'
import type { SweepRun, SweepRunPage } from './run-types.ts'

const RUNS = '/api/v1/admin/automation/runs'

export const listRuns = (query: Record<string, string>) =>
  send<Page<SweepRun>>({ url: RUNS, query })

export const readRun = (id: string) => send<SweepRunPage>({ url: `${RUNS}/${id}` })
