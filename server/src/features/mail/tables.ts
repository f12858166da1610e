import { sql } from 'drizzle-orm'
import { index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { id, instant } from '../../platform/columns.ts'
import type { Language } from '../../platform/text.ts'

/** A mail, written when something happened and sent when due. Kept and shown, sent or not. */
export const mails = pgTable(
  'mails',
  {
    id: id().primaryKey(),
    /** What it is about, once: the same reason writes no second mail. */
    dedupeKey: text('dedupe_key').notNull(),
    template: text('template').notNull(),
    customerId: uuid('customer_id'),
    staffId: uuid('staff_id'),
    toAddress: text('to_address').notNull(),
    language: text('language').$type<Language>().notNull(),
    subject: text('subject').notNull(),
    text: text('text').notNull(),
    html: text('html').notNull(),
    /** Documents to attach as PDF when it is sent. */
    documentIds: jsonb('document_ids').$type<string[]>().notNull().default([]),
    serviceIds: jsonb('service_ids').$type<string[]>().notNull().default([]),
    state: text('state').$type<'queued' | 'sent' | 'kept' | 'failed'>().notNull(),
    attempts: integer('attempts').notNull().default(0),
    dueAt: instant('due_at'),
    error: text('error'),
    createdAt: instant('created_at').notNull(),
    sentAt: instant('sent_at'),
  },
  (t) => [
    uniqueIndex('mails_once').on(t.dedupeKey),
    index('mails_due').on(t.dueAt).where(sql`state = 'queued'`),
    index('mails_by_customer').on(t.customerId, t.createdAt),
    index('mails_by_address').on(t.toAddress, t.createdAt),
  ],
)
