import { sql } from 'drizzle-orm'
import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { id, instant } from '../../platform/columns.ts'
import type { Language } from '../../platform/text.ts'

/** `kept`: there is no SMTP server, so that it stays here to be read. */
export const MAIL_STATES = ['queued', 'sent', 'kept', 'failed'] as const
export type MailState = (typeof MAIL_STATES)[number]

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
    /** Sealed. Its place in the texts is marked, so that only who receives the mail can use it. */
    oneTimeToken: text('one_time_token'),
    /** Documents to attach as PDF when it is sent. */
    documentIds: jsonb('document_ids').$type<string[]>().notNull().default([]),
    serviceIds: jsonb('service_ids').$type<string[]>().notNull().default([]),
    /** A person waits for it: it leaves before the others, by a way of its own. */
    isAwaited: boolean('is_awaited').notNull().default(false),
    /** False once it has left or was kept: what follows from a first mail follows once. */
    isFirst: boolean('is_first').notNull().default(true),
    state: text('state').$type<MailState>().notNull(),
    attempts: integer('attempts').notNull().default(0),
    /** When to send it, or to try again; null once nothing is to be done. */
    dueAt: instant('due_at'),
    error: text('error'),
    createdAt: instant('created_at').notNull(),
    /** When it left, or would have left had there been a server. */
    sentAt: instant('sent_at'),
  },
  (t) => [
    uniqueIndex('mails_once').on(t.dedupeKey),
    index('mails_due').on(t.isAwaited, t.dueAt).where(sql`state = 'queued'`),
    index('mails_by_created').on(t.createdAt, t.id),
    index('mails_by_customer').on(t.customerId, t.createdAt, t.id),
    index('mails_by_address').on(t.toAddress, t.createdAt, t.id),
  ],
)

/** What the automation tells a customer: a new document, a reminder, the end that is near. */
export type DigestKind = 'document' | 'reminder' | 'final_notice'

/** What only the automation's step knows; the rest is read when the mail is composed. */
export interface DigestFacts {
  about?: 'pay' | 'charge' | 'click' | 'ends'
  /** Instants in epoch milliseconds. */
  chargeAt?: number | null
  endsAt?: number
}

/** One thing that the day's mail to a customer lists. */
export const mailDigestItems = pgTable(
  'mail_digest_items',
  {
    id: id().primaryKey(),
    mailId: uuid('mail_id').notNull(),
    customerId: uuid('customer_id').notNull(),
    kind: text('kind').$type<DigestKind>().notNull(),
    /** The document, or the service with its period and step: listed once. */
    dedupeKey: text('dedupe_key').notNull().unique(),
    documentId: uuid('document_id'),
    serviceId: uuid('service_id'),
    facts: jsonb('facts').$type<DigestFacts>().notNull().default({}),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [index('mail_digest_items_by_mail').on(t.mailId)],
)

/** Words of the staff in the place of the program's own. Absent: the program's own. */
export const mailTemplates = pgTable(
  'mail_templates',
  {
    /** The mail's name, or `layout` for what stands around every mail. */
    template: text('template').notNull(),
    language: text('language').$type<Language>().notNull(),
    subject: text('subject').notNull(),
    body: text('body').notNull(),
    version: integer('version').notNull(),
    updatedAt: instant('updated_at').notNull(),
    updatedBy: text('updated_by').notNull(),
  },
  (t) => [primaryKey({ columns: [t.template, t.language] })],
)

/** How far mails of a limited SMTP server have used up the time: one row for all workers. */
export const mailPace = pgTable('mail_pace', {
  id: smallint('id').primaryKey(),
  /** Up to here the mails that left have used up their share of each minute. */
  freeAt: instant('free_at').notNull(),
})
