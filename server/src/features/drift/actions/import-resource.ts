import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Context, Env } from '../../../context.ts'
import { CYCLES } from '../../../domain/cycle.ts'
import {
  allowedWith,
  type CheckEnv,
  defineAction,
  refused,
  type SubjectKind,
  type Verdict,
} from '../../../platform/action.ts'
import { permits } from '../../../platform/actor.ts'
import { instantJson, moneyJson } from '../../../platform/json.ts'
import { writeImport } from '../../imports/request-import.ts'
import { type ImportRowBody, importRowBody } from '../../imports/schemas.ts'
import { importRows } from '../../imports/tables.ts'
import { prefillService } from '../../services/prefill.ts'
import { type DriftSubject, driftSubject } from '../drift-subject.ts'
import { notFixable } from '../fixes/fixable.ts'
import { fixAsked } from '../move-row.ts'

const input = z.strictObject({
  customerId: z.uuid().meta({ label: { en: 'Customer', fr: 'Client' }, choices: 'customers' }),
  /** null = a custom service. */
  productId: z
    .uuid()
    .nullable()
    .default(null)
    .meta({ label: { en: 'Product', fr: 'Produit' }, choices: 'products' }),
  /** What the server calls it, else the product's name. */
  name: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .optional()
    .meta({ label: { en: 'Name', fr: 'Nom' } }),
  /** The product's first by default. */
  cycle: z
    .enum(CYCLES)
    .optional()
    .meta({ label: { en: 'Billing cycle', fr: 'Cycle de facturation' } }),
  /** The product's for the cycle by default. */
  price: moneyJson.optional(),
  /** One cycle from this moment by default. */
  expiresAt: instantJson
    .nullable()
    .optional()
    .meta({ label: { en: 'Expiry', fr: 'Expiration' } }),
})
type Input = z.output<typeof input>

/** A row with the service that the resource would become. */
export interface ImportableDrift extends DriftSubject {
  wanted?: ImportRowBody
  canImport?: boolean
}

/** Staff make a service of a resource that nobody knows here. */
export const importResource = defineAction({
  id: 'drift.import',
  on: driftSubject as SubjectKind<ImportableDrift>,
  permission: 'drift:fix',
  audiences: ['staff'],
  summary: 'Make a service of a resource, without a document',
  input,
  output: z.object({ operationId: z.uuid(), importId: z.uuid() }),
  async look(subject: ImportableDrift, wish: Input, env: CheckEnv & { ctx: Context }) {
    const { row, server } = subject
    if (notFixable(subject) || notImportable(subject) || !server) return {}
    const canImport = env.ctx.modules.get(server.type)?.adopt !== undefined
    const { customerId, productId, cycle } = wish
    const offered = await prefillService(
      { ...env, cause: { kind: 'import' } },
      { customerId, productId: productId ?? undefined, type: server.type, cycle },
    )
    const wanted = importRowBody.parse({
      ...{ customerId, productId, type: server.type, serverId: row.serverId },
      remoteId: row.remoteId,
      name: wish.name ?? (row.observed.name || offered.name || row.remoteId).slice(0, 100),
      cycle: offered.cycle,
      currency: wish.price?.currency ?? offered.currency,
      price: wish.price ?? offered.price ?? undefined,
      expiresAt: wish.expiresAt === undefined ? offered.expiresAt : wish.expiresAt,
    })
    return { wanted, canImport }
  },
  check(subject: ImportableDrift, _wish: Input | null, { actor }): Verdict {
    const { server, wanted, canImport } = subject
    const refusal = notFixable(subject) ?? notImportable(subject)
    if (refusal) return refusal
    if (!permits(actor, 'services:create')) return refused('not_allowed')
    if (canImport === false) return refused('drift_module_cannot')
    const facts = { operation: 'adopt', serverId: server?.id, serverName: server?.name }
    const params = { name: wanted?.name ?? '–' }
    const effect = wanted ? 'drift.effect.imported_as' : 'drift.effect.imported'
    return allowedWith({ ...facts, statusTo: 'active' }, { key: effect, params })
  },
  async run(tx, { row, wanted }: ImportableDrift, _wish: Input, env: Env) {
    if (!wanted) throw new Error('the resource was not looked at')
    const importId = await writeImport(tx, env, { rows: [wanted] })
    const [made] = await tx.select().from(importRows).where(eq(importRows.importId, importId))
    if (!made) throw new Error(`import ${importId} without a row`)
    const { operationId, serviceId } = made
    const after = { importId, serviceId }
    await fixAsked(tx, env, row, { name: 'import', operationId, note: '', after })
    return { operationId, importId }
  },
})

function notImportable(subject: DriftSubject): Verdict | null {
  const { row, service, linkedTo } = subject
  if (row.kind !== 'orphan_resource') return refused('drift_not_orphan')
  if (row.otherInstallation) return refused('drift_other_installation')
  if (linkedTo) return refused('drift_linked')
  return service ? refused('drift_has_service') : null
}
