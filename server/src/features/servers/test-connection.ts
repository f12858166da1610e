import { type ModuleError, maskSecrets } from '@berth/sdk'
import type { Context } from '../../context.ts'
import { moduleContext } from './module-context.ts'
import { moduleServer, type ServerRow, serverSecretValues } from './module-server.ts'
import type { ConnectionReport } from './schemas.ts'

const LIMIT_MS = 30_000

/**
 * Asks the module to try a server's credentials. Outside of any transaction; nothing is kept of what
 * it finds.
 */
export async function tryServer(ctx: Context, row: ServerRow): Promise<ConnectionReport> {
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
