import type pg from 'pg'

/**
 * Fills a table without its indexes and makes them afterwards, which is many times quicker than
 * keeping them meanwhile. Those of primary and unique keys stay.
 */
export async function withoutIndexes(
  client: pg.Client,
  table: string,
  fill: () => Promise<void>,
): Promise<void> {
  const { rows } = await client.query<{ indexname: string; indexdef: string }>(
    `select indexname, indexdef from pg_indexes where schemaname = 'public' and tablename = $1
      and indexname not in (select conname from pg_constraint)`,
    [table],
  )
  for (const { indexname } of rows) await client.query(`drop index ${indexname}`)
  await fill()
  await client.query("set maintenance_work_mem = '512MB'")
  for (const { indexdef } of rows) await client.query(indexdef)
}
