import { index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { id, instant } from '../../platform/columns.ts'

/** Resources that staff took over in one go. */
export const imports = pgTable('imports', {
  id: id().primaryKey(),
  requestedBy: jsonb('requested_by')
    .$type<{ kind: string; id: string | null; name: string }>()
    .notNull(),
  createdAt: instant('created_at').notNull(),
})

/** One resource of an import, and what came of it. */
export const importRows = pgTable(
  'import_rows',
  {
    id: id().primaryKey(),
    importId: uuid('import_id')
      .notNull()
      .references(() => imports.id, { onDelete: 'cascade' }),
    /** From 0, in the order of the request. */
    position: integer('position').notNull(),
    /** The service; gone when the row is `undone`. */
    serviceId: uuid('service_id').notNull(),
    operationId: uuid('operation_id').notNull(),
    customerId: uuid('customer_id').notNull(),
    productId: uuid('product_id'),
    type: text('type').notNull(),
    serverId: uuid('server_id').notNull(),
    remoteId: text('remote_id').notNull(),
    name: text('name').notNull(),
    state: text('state').$type<'running' | 'done' | 'undone'>().notNull(),
    /** Why it was undone: the module's code, or `given_up`. */
    errorCode: text('error_code'),
    /** As the provider said it, without secrets. */
    errorMessage: text('error_message'),
    settledAt: instant('settled_at'),
  },
  (t) => [
    index('import_rows_by_import').on(t.importId, t.position),
    index('import_rows_by_operation').on(t.operationId),
    index('import_rows_by_resource').on(t.serverId, t.remoteId),
  ],
)
