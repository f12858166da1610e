import { type ModuleError, maskSecrets } from '@berth/sdk'
import { eq } from 'drizzle-orm'
import type { Context, Env } from '../../context.ts'
import { notFound } from '../../platform/problem.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { recordHealth } from './health.ts'
import { moduleContext } from './module-context.ts'
import { moduleServer, type ServerRow, serverSecretValues } from './module-server.ts'
import type { ConnectionReport } from './schemas.ts'
import { servers } from './tables.ts'

const LIMIT_MS = 30_000

/**
 * Asks the module to try the server's credentials, outside of any transaction, and keeps what it
 * found as the server's health. 404 for an unknown id.
 */
export async function testServer(env: Env, serverId: string): Promise<ConnectionReport> {
  const { ctx } = env
  const [row] = await ctx.db.select().from(servers).where(eq(servers.id, serverId))
  if (!row) throw notFound()
  const report = await tryServer(ctx, row)
  await inTransaction(ctx, (tx) => recordHealth(tx, env, serverId, report))
  return report
}

async function tryServer(ctx: Context, row: ServerRow): Promise<ConnectionReport> {
  const module = ctx.modules.get(row.type)
  const server = moduleServer(ctx, row)
  if (!server.ok || !module) return unwell(server.ok ? null : server.error, (words) => words)
  const secrets = serverSecretValues(ctx, row.type, server.value)
  const mask = (words: string) => maskSecrets(words, secrets)
  const signal = AbortSignal.timeout(LIMIT_MS)
  const call = moduleContext(ctx, { type: row.type, server: server.value, signal })
  try {
    const answer = await module.testConnection(call, server.value)
    if (!answer.ok) return unwell(answer.error, mask)
    const checks = answer.value.map((check) => ({ ...check, message: mask(check.message) }))
    const failed = checks.filter((check) => !check.ok)
    if (failed.length === 0) return { health: 'healthy', message: null, checks }
    // Every check says so when the server cannot be reached: once is enough.
    const complaints = new Set(failed.map(({ name, message: words }) => words || name.en))
    const message = [...complaints].join('; ')
    return { health: 'unhealthy', message, checks }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return unwell({ code: 'transient', message }, mask)
  }
}

function unwell(error: ModuleError | null, mask: (words: string) => string): ConnectionReport {
  const message = error ? mask(error.message) : 'No module is installed for this type'
  return { health: 'unhealthy', message, checks: [] }
}
