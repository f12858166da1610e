import { sql } from 'drizzle-orm'
import { bigserial, index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from '../../platform/columns.ts'

/** The batch behind an entry: its own cause, or that of the operation whose outcome it records. */
export const BATCH_OF_ENTRY = sql.raw(`coalesce(cause->>'batchId', cause->'because'->>'batchId')`)

/**
 * Who did what, and why. Append-only: a trigger refuses update and delete.
 */
export const history = pgTable(
  'history',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    at: instant('at').notNull(),
    /** Noun of what changed: `service`, `document`, `product` … */
    subject: text('subject').notNull(),
    subjectId: text('subject_id').notNull(),
    customerId: uuid('customer_id'),
    /** What happened: `service.suspended`, `document.paid` … */
    kind: text('kind').notNull(),
    actorKind: text('actor_kind').notNull(),
    actorId: uuid('actor_id'),
    actorName: text('actor_name').notNull(),
    impersonatedBy: uuid('impersonated_by'),
    cause: jsonb('cause').$type<Record<string, unknown>>().notNull(),
    before: jsonb('before').$type<Record<string, unknown>>(),
    after: jsonb('after').$type<Record<string, unknown>>(),
    note: text('note'),
  },
  (t) => [
    index('history_by_subject').on(t.subject, t.subjectId, t.id),
    index('history_by_customer').on(t.customerId, t.id),
    // What the automation did has no actor.
    index('history_by_actor').on(t.actorId, t.id).where(sql`actor_id is not null`),
    index('history_by_batch').on(BATCH_OF_ENTRY, t.id).where(sql`${BATCH_OF_ENTRY} is not null`),
  ],
)
