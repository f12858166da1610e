import type { Answer, Row } from '../../api/answers.ts'
import { api, read, send } from '../../api/client.ts'
import type { ImportBody } from '../new-service/new-service-requests.ts'

export type ProposalPage = Answer<'/api/v1/admin/servers/{id}/import-proposals'>
export type ProposedResource = ProposalPage['items'][number]
export type ProductChoice = ProposalPage['products'][number]
export type ImportEntry = Row<'/api/v1/admin/imports'>

/** One page of what exists on a server, with what it could become. */
export function readProposals(serverId: string, cursor: string) {
  const params = { path: { id: serverId }, query: cursor ? { cursor } : {} }
  return read(api.GET('/api/v1/admin/servers/{id}/import-proposals', { params }))
}

export const listImports = (query: Record<string, string>) =>
  read(api.GET('/api/v1/admin/imports', { params: { query } }))

/** What the import would do; a problem names what is wrong with which row. */
export const rehearseImport = (body: ImportBody) =>
  send<{ effects: string[] }>({ method: 'POST', url: '/api/v1/admin/imports?dryRun=true', body })
