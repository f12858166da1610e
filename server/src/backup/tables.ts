import type pg from 'pg'
import type { TableHead } from './format.ts'

/** Jobs that were not over; their queues are made by the program that restores. */
export const JOBS: TableHead = {
  table: ['pgboss', 'job'],
  columns: ['id', 'name', 'priority', 'data', 'singleton_key', 'start_after', 'created_on'],
}
export const OPEN_JOBS = `state in ('created', 'retry', 'active')`

/** Every table of the program itself with the columns that are stored, in the order of the names. */
export async function readTables(client: pg.Client): Promise<TableHead[]> {
  const { rows } = await client.query(`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      and a.attgenerated = ''
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
    group by c.relname order by c.relname`)
  return rows.map(({ name, columns }) => ({ table: ['public', name], columns }))
}

/** Every sequence of the program's tables with the last value it gave, if it gave any. */
export async function readSequences(client: pg.Client): Promise<Record<string, string>> {
  const { rows } = await client.query(`
    select sequencename as name, last_value::text as last from pg_sequences
    where schemaname = 'public' and last_value is not null order by 1`)
  return Object.fromEntries(rows.map(({ name, last }) => [name, last]))
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

export const nameOf = ({ table: [schema, name] }: TableHead) => `${quoted(schema)}.${quoted(name)}`
export const columnsOf = ({ columns }: TableHead) => columns.map(quoted).join(', ')
