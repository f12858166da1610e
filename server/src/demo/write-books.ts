import { getTableColumns, getTableName, type SQL, sql } from 'drizzle-orm'
import { PgJsonb, type PgTable } from 'drizzle-orm/pg-core'
import { automationSteps } from '../features/automation/tables.ts'
import { productGroups, productPrices, products } from '../features/catalog/tables.ts'
import { creditBalances, creditEntries } from '../features/credits/tables.ts'
import { customers, users } from '../features/customers/tables.ts'
import {
  documentEffects,
  documentLines,
  documents,
  numberSeries,
} from '../features/documents/tables.ts'
import { history } from '../features/history/tables.ts'
import { mails } from '../features/mail/tables.ts'
import { operationLog, operations } from '../features/operations/tables.ts'
import { orders, termsVersions } from '../features/orders/tables.ts'
import { payments } from '../features/payments/tables.ts'
import { renewals } from '../features/renewals/tables.ts'
import { serverGroups, servers } from '../features/servers/tables.ts'
import { serviceSchedule, services } from '../features/services/tables.ts'
import { settings } from '../features/settings/tables.ts'
import { staff } from '../features/staff/tables.ts'
import type { Tx } from '../platform/db.ts'
import { updateMany } from '../platform/update-many.ts'
import type { Books } from './books.ts'

/** Each list of the books with its table, in an order that references allow. */
const TABLES: readonly (readonly [keyof Books, PgTable])[] = [
  ['settings', settings],
  ['staff', staff],
  ['terms', termsVersions],
  ['serverGroups', serverGroups],
  ['productGroups', productGroups],
  ['products', products],
  ['productPrices', productPrices],
  ['servers', servers],
  ['customers', customers],
  ['users', users],
  ['orders', orders],
  ['services', services],
  ['schedule', serviceSchedule],
  ['steps', automationSteps],
  ['renewals', renewals],
  ['documents', documents],
  ['lines', documentLines],
  ['effects', documentEffects],
  ['series', numberSeries],
  ['payments', payments],
  ['creditEntries', creditEntries],
  ['creditBalances', creditBalances],
  ['operations', operations],
  ['operationLog', operationLog],
  ['history', history],
  ['mails', mails],
]

/** Tables whose short numbers are given by the books; the counters go on after them. */
const NUMBERED = [
  ['customers', 'number'],
  ['services', 'number'],
  ['orders', 'number'],
  ['documents', 'serial'],
] as const

const ROWS_PER_STATEMENT = 2000

/**
 * Writes the whole books, some thousand rows per statement. Documents are open until they have
 * their lines: an issued one takes none any more.
 */
export async function writeBooks(tx: Tx, books: Books): Promise<void> {
  const issued = books.documents.filter(({ state }) => state === 'issued')
  const unissued = books.documents.map((document) =>
    document.state === 'issued' ? { ...document, state: 'open' as const, number: null } : document,
  )
  for (const [name, table] of TABLES) {
    const rows: Record<string, unknown>[] = name === 'documents' ? unissued : books[name]
    for (let from = 0; from < rows.length; from += ROWS_PER_STATEMENT)
      await tx.execute(insertOf(table, rows.slice(from, from + ROWS_PER_STATEMENT)))
  }
  await updateMany(
    tx,
    documents,
    issued.map(({ id, state, number }) => ({ id, state, number })),
  )
  for (const [table, column] of NUMBERED) {
    await tx.execute(sql`
      select setval(pg_get_serial_sequence(${table}, ${column}),
        (select coalesce(max(${sql.identifier(column)}), 0) + 1 from ${sql.identifier(table)}),
        false)`)
  }
}

/** One statement for many rows: the database reads the values out of one JSON text. */
function insertOf(table: PgTable, rows: readonly Record<string, unknown>[]): SQL {
  const columns = getTableColumns(table)
  const used = [...new Set(rows.flatMap((row) => Object.keys(row)))].flatMap((key) => {
    const column = columns[key]
    return column?.generated || !column ? [] : [{ key, column }]
  })
  const json = JSON.stringify(
    rows.map((row) =>
      Object.fromEntries(
        used.map(({ key, column }) => {
          const value = row[key] ?? null
          const stored =
            value === null || column instanceof PgJsonb ? value : column.mapToDriverValue(value)
          return [column.name, stored]
        }),
      ),
    ),
  )
  const name = sql.identifier(getTableName(table))
  const names = sql.join(
    used.map(({ column }) => sql.identifier(column.name)),
    sql`, `,
  )
  return sql`insert into ${name} (${names})
    select ${names} from jsonb_populate_recordset(null::${name}, ${json}::jsonb)`
}
