import { type Gateway, secretFields } from '@berth/sdk'
import { eq } from 'drizzle-orm'
import type { Context, Env } from '../../../context.ts'
import type { Tx } from '../../../platform/db.ts'
import { readForm } from '../../../platform/form-input.ts'
import { Problem } from '../../../platform/problem.ts'
import { record } from '../../history/record.ts'
import { settings as settingsTable } from '../../settings/tables.ts'
import { readStored, type StoredGateway, secretContext, sectionOf } from './stored-settings.ts'

export interface WantedGateway {
  /** The version that the form was made from: 409 `stale_form` when it is not the stored one. */
  version: number
  enabled: boolean
  /** A secret left out or empty stays; null forgets it. */
  settings: Record<string, unknown>
}

/**
 * Stores what staff entered for a gateway. 422 names the fields under `/settings`; one that is
 * switched off may be incomplete.
 */
export async function writeGateway(
  tx: Tx,
  env: Env,
  gateway: Gateway,
  wanted: WantedGateway,
): Promise<void> {
  await tx
    .insert(settingsTable)
    .values({ section: sectionOf(gateway.id), value: {}, version: 0, updatedAt: env.now })
    .onConflictDoNothing()
  await tx
    .select({ section: settingsTable.section })
    .from(settingsTable)
    .where(eq(settingsTable.section, sectionOf(gateway.id)))
    .for('update')
  const stored = (await readStored(tx, [gateway])).get(gateway.id)
  if (!stored || stored.version !== wanted.version) throw new Problem('stale_form')
  const typed = typedSettings(env.ctx, gateway, { typed: wanted.settings, stored })
  const checked = readForm(gateway.settings, typed, '/settings')
  if (!checked.ok && wanted.enabled) throw new Problem('invalid', { errors: checked.errors })
  const next = sealed(env, gateway, checked.ok ? checked.value : typed)
  const value = { enabled: wanted.enabled, ...next.value }
  await tx
    .update(settingsTable)
    .set({ value, version: stored.version + 1, updatedAt: env.now })
    .where(eq(settingsTable.section, sectionOf(gateway.id)))
  const secret = secretFields(gateway.settings)
  const changedSecrets = secret.filter((field) => wanted.settings[field] !== undefined)
  await record(tx, env, [
    {
      subject: 'settings',
      subjectId: sectionOf(gateway.id),
      kind: 'settings.updated',
      before: { enabled: stored.enabled, ...stored.settings },
      after: {
        enabled: wanted.enabled,
        ...next.value.settings,
        ...(changedSecrets.length > 0 ? { changedSecrets } : {}),
      },
    },
  ])
}

/** What was typed in on top of the secrets that are stored, in clear. */
export function typedSettings(
  ctx: Context,
  gateway: Gateway,
  { typed, stored }: { typed: Record<string, unknown>; stored: StoredGateway },
): Record<string, unknown> {
  const secret = secretFields(gateway.settings)
  const all: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(typed)) {
    if (!secret.includes(field)) all[field] = value
    else if (value !== null && value !== '') all[field] = value
  }
  for (const field of secret) {
    const kept = stored.secrets[field]
    const isLeft = typed[field] === undefined || typed[field] === ''
    if (!kept || !isLeft) continue
    all[field] = openOrNothing(ctx, gateway.id, field, kept)
  }
  return all
}

/** One that was sealed with another key counts as not set: it must be typed in again. */
function openOrNothing(ctx: Context, id: string, field: string, kept: string): string | undefined {
  try {
    return ctx.secrets.open(kept, secretContext(id, field))
  } catch {
    return undefined
  }
}

function sealed({ ctx }: Env, gateway: Gateway, values: Record<string, unknown>) {
  const secret = secretFields(gateway.settings)
  const settings: Record<string, unknown> = {}
  const secrets: Record<string, string> = {}
  for (const [field, value] of Object.entries(values)) {
    if (!secret.includes(field)) settings[field] = value
    else if (typeof value === 'string' && value !== '')
      secrets[field] = ctx.secrets.seal(value, secretContext(gateway.id, field))
  }
  return { value: { settings, secrets } }
}
