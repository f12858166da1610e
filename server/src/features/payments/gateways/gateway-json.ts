import { formSchema, type Gateway, secretFields } from '@berth/sdk'
import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { instantJson, toInstantJson } from '../../../platform/json.ts'
import { publicLink } from '../../../platform/public-link.ts'
import type { Language } from '../../../platform/text.ts'
import { gatewayHealth } from '../tables.ts'
import { openSettings, readStored, type StoredGateway } from './stored-settings.ts'

/** A payment gateway as staff see it. */
export const gatewayJson = z.object({
  id: z.string(),
  label: z.string(),
  enabled: z.boolean(),
  /** `incomplete`: its settings cannot be used yet. */
  state: z.enum(['ready', 'off', 'incomplete', 'failing']),
  /** What is wrong, when something is. */
  problem: z.string().nullable(),
  /** Where the gateway is told to send its notices. */
  hookUrl: z.string(),
  /** Methods can be stored and charged without the customer. */
  keepsMethods: z.boolean(),
  lastOkAt: instantJson.nullable(),
  /** Since when no call was answered. */
  failingSince: instantJson.nullable(),
})

export const gatewayPageJson = gatewayJson.extend({
  /** To be sent back with a change. */
  version: z.int(),
  settings: z.record(z.string(), z.unknown()),
  /** Which secret fields are set; their values are never answered. */
  secrets: z.record(z.string(), z.object({ set: z.boolean() })),
  /** JSON Schema of the settings, with labels in both languages. */
  form: z.record(z.string(), z.unknown()),
})

type Health = typeof gatewayHealth.$inferSelect

/** All installed gateways. */
export async function listGateways(ctx: Context, language: Language) {
  const all = ctx.gateways.all()
  const stored = await readStored(ctx.db, all)
  const health = await ctx.db.select().from(gatewayHealth)
  const byId = new Map(health.map((row) => [row.gateway, row]))
  return all.map((gateway) => {
    const row = stored.get(gateway.id)
    if (!row) throw new Error(`gateway ${gateway.id} without settings`)
    return {
      gateway,
      row,
      json: toJson(ctx, { gateway, row, language, health: byId.get(gateway.id) }),
    }
  })
}

/** One of them with its form; null when it is not installed. */
export async function gatewayPage(ctx: Context, id: string, language: Language) {
  const found = (await listGateways(ctx, language)).find(({ gateway }) => gateway.id === id)
  if (!found) return null
  const { gateway, row, json } = found
  return {
    ...json,
    version: row.version,
    settings: row.settings,
    secrets: Object.fromEntries(
      secretFields(gateway.settings).map((field) => [field, { set: Boolean(row.secrets[field]) }]),
    ),
    form: { ...formSchema(gateway.settings) },
  }
}

interface Parts {
  gateway: Gateway
  row: StoredGateway
  language: Language
  health: Health | undefined
}

function toJson(
  ctx: Context,
  { gateway, row, language, health }: Parts,
): z.infer<typeof gatewayJson> {
  const opened = openSettings(ctx, gateway, row)
  const failing = row.enabled && health?.failingSince != null
  const state =
    !opened.ok && row.enabled ? 'incomplete' : !row.enabled ? 'off' : failing ? 'failing' : 'ready'
  return {
    id: gateway.id,
    label: gateway.label[language],
    enabled: row.enabled,
    state,
    problem: opened.ok ? (failing ? (health?.lastError ?? null) : null) : opened.problem,
    hookUrl: publicLink(ctx.config, `/api/v1/hooks/${gateway.id}`),
    keepsMethods: gateway.charge !== undefined,
    lastOkAt: toInstantJson(health?.lastOkAt ?? null),
    failingSince: toInstantJson(health?.failingSince ?? null),
  }
}
