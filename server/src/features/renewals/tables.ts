import { sql } from 'drizzle-orm'
import { index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { Cycle } from '../../domain/cycle.ts'
import { id, instant, minorUnits } from '../../platform/columns.ts'

export type RenewalState = 'open' | 'applied' | 'withdrawn' | 'reversed'

/** One further period (or several, after a lapse) of a service, bought by one document line. */
export const renewals = pgTable(
  'renewals',
  {
    id: id().primaryKey(),
    serviceId: uuid('service_id').notNull(),
    customerId: uuid('customer_id').notNull(),
    documentId: uuid('document_id'),
    lineId: uuid('line_id'),
    state: text('state').$type<RenewalState>().notNull(),
    cycle: text('cycle').$type<Cycle>().notNull(),
    /** Periods it covers: more than one after a lapse. */
    periods: integer('periods').notNull(),
    currency: text('currency').notNull(),
    /** For all its periods, in the document's tax mode. */
    price: minorUnits('price').notNull(),
    /** As asked; when applied, as applied. */
    periodStartAt: instant('period_start_at').notNull(),
    periodEndAt: instant('period_end_at').notNull(),
    requestedBy: jsonb('requested_by')
      .$type<{ kind: string; id: string | null; name: string }>()
      .notNull(),
    /** Set when staff went over a limit. */
    overrode: text('overrode'),
    createdAt: instant('created_at').notNull(),
    appliedAt: instant('applied_at'),
    settledAt: instant('settled_at'),
    /** When its period was sold again, after the service's expiry had been moved back before it. */
    soldAgainAt: instant('sold_again_at'),
  },
  (t) => [
    uniqueIndex('renewals_one_open').on(t.serviceId).where(sql`state = 'open'`),
    uniqueIndex('renewals_one_per_period')
      .on(t.serviceId, t.periodStartAt)
      .where(sql`state = 'applied' and sold_again_at is null`),
    index('renewals_by_service').on(t.serviceId, t.createdAt),
    // What counts for the limits of a month or week, without the years before.
    index('renewals_applied').on(t.serviceId, t.appliedAt).where(sql`state = 'applied'`),
  ],
)
