import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { pgTable, text, uuid } from 'drizzle-orm/pg-core'
import pg from 'pg'
import type { Db } from './db.ts'
import { kept, keptStatement } from './kept-query.ts'

const houses = pgTable('houses', { id: uuid('id'), streetName: text('street_name') })

interface Asked {
  name?: string
  text: string
  values?: unknown[]
}

test('the same text has the same name, whatever its values; another text has another', async () => {
  const asked: Asked[] = []
  const pool = new pg.Pool()
  pool.query = (async (query: Asked, values?: unknown[]) => {
    asked.push({ name: query.name, text: query.text, values: values ?? query.values })
    return { rows: [] }
  }) as unknown as typeof pool.query
  const db = drizzle(pool) as Db
  for (const id of ['a', 'b']) {
    await kept(db.select().from(houses).where(eq(houses.id, id)))
    await keptStatement(db, sql`select ${id}::text`)
  }
  const [query, statement, queryAgain, statementAgain] = asked
  assert.ok(query?.name && statement?.name)
  assert.notEqual(query.name, statement.name)
  assert.deepEqual([queryAgain?.name, statementAgain?.name], [query.name, statement.name])
  assert.deepEqual(
    asked.map(({ values }) => values),
    [['a'], ['a'], ['b'], ['b']],
  )
})
