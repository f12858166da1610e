import { and, desc, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { CYCLES } from '../../domain/cycle.ts'
import { actorOf } from '../../platform/access.ts'
import type { Http } from '../../platform/feature.ts'
import { instantJson, moneyJson, toInstantJson, toMoneyJson } from '../../platform/json.ts'
import { nameOf } from '../documents/document-name.ts'
import { documents } from '../documents/tables.ts'
import { visibleService } from '../services/visible.ts'
import { renewals } from './tables.ts'

const renewalJson = z.object({
  id: z.uuid(),
  state: z.enum(['open', 'applied', 'withdrawn', 'reversed']),
  cycle: z.enum(CYCLES),
  periods: z.number().int(),
  price: moneyJson,
  periodStartAt: instantJson,
  periodEndAt: instantJson,
  document: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  requestedBy: z.string(),
  overrode: z.string().nullable(),
  createdAt: instantJson,
  appliedAt: instantJson.nullable(),
})

/** Every period of a service that was asked for, newest first. */
export function renewalRoutes(http: Http, ctx: Context): void {
  for (const area of ['admin', 'client'] as const) {
    http.get(
      `/api/v1/${area}/services/:id/renewals`,
      {
        config: {
          access:
            area === 'admin'
              ? { kind: 'staff', permission: 'services:read' }
              : { kind: 'customer' },
        },
        schema: {
          summary: 'The renewals of a service: open, applied, withdrawn and reversed',
          tags: ['services'],
          params: z.object({ id: z.uuid() }),
          response: { 200: z.object({ items: z.array(renewalJson) }) },
        },
      },
      async (request) => {
        const { service } = await visibleService(ctx, actorOf(request), request.params.id)
        const own = area === 'client' ? service.customerId : null
        return { items: await listRenewals(ctx, service.id, own) }
      },
    )
  }
}

/** A customer reads their own, not those of whoever had the service before. */
async function listRenewals(
  ctx: Context,
  serviceId: string,
  customerId: string | null,
): Promise<z.infer<typeof renewalJson>[]> {
  const rows = await ctx.db
    .select({ renewal: renewals, document: documents })
    .from(renewals)
    .leftJoin(documents, eq(documents.id, renewals.documentId))
    .where(and(eq(renewals.serviceId, serviceId), ownedBy(customerId)))
    .orderBy(desc(renewals.createdAt), desc(renewals.id))
    .limit(200)
  return rows.map(({ renewal, document }) => ({
    id: renewal.id,
    state: renewal.state,
    cycle: renewal.cycle,
    periods: renewal.periods,
    price: toMoneyJson({ amount: renewal.price, currency: renewal.currency }),
    periodStartAt: toInstantJson(renewal.periodStartAt),
    periodEndAt: toInstantJson(renewal.periodEndAt),
    document: document && { id: document.id, name: nameOf(document) },
    requestedBy: renewal.requestedBy.name,
    overrode: renewal.overrode,
    createdAt: toInstantJson(renewal.createdAt),
    appliedAt: toInstantJson(renewal.appliedAt),
  }))
}

const ownedBy = (customerId: string | null) =>
  customerId === null ? undefined : eq(renewals.customerId, customerId)
