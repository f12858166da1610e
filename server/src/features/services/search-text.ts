import { type SQL, sql } from 'drizzle-orm'
import { idArray } from '../../platform/any-of.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { keptStatement } from '../../platform/kept-query.ts'
import type { NewValue } from '../../platform/update-many.ts'

/** Services written in one statement; more would hold their locks for long. */
const CHUNK = 1000

/** One id by itself: the statement is planned once for all. */
const isOneOf = (ids: readonly string[]) =>
  ids.length === 1 ? sql`s.id = ${ids[0]}::uuid` : sql`s.id = any(${idArray(ids)})`

/** The text that searches compare, from a service's columns and its customer `c`. */
const searchText = (column: NewValue): SQL => sql`berth_search_text(concat_ws(' ',
  ${column('name')}, c.name, c.email,
  (select string_agg(u.email, ' ' order by u.id) from users u where u.customer_id = c.id),
  ${column('resource')}->>'remoteId',
  ${column('order_data')}->>'domain', ${column('order_data')}->>'hostname',
  '#' || ${column('number')}))`

/** The same for rows that are just being updated, from what their columns will be. */
export const searchTextOf = (column: NewValue): SQL =>
  sql`(select ${searchText(column)} from customers c where c.id = ${column('customer_id')})`

const stored: NewValue = (column) => sql`s.${sql.identifier(column)}`

/**
 * Writes the text that searches compare: name, customer, e-mails, remote id, domain, number. Called
 * by whatever changes one of them. Services whose text stays are not written.
 */
export async function refreshSearch(db: Db | Tx, serviceIds: readonly string[]): Promise<void> {
  for (let from = 0; from < serviceIds.length; from += CHUNK) {
    const ids = serviceIds.slice(from, from + CHUNK)
    await keptStatement(
      db,
      sql`
      update services s set search = made.search
      from (
        select s.id, ${searchText(stored)} as search
        from services s join customers c on c.id = s.customer_id
        where ${isOneOf(ids)}) made
      where s.id = made.id and s.search <> made.search`,
    )
  }
}
