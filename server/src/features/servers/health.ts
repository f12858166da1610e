import { eq } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { tellChanged } from '../../platform/stream.ts'
import { record } from '../history/record.ts'
import { servers } from './tables.ts'

export interface HealthFinding {
  health: 'healthy' | 'unhealthy'
  /** What is wrong, without secrets; null when all is well. */
  message: string | null
}

/**
 * Keeps what a connection test or a call found. A change from well to unwell or back stands in the
 * history and is told as `server.health_changed`; the same finding again only moves `checkedAt`.
 */
export async function recordHealth(
  tx: Tx,
  env: Env,
  serverId: string,
  finding: HealthFinding,
): Promise<void> {
  const [before] = await tx
    .select({ health: servers.health, message: servers.healthMessage })
    .from(servers)
    .where(eq(servers.id, serverId))
    .for('no key update')
  if (!before) return
  const { health, message } = finding
  await tx
    .update(servers)
    .set({ health, healthMessage: message, checkedAt: env.now })
    .where(eq(servers.id, serverId))
  await tellChanged(tx, [{ subject: 'server', id: serverId, customerId: null }])
  if (before.health === health && before.message === message) return
  await record(tx, env, [
    {
      subject: 'server',
      subjectId: serverId,
      kind: `server.became_${health}`,
      before,
      after: { health, message },
    },
  ])
  if (before.health !== health) emit(tx, 'server.health_changed', [{ serverId, health, message }])
}
