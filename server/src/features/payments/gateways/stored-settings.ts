import { type Gateway, secretFields } from '@berth/sdk'
import { sql } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import type { Db, Tx } from '../../../platform/db.ts'
import { preparedIn } from '../../../platform/prepared-in.ts'
import { settings } from '../../settings/tables.ts'

/** What staff entered for a gateway, as it is stored: secrets sealed. */
export interface StoredGateway {
  enabled: boolean
  settings: Record<string, unknown>
  secrets: Record<string, string>
  /** Counts the changes; 0 while nothing was ever stored. */
  version: number
}

/** Under which name a gateway's settings stand among the installation's. */
export const sectionOf = (gatewayId: string) => `gateway:${gatewayId}`

/** The context under which a secret field is sealed: a sealed value fits nowhere else. */
export const secretContext = (gatewayId: string, field: string) => `gateway:${gatewayId}:${field}`

/** The sandbox gateway is there to be tried: it is on until staff switch it off. */
const untouched = (gateway: Gateway): StoredGateway => ({
  enabled: gateway.id === 'sandbox',
  settings: {},
  secrets: {},
  version: 0,
})

const storedIn = preparedIn((db) =>
  db
    .select()
    .from(settings)
    .where(sql`${settings.section} = any(${sql.placeholder('sections')}::text[])`)
    .prepare('gateway_settings'),
)

/** The stored settings of gateways, by id; those without a row as they come. */
export async function readStored(
  db: Db | Tx,
  gateways: readonly Gateway[],
): Promise<Map<string, StoredGateway>> {
  if (gateways.length === 0) return new Map()
  const sections = gateways.map(({ id }) => sectionOf(id))
  const rows = await storedIn(db).execute({ sections })
  const byName = new Map(rows.map((row) => [row.section, row]))
  return new Map(
    gateways.map((gateway) => {
      const row = byName.get(sectionOf(gateway.id))
      const stored = row
        ? { ...untouched(gateway), ...(row.value as object), version: row.version }
        : untouched(gateway)
      return [gateway.id, stored]
    }),
  )
}

/** Settings that a gateway can be called with, or what is wrong with those that are stored. */
export type OpenedSettings =
  | { ok: true; settings: unknown; secrets: readonly string[] }
  | { ok: false; problem: string }

/** Opens the secrets and holds all against the gateway's schema, so that defaults are filled in. */
export function openSettings(
  ctx: Context,
  gateway: Gateway,
  stored: StoredGateway,
): OpenedSettings {
  const secrets: Record<string, string> = {}
  for (const field of secretFields(gateway.settings)) {
    const sealed = stored.secrets[field]
    if (!sealed) continue
    try {
      secrets[field] = ctx.secrets.open(sealed, secretContext(gateway.id, field))
    } catch {
      return { ok: false, problem: `Sealed with another key than this installation's: ${field}` }
    }
  }
  const parsed = gateway.settings.safeParse({ ...stored.settings, ...secrets })
  if (parsed.success) return { ok: true, settings: parsed.data, secrets: Object.values(secrets) }
  const fields = parsed.error.issues.map(({ path }) => path.join('/')).join(', ')
  return { ok: false, problem: `The settings are not complete: ${fields}` }
}
