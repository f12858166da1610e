import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { alias, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import pg from 'pg'
import type { Db } from './db.ts'
import { quickenSelections } from './quick-selection.ts'

const houses = pgTable('houses', { id: uuid('id'), streetName: text('street_name') })
const doors = pgTable('doors', { id: uuid('id'), houseId: uuid('house_id') })
const other = alias(houses, 'other')

/** Nothing is asked of it: the pool never connects. */
const database = () => drizzle(new pg.Pool()) as Db

const QUERIES: ((db: Db) => { toSQL(): unknown })[] = [
  (db) => db.select().from(houses).where(eq(houses.id, 'a')),
  (db) => db.select().from(houses).innerJoin(doors, eq(doors.houseId, houses.id)),
  (db) => db.select().from(houses).innerJoin(other, eq(other.id, houses.id)),
  (db) => db.select({ id: houses.id }).from(houses),
  (db) => db.select({ id: houses.id, street: houses.streetName }).from(houses),
  (db) => db.select({ street: houses.streetName, id: houses.id }).from(houses),
  (db) => db.select({ id: houses.id, n: sql`count(*)`.as('n') }).from(houses),
  (db) => db.insert(houses).values({ id: 'a' }).returning(),
  (db) => db.update(houses).set({ streetName: 'b' }).returning({ id: houses.id }),
  (db) => db.delete(houses).returning(),
]

test('every query reads as the builder writes it, the first time and the next', () => {
  const quick = database()
  quickenSelections(quick)
  for (const query of QUERIES) {
    const expected = query(database()).toSQL()
    assert.deepEqual(query(quick).toSQL(), expected)
    assert.deepEqual(query(quick).toSQL(), expected)
  }
})
