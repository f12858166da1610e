import { type DeliveryModule, secretFields } from '@berth/sdk'
import type { Context } from '../../context.ts'
import { readForm } from '../../platform/form-input.ts'
import { Problem } from '../../platform/problem.ts'
import type { ServerRow } from './module-server.ts'
import { secretContext } from './module-server.ts'

/** What was typed in, on top of the secrets that are stored (in clear) and stay when left empty. */
export interface TypedSettings {
  module: DeliveryModule
  typed: Record<string, unknown>
  kept: Record<string, string>
}

/**
 * Holds typed settings against the module's schema and seals the secret fields, each for this
 * server alone. 422 naming the fields under `/settings`.
 */
export function readServerSettings(
  ctx: Context,
  serverId: string,
  { module, typed, kept }: TypedSettings,
): Pick<ServerRow, 'settings' | 'secrets'> {
  const secret = secretFields(module.serverSettings)
  const given = Object.entries(typed).filter(
    ([field, value]) => !secret.includes(field) || (value !== '' && value !== null),
  )
  const removed = secret.filter((field) => typed[field] === null)
  const stays = Object.entries(kept).filter(([field]) => !removed.includes(field))
  const form = readForm(
    module.serverSettings,
    { ...Object.fromEntries(stays), ...Object.fromEntries(given) },
    '/settings',
  )
  if (!form.ok) throw new Problem('invalid', { errors: form.errors })
  const settings: Record<string, unknown> = {}
  const secrets: Record<string, string> = {}
  for (const [field, value] of Object.entries(form.value)) {
    if (!secret.includes(field)) settings[field] = value
    else if (typeof value === 'string' && value !== '')
      secrets[field] = ctx.secrets.seal(value, secretContext(serverId, field))
  }
  return { settings, secrets }
}
