import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { findNode } from './node-runtime.mjs'
import { ROOT } from './root.mjs'

const PROGRAM = `
  import { sql } from 'drizzle-orm'
  import { pgTable, integer } from 'drizzle-orm/pg-core'
  import { drizzle } from 'drizzle-orm/node-postgres'
  const names = ['drizzle-orm', 'drizzle-orm/pg-core', 'drizzle-orm/node-postgres', 'pg']
  const numbers = pgTable('numbers', { n: integer() })
  const query = drizzle.mock().select({ n: sql\`\${numbers.n} + 1\` }).from(numbers).toSQL()
  console.log(JSON.stringify({ places: names.map((name) => import.meta.resolve(name)), query }))`

function answer(flags) {
  const args = [...flags, '--input-type=module', '-e', PROGRAM]
  const options = { cwd: join(ROOT, 'server'), encoding: 'utf8' }
  const { stdout, stderr } = spawnSync(findNode(), args, options)
  assert.equal(stderr, '')
  return JSON.parse(stdout)
}

test('names lead to the same files with the quick way as without', () => {
  const plain = answer([])
  const quick = answer([`--import=${join(ROOT, 'launch', 'quick-resolve.mjs')}`])
  assert.deepEqual(quick, plain)
  assert.equal(plain.query.sql, 'select "n" + 1 from "numbers"')
})
