import { queryOptions } from '@tanstack/react-query'
import type { Answer, Row } from '../../api/answers.ts'
import { api, read, send } from '../../api/client.ts'

export type StaffMember = Row<'/api/v1/admin/staff'>
export type Role = Row<'/api/v1/admin/roles'>
export type Roles = Answer<'/api/v1/admin/roles'>
export type ApiKey = Row<'/api/v1/admin/api-keys'>

const STAFF = '/api/v1/admin/staff'
const ROLES = '/api/v1/admin/roles'
const KEYS = '/api/v1/admin/api-keys'

export const membersQuery = queryOptions({
  queryKey: ['staff', 'members'],
  queryFn: () => read(api.GET('/api/v1/admin/staff')),
})

export const rolesQuery = queryOptions({
  queryKey: ['staff', 'roles'],
  queryFn: () => read(api.GET('/api/v1/admin/roles')),
})

/** Invites somebody, or changes the member that is named. */
export const saveMember = (id: string | null, body: unknown) =>
  id === null
    ? send<{ id: string }>({ method: 'POST', url: STAFF, body })
    : send({ method: 'PATCH', url: `${STAFF}/${id}`, body })

export type MemberVerb = 'disable' | 'enable' | 'reset-totp' | 'invite'

export const actOnMember = (id: string, verb: MemberVerb) =>
  send({ method: 'POST', url: `${STAFF}/${id}/${verb}`, body: {} })

/** Makes a role, or changes the one that is named. */
export const saveRole = (id: string | null, body: { name?: string; permissions: string[] }) =>
  id === null
    ? send<{ id: string }>({ method: 'POST', url: ROLES, body })
    : send({ method: 'PATCH', url: `${ROLES}/${id}`, body })

export const deleteRole = (id: string) => send({ method: 'DELETE', url: `${ROLES}/${id}` })

export interface NewApiKey {
  name: string
  /** Null: all that its owner may do. */
  permissions: string[] | null
  allowedIps: string[] | null
  expiresAt: string | null
}

/** The token is in this answer and nowhere else. */
export const createApiKey = (body: NewApiKey) =>
  send<{ id: string; token: string }>({ method: 'POST', url: KEYS, body })

export const revokeApiKey = (id: string) => send({ method: 'DELETE', url: `${KEYS}/${id}` })
