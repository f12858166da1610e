import pg from 'pg'

/** Indexes are made by so many connections at once. */
const AT_ONCE = 3
/** The largest first, so that nobody waits for it alone at the end. */
const LARGEST = /using gin/i

/**
 * Fills a table without its indexes and references and makes them afterwards, all rows at once,
 * which is many times quicker than keeping them meanwhile. Primary and unique keys stay.
 */
export async function withoutIndexes(
  client: pg.Client,
  { table, url }: { table: string; url: string },
  fill: () => Promise<void>,
): Promise<void> {
  const { rows } = await client.query<{ indexname: string; indexdef: string }>(
    `select indexname, indexdef from pg_indexes where schemaname = 'public' and tablename = $1
      and indexname not in (select conname from pg_constraint)`,
    [table],
  )
  for (const { indexname } of rows) await client.query(`drop index ${indexname}`)
  const references = await dropReferences(client, table)
  await fill()
  const definitions = rows.map(({ indexdef }) => indexdef)
  definitions.sort((a, b) => Number(LARGEST.test(b)) - Number(LARGEST.test(a)))
  await Promise.all(Array.from({ length: AT_ONCE }, () => makeIndexes(url, definitions)))
  for (const reference of references) await client.query(reference)
}

/** Drops a table's foreign keys; answers the statements that bring them back. */
async function dropReferences(client: pg.Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
     where contype = 'f' and conrelid = $1::regclass`,
    [table],
  )
  for (const { name } of rows) await client.query(`alter table ${table} drop constraint ${name}`)
  return rows.map(
    ({ name, definition }) => `alter table ${table} add constraint ${name} ${definition}`,
  )
}

/** Takes definitions from the list until there are none left. */
async function makeIndexes(url: string, definitions: string[]): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    options: '-c maintenance_work_mem=512MB -c max_parallel_maintenance_workers=1',
  })
  await client.connect()
  try {
    for (let next = definitions.shift(); next; next = definitions.shift()) await client.query(next)
  } finally {
    await client.end()
  }
}
