import { type SQL, sql } from 'drizzle-orm'
import type { Check, Look } from '../check.ts'

/** Column → the table whose id it holds. Servers may be gone while their operations stay. */
const TARGETS: Record<string, string> = {
  cancellation_reason_id: 'cancellation_reasons',
  corrects_id: 'documents',
  corrects_line_id: 'document_lines',
  coupon_id: 'coupons',
  customer_id: 'customers',
  document_id: 'documents',
  operation_id: 'operations',
  order_id: 'orders',
  payment_id: 'payments',
  product_id: 'products',
  reverses_id: 'payments',
  service_id: 'services',
  staff_id: 'staff',
  terms_version_id: 'terms_versions',
}

interface Reference extends Record<string, unknown> {
  table: string
  column: string
}

/** Every such column of every table that the database itself does not keep by a foreign key. */
async function unkept({ tx }: Look): Promise<Reference[]> {
  const { rows } = await tx.execute<Reference>(sql`
    select c.relname as "table", a.attname as "column"
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and a.atttypid = 'uuid'::regtype and a.attname = any(${sql.param(Object.keys(TARGETS))}::text[])
      and not exists (
        select from pg_constraint k
        where k.conrelid = c.oid and k.contype = 'f' and k.conkey = array[a.attnum])
    order by 1, 2`)
  return rows
}

/** What was deleted on purpose stands in the history. */
const DELETED = sql`exists (
  select from history h where h.subject = 'service' and h.subject_id = missing.id::text
    and h.kind in ('service.deleted', 'service.import_undone'))`

function orphansOf({ table, column }: Reference): SQL {
  const target = TARGETS[column] ?? ''
  const name = `${table}.${column}`
  const onPurpose = target === 'services' ? DELETED : sql`false`
  return sql`
    select format('%s %s', ${name}::text, missing.id) as what
    from (
      select distinct r.${sql.identifier(column)} as id from ${sql.identifier(table)} r
      where r.${sql.identifier(column)} is not null and not exists (
        select from ${sql.identifier(target)} t where t.id = r.${sql.identifier(column)})
      limit 1000
    ) missing
    where not ${onPurpose}`
}

export const referenceCheck: Check = {
  name: 'references.none_dangling',
  sentence: 'What a row names exists, or the history says that it was deleted.',
  async find(look) {
    const found: string[] = []
    for (const reference of await unkept(look)) {
      const { rows } = await look.tx.execute<{ what: string }>(orphansOf(reference))
      found.push(...rows.map(({ what }) => what))
    }
    return found
  },
}
