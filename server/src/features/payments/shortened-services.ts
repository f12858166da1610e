import { inArray } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import type { Instant } from '../../domain/instant.ts'
import { reverseRenewal } from '../../domain/renewal.ts'
import { uncreditedByDocument } from '../documents/draft-credit-note.ts'
import type { BoughtPeriods } from '../documents/settlement.ts'
import { services } from '../services/tables.ts'
import { businessSettings } from '../settings/business.ts'
import { readSettings } from '../settings/sections.ts'

/** A service that is paid for less when what a document bought is taken back. */
export interface ShortenedService {
  name: string
  /** Until when it is paid then. */
  expiresAt: Instant
  zone: string
}

/**
 * What taking back does to living services: those of the lines that are not credited yet, or of
 * these of them. In the order of their names.
 */
export async function shortenedServices(
  ctx: Context,
  documentId: string,
  lineIds: readonly string[] | null,
): Promise<ShortenedService[]> {
  const bought = await readBought(ctx, documentId, lineIds)
  if (bought.length === 0) return []
  const ids = bought.map(({ serviceId }) => serviceId)
  const rows = await ctx.db.select().from(services).where(inArray(services.id, ids))
  const known = new Map(rows.map((row) => [row.id, row]))
  const { timeZone: zone } = await readSettings(ctx.db, businessSettings)
  const expiries = new Map<string, Instant>()
  for (const { serviceId, cycle, periods } of bought) {
    const service = known.get(serviceId)
    if (!service || service.expiresAt === null || service.endedAt !== null) continue
    const expiresAt = expiries.get(serviceId) ?? service.expiresAt
    const subject = { expiresAt, anchorDay: service.anchorDay ?? 1 }
    expiries.set(serviceId, reverseRenewal(subject, { cycle, periods }, zone))
  }
  return [...expiries]
    .map(([id, expiresAt]) => ({ name: known.get(id)?.name ?? '', expiresAt, zone }))
    .sort((a, b) => a.name.localeCompare(b.name))
}

async function readBought(
  { db, settlements }: Context,
  documentId: string,
  lineIds: readonly string[] | null,
): Promise<BoughtPeriods[]> {
  const uncredited = (await uncreditedByDocument(db, [documentId])).get(documentId) ?? []
  const lines = uncredited.filter(({ id }) => lineIds === null || lineIds.includes(id))
  const bought: BoughtPeriods[] = []
  for (const [kind, alike] of Map.groupBy(lines, (line) => line.kind))
    bought.push(...((await settlements.lines[kind].bought?.(db, alike)) ?? []))
  return bought
}
