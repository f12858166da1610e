import { inArray } from 'drizzle-orm'
import { z } from 'zod'
import type { Db } from '../../platform/db.ts'
import { customers } from '../customers/tables.ts'
import { nameOf } from './document-name.ts'
import { documents } from './tables.ts'

/** Whose a row of a list is, in the words of the list. */
export const customerLabel = z.object({ id: z.uuid(), number: z.int(), name: z.string() })
export type CustomerLabel = z.infer<typeof customerLabel>

/** Customers by id, for the rows of a list. */
export async function customerLabels(
  db: Db,
  ids: readonly (string | null)[],
): Promise<Map<string, CustomerLabel>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))]
  if (wanted.length === 0) return new Map()
  const rows = await db
    .select({ id: customers.id, number: customers.number, name: customers.name })
    .from(customers)
    .where(inArray(customers.id, wanted))
  return new Map(rows.map((row) => [row.id, row]))
}

/** What documents are called, by id, for the rows of a list. */
export async function documentNames(
  db: Db,
  ids: readonly (string | null)[],
): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))]
  if (wanted.length === 0) return new Map()
  const rows = await db
    .select({ id: documents.id, number: documents.number, serial: documents.serial })
    .from(documents)
    .where(inArray(documents.id, wanted))
  return new Map(rows.map((row) => [row.id, nameOf(row)]))
}
