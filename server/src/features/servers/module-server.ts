import { fail, ok, type Result, type ServerConfig, secretFields } from '@berth/sdk'
import type { Context } from '../../context.ts'
import type { servers } from './tables.ts'

export type ServerRow = typeof servers.$inferSelect

/** The context under which a field of a server is sealed: a sealed value fits nowhere else. */
export const secretContext = (serverId: string, field: string) => `server:${serverId}:${field}`

/**
 * A stored server as its module is handed it: secrets in clear, settings parsed by the module's
 * schema, so that defaults are filled in. `config` when the module is not installed or its schema
 * refuses what is stored (a newer version of the module may ask for more), or a secret was sealed
 * with another key.
 */
export function moduleServer(ctx: Context, row: ServerRow): Result<ServerConfig> {
  const module = ctx.modules.get(row.type)
  if (!module) return fail('config', `No module is installed for the type ${row.type}`)
  const { opened, unreadable } = openServerSecrets(ctx, row)
  if (unreadable.length > 0) {
    const fields = unreadable.join(', ')
    return fail('config', `Sealed with another key than this installation's: ${fields}`)
  }
  const settings = { ...row.settings, ...opened }
  const parsed = module.serverSettings.safeParse(settings)
  if (parsed.success) return ok({ id: row.id, name: row.name, settings: parsed.data })
  const [issue] = parsed.error.issues
  const path = (issue?.path ?? []).join('/')
  return fail('config', `The server's settings are not complete: ${path}`, { pointer: `/${path}` })
}

/** The secret fields of a server's settings in clear, and the names of those nobody can open. */
export function openServerSecrets(ctx: Context, row: ServerRow) {
  const opened: Record<string, string> = {}
  const unreadable: string[] = []
  for (const [field, sealed] of Object.entries(row.secrets)) {
    try {
      opened[field] = ctx.secrets.open(sealed, secretContext(row.id, field))
    } catch {
      unreadable.push(field)
    }
  }
  return { opened, unreadable }
}

/** The values of a server's settings that must never be shown or logged. */
export function serverSecretValues(ctx: Context, type: string, server: ServerConfig): string[] {
  const module = ctx.modules.get(type)
  if (!module) return []
  return secretFields(module.serverSettings)
    .map((field) => server.settings[field])
    .filter((value): value is string => typeof value === 'string' && value !== '')
}
