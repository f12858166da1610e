import { send } from '../../api/client.ts'
import type { Page } from '../../ui/table/table-types.ts'
import type { Difference, ProofDay } from './proof-types.ts'

const PROOF = '/api/v1/admin/automation/proof'

export const listProof = () => send<{ items: ProofDay[] }>({ url: PROOF })

export const listDifferences = (day: string, query: Record<string, string>) =>
  send<Page<Difference>>({ url: `${PROOF}/${day}/differences`, query })
