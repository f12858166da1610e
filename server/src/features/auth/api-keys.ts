import { isIP } from 'node:net'
import { and, eq, isNull } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Instant } from '../../domain/instant.ts'
import { toIso } from '../../domain/instant.ts'
import type { Tx } from '../../platform/db.ts'
import { newId, newToken } from '../../platform/ids.ts'
import { invalidField } from '../../platform/problem.ts'
import { hashToken } from '../../platform/secrets.ts'
import { record } from '../history/record.ts'
import { apiKeys } from './tables.ts'
import './texts.ts'

/** Makes keys recognisable, for people and for scanners that look for leaked ones. */
const PREFIX = 'berth_'
const SHOWN = PREFIX.length + 6

export type ApiKey = typeof apiKeys.$inferSelect

export interface NewApiKey {
  /** On whose behalf the key acts, and what that member may do. */
  owner: { id: string; permissions: ReadonlySet<string> }
  name: string
  /** Null: all that the owner may do. */
  permissions: string[] | null
  allowedIps: string[] | null
  expiresAt: Instant | null
}

/** Makes a key and answers its token, the only time it is ever seen. 422 names a wrong field. */
export async function createApiKey(
  tx: Tx,
  env: Env,
  wanted: NewApiKey,
): Promise<{ key: ApiKey; token: string }> {
  assertKey(wanted, env.now)
  const token = PREFIX + newToken()
  const { owner, name, permissions, allowedIps, expiresAt } = wanted
  const [key] = await tx
    .insert(apiKeys)
    .values({
      id: newId(),
      name,
      tokenHash: hashToken(token),
      prefix: token.slice(0, SHOWN),
      staffId: owner.id,
      permissions,
      allowedIps,
      expiresAt,
      createdAt: env.now,
    })
    .returning()
  if (!key) throw new Error('API key not inserted')
  const after = {
    name,
    staffId: owner.id,
    permissions,
    allowedIps,
    expiresAt: expiresAt === null ? null : toIso(expiresAt),
  }
  await record(tx, env, [{ subject: 'api_key', subjectId: key.id, kind: 'api_key.created', after }])
  return { key, token }
}

function assertKey({ owner, permissions, allowedIps, expiresAt }: NewApiKey, now: Instant): void {
  for (const [index, permission] of (permissions ?? []).entries()) {
    if (!owner.permissions.has('*') && !owner.permissions.has(permission))
      throw invalidField(`/permissions/${index}`, 'permission_not_held', { permission })
  }
  for (const [index, ip] of (allowedIps ?? []).entries()) {
    if (isIP(ip) === 0) throw invalidField(`/allowedIps/${index}`, 'invalid_ip', { ip })
  }
  if (expiresAt !== null && expiresAt <= now) throw invalidField('/expiresAt', 'expiry_in_past')
}

/** Ends a key for good; false when there is none that still works. */
export async function revokeApiKey(tx: Tx, env: Env, id: string): Promise<boolean> {
  const [key] = await tx
    .update(apiKeys)
    .set({ revokedAt: env.now })
    .where(and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
    .returning()
  if (!key) return false
  await record(tx, env, [
    { subject: 'api_key', subjectId: id, kind: 'api_key.revoked', before: { name: key.name } },
  ])
  return true
}
