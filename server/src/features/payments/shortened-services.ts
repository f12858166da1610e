import { inArray } from 'drizzle-orm'
import { isRecurring, type RecurringCycle } from '../../domain/cycle.ts'
import type { Instant } from '../../domain/instant.ts'
import { reverseRenewal } from '../../domain/renewal.ts'
import type { Db } from '../../platform/db.ts'
import { uncreditedByDocument } from '../documents/draft-credit-note.ts'
import type { DocumentLine } from '../documents/settlement.ts'
import { renewals } from '../renewals/tables.ts'
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

interface Bought {
  serviceId: string
  cycle: RecurringCycle
  periods: number
}

/**
 * What taking back does to living services: those of the lines that are not credited yet, or of
 * these of them. In the order of their names.
 */
export async function shortenedServices(
  db: Db,
  documentId: string,
  lineIds: readonly string[] | null,
): Promise<ShortenedService[]> {
  const uncredited = (await uncreditedByDocument(db, [documentId])).get(documentId) ?? []
  const lines = uncredited.filter(({ id }) => lineIds === null || lineIds.includes(id))
  const known = await readServices(db, lines)
  const bought = [...(await boughtAgain(db, lines)), ...boughtFirst(lines, known)]
  const { timeZone: zone } = await readSettings(db, businessSettings)
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

type Service = typeof services.$inferSelect

async function readServices(db: Db, lines: readonly DocumentLine[]): Promise<Map<string, Service>> {
  const ids = lines.map(({ serviceId }) => serviceId).filter((id) => id !== null)
  if (ids.length === 0) return new Map()
  const rows = await db.select().from(services).where(inArray(services.id, ids))
  return new Map(rows.map((row) => [row.id, row]))
}

/** Renewals that were honoured. */
async function boughtAgain(db: Db, lines: readonly DocumentLine[]): Promise<Bought[]> {
  const ids = lines.map(({ renewalId }) => renewalId).filter((id) => id !== null)
  if (ids.length === 0) return []
  const rows = await db.select().from(renewals).where(inArray(renewals.id, ids))
  return rows.flatMap(({ serviceId, state, cycle, periods }): Bought[] =>
    state === 'applied' && isRecurring(cycle) ? [{ serviceId, cycle, periods }] : [],
  )
}

/** First periods of what was delivered and is not being cancelled. */
function boughtFirst(
  lines: readonly DocumentLine[],
  known: ReadonlyMap<string, Service>,
): Bought[] {
  return lines.flatMap(({ kind, serviceId }): Bought[] => {
    const service = kind === 'service_start' ? known.get(serviceId ?? '') : undefined
    if (!service || service.deliveredAt === null || service.cancellationRequestedAt !== null)
      return []
    const { id, cycle } = service
    return isRecurring(cycle) ? [{ serviceId: id, cycle, periods: 1 }] : []
  })
}
