import { maskSecrets } from '@berth/sdk'
import type { Context } from '../../context.ts'
import { readChecks } from './answer-shapes.ts'
import { askServer } from './ask-server.ts'
import { moduleServer, type ServerRow, serverSecretValues } from './module-server.ts'
import type { ConnectionReport } from './schemas.ts'

const LIMIT_MS = 30_000

/**
 * Asks the module to try a server's credentials. Outside of any transaction; nothing is kept of what
 * it finds.
 */
export async function tryServer(ctx: Context, row: ServerRow): Promise<ConnectionReport> {
  const answer = await askServer(ctx, {
    row,
    limitMs: LIMIT_MS,
    run: (context, { module, server }) => module.testConnection(context, server),
    read: readChecks,
  })
  if (!answer.ok) return unwell(answer.error.message)
  const server = moduleServer(ctx, row)
  const secrets = server.ok ? serverSecretValues(ctx, row.type, server.value) : []
  const mask = (words: string) => maskSecrets(words, secrets)
  const checks = answer.value.map((check) => ({ ...check, message: mask(check.message) }))
  const failed = checks.filter((check) => !check.ok)
  if (failed.length === 0) return { health: 'healthy', message: null, checks }
  // Every check says so when the server cannot be reached: once is enough.
  const said = new Set(failed.map((check) => check.message).filter((words) => words !== ''))
  const missing = failed.map(({ name }) => name.en).join('; ')
  const message = said.size > 0 ? [...said].join('; ') : `Missing: ${missing}`
  return { health: 'unhealthy', message, checks }
}

function unwell(message: string): ConnectionReport {
  return { health: 'unhealthy', message, checks: [] }
}
