import { eq } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { invalidField, notFound, refuse } from '../../platform/problem.ts'
import { tellChanged } from '../../platform/stream.ts'
import { violatedConstraint } from '../../platform/transaction.ts'
import { record } from '../history/record.ts'
import { openServerSecrets, type ServerRow } from './module-server.ts'
import type { NewServer, ServerChanges } from './schemas.ts'
import { readServerSettings } from './server-settings.ts'
import { servers } from './tables.ts'

/** 422 naming what the module refuses of the settings, a taken name, an unknown group or type. */
export async function createServer(tx: Tx, env: Env, wanted: NewServer): Promise<ServerRow> {
  const module = env.ctx.modules.get(wanted.type)
  if (!module) throw invalidField('/type', 'unknown_type')
  if (!module.needsServer) throw invalidField('/type', 'type_without_server')
  const id = newId()
  const typed = { module, typed: wanted.settings, kept: {} }
  const [server] = await tx
    .insert(servers)
    .values({ ...wanted, id, ...readServerSettings(env.ctx, id, typed), createdAt: env.now })
    .returning()
    .catch(fieldTaken)
  if (!server) throw new Error('server not made')
  await tell(tx, env, 'server.created', null, recorded(server))
  return server
}

/**
 * Changes what is given. Settings are replaced as a whole, but secrets left empty stay. New
 * settings are untested: the server's health is unknown again. 404 for an unknown id.
 */
export async function updateServer(
  tx: Tx,
  env: Env,
  id: string,
  changes: ServerChanges,
): Promise<ServerRow> {
  const before = await lockServer(tx, id)
  const module = env.ctx.modules.get(before.type)
  if (!module) throw invalidField('/type', 'unknown_type')
  const { settings: typed, ...columns } = changes
  const settings = typed
    ? {
        ...readServerSettings(env.ctx, id, {
          module,
          typed,
          kept: openServerSecrets(env.ctx, before).opened,
        }),
        health: 'unknown' as const,
        healthMessage: null,
      }
    : {}
  if (Object.keys(changes).length === 0) return before
  const [server] = await tx
    .update(servers)
    .set({ ...columns, ...settings })
    .where(eq(servers.id, id))
    .returning()
    .catch(fieldTaken)
  if (!server) throw notFound()
  const secretsChanged = Object.keys(typed ?? {}).some(
    (field) => before.secrets[field] !== undefined && typed?.[field],
  )
  await tell(tx, env, 'server.changed', recorded(before), {
    ...recorded(server),
    ...(secretsChanged ? { secrets: 'replaced' } : {}),
  })
  return server
}

/** 404 for an unknown id, 409 while any service, also an ended one, names the server. */
export async function deleteServer(tx: Tx, env: Env, id: string): Promise<void> {
  const before = await lockServer(tx, id)
  if (before.placesUsed > 0) throw refuse('server_has_services')
  await tx
    .delete(servers)
    .where(eq(servers.id, id))
    .catch((error: unknown) => {
      if (violatedConstraint(error)?.includes('server')) throw refuse('server_has_services')
      throw error
    })
  await tell(tx, env, 'server.deleted', recorded(before), null)
}

/** Locks a server's row; 404 when it is not there. */
export async function lockServer(tx: Tx, id: string): Promise<ServerRow> {
  const [row] = await tx.select().from(servers).where(eq(servers.id, id)).for('no key update')
  if (!row) throw notFound()
  return row
}

/** What the history may hold of a server: everything but the secrets. */
function recorded(server: ServerRow) {
  const { id, name, type, groupId, settings, placeLimit, acceptsNew } = server
  const { concurrency, callsPerMinute } = server
  return {
    ...{ id, name, type, groupId, settings, placeLimit, acceptsNew },
    ...{ concurrency, callsPerMinute },
  }
}

type Recorded = ReturnType<typeof recorded>

async function tell(
  tx: Tx,
  env: Env,
  kind: string,
  before: Recorded | null,
  after: Recorded | null,
): Promise<void> {
  const subjectId = (after ?? before)?.id ?? ''
  await record(tx, env, [{ subject: 'server', subjectId, kind, before, after }])
  await tellChanged(tx, [{ subject: 'server', id: subjectId, customerId: null }])
}

function fieldTaken(error: unknown): never {
  const constraint = violatedConstraint(error)
  if (constraint === 'servers_name_unique') throw invalidField('/name', 'name_taken')
  if (constraint?.startsWith('servers_group_id')) throw invalidField('/groupId', 'unknown_group')
  throw error
}

/**
 * Keeps how many differences between a server's resources and the books wait for a person. Written by
 * the feature that finds them.
 */
export async function setOpenDrift(tx: Tx, serverId: string, n: number): Promise<void> {
  await tx.update(servers).set({ openDrift: n }).where(eq(servers.id, serverId))
  await tellChanged(tx, [{ subject: 'server', id: serverId, customerId: null }])
}
