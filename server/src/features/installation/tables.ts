import { sql } from 'drizzle-orm'
import { bigint, boolean, check, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from '../../platform/columns.ts'
import type { Suspicion } from './judge.ts'

/** One row: which installation this database belongs to, and how far it has come. */
export const installation = pgTable(
  'installation',
  {
    /** Shared by everything that belongs together: all processes, all machines. */
    id: uuid('id').notNull(),
    /** Makes sure that there is one row. */
    single: boolean('single').primaryKey().default(true),
    /** How often an owner said that this is production; above the run epoch in rank. */
    confirmations: integer('confirmations').notNull().default(0),
    /** Raised by every start and every minute of a run: it never falls, unless the past was restored. */
    runEpoch: bigint('run_epoch', { mode: 'number' }).notNull().default(0),
    /** Where the row was last known to be at home: see identity.ts. */
    systemId: text('system_id'),
    databaseOid: text('database_oid').notNull(),
    tableOid: text('table_oid').notNull(),
    /** Safe mode: nothing is sent, charged, numbered or done until an owner has confirmed. */
    safeSince: instant('safe_since'),
    safeBecause: jsonb('safe_because').$type<Suspicion>(),
    /** Staff said that this is a copy for testing: it stays in safe mode for good. */
    copySince: instant('copy_since'),
    createdAt: instant('created_at').notNull(),
  },
  () => [check('installation_single', sql`single`)],
)
