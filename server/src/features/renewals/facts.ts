import { and, eq, gt, inArray, isNotNull } from 'drizzle-orm'
import type { Cycle } from '../../domain/cycle.ts'
import { DAY, type Instant } from '../../domain/instant.ts'
import type { SubjectKind } from '../../platform/action.ts'
import { anyOf } from '../../platform/any-of.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { productPrices } from '../catalog/tables.ts'
import { documents } from '../documents/tables.ts'
import { type ServiceSubject, serviceSubject } from '../services/subject.ts'
import { renewals } from './tables.ts'

export type Renewal = typeof renewals.$inferSelect

/** How far back applied renewals matter: the longest month, and a day for the zone. */
export const REMEMBERED_MS = 32 * DAY

/** A service with what its renewal depends on. */
export interface RenewableSubject extends ServiceSubject {
  openRenewal: Renewal | null
  /** Its document is being charged: until that is over, the open renewal stays as it is. */
  isCharging: boolean
  /** When its renewals of the last 32 days were applied. */
  appliedAt: Instant[]
  /** The product's price per cycle, in the service's currency. */
  prices: Partial<Record<Cycle, bigint>>
}

/** Open renewals and recent applications of many services at once. */
export async function loadRenewalFacts(db: Db | Tx, serviceIds: readonly string[], now: Instant) {
  const ids = [...serviceIds]
  const open =
    ids.length === 0
      ? []
      : await db
          .select()
          .from(renewals)
          .where(and(anyOf(renewals.serviceId, ids), eq(renewals.state, 'open')))
  const applied =
    ids.length === 0
      ? []
      : await db
          .select({ serviceId: renewals.serviceId, at: renewals.appliedAt })
          .from(renewals)
          .where(
            and(
              anyOf(renewals.serviceId, ids),
              eq(renewals.state, 'applied'),
              gt(renewals.appliedAt, now - REMEMBERED_MS),
            ),
          )
  return {
    open: new Map(open.map((row) => [row.serviceId, row])),
    applied: Map.groupBy(applied, (row) => row.serviceId),
  }
}

export async function loadRenewable(
  db: Db | Tx,
  ids: readonly string[],
  now: Instant,
): Promise<Map<string, RenewableSubject>> {
  const subjects = await serviceSubject.load(db, ids, now)
  const { open, applied } = await loadRenewalFacts(db, [...subjects.keys()], now)
  const charging = await loadCharging(db, [...open.values()])
  const rows = await loadPrices(db, [...subjects.values()])
  const prices = Map.groupBy(rows, ({ productId }) => productId)
  return new Map(
    [...subjects].map(([id, subject]) => [
      id,
      {
        ...subject,
        openRenewal: open.get(id) ?? null,
        isCharging: charging.has(open.get(id)?.documentId ?? ''),
        appliedAt: (applied.get(id) ?? []).map((row) => row.at ?? 0),
        prices: Object.fromEntries(
          (prices.get(subject.service.productId ?? '') ?? [])
            .filter((row) => row.currency === subject.service.currency)
            .map((row) => [row.cycle, row.price]),
        ),
      },
    ]),
  )
}

async function loadCharging(db: Db | Tx, open: readonly Renewal[]): Promise<Set<string>> {
  const ids = open.flatMap(({ documentId }) => documentId ?? [])
  if (ids.length === 0) return new Set()
  const rows = await db
    .select({ id: documents.id })
    .from(documents)
    .where(and(inArray(documents.id, ids), isNotNull(documents.chargingSince)))
  return new Set(rows.map(({ id }) => id))
}

async function loadPrices(db: Db | Tx, subjects: ServiceSubject[]) {
  const ids = [...new Set(subjects.map(({ service }) => service.productId))]
  const known = ids.filter((id) => id !== null)
  if (known.length === 0) return []
  return db.select().from(productPrices).where(inArray(productPrices.productId, known))
}

export const renewableSubject: SubjectKind<RenewableSubject> = {
  ...serviceSubject,
  load: loadRenewable,
}
