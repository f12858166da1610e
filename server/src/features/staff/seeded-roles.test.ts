import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import { startTestApp } from '../../../test/app.ts'
import { newId } from '../../platform/ids.ts'
import { SEEDED_ROLES } from './permissions.ts'
import { roles } from './tables.ts'

const { ctx } = await startTestApp()
const migration = readFileSync(
  new URL('../../../migrations/0012_permissions_of_seeded_roles.sql', import.meta.url),
  'utf8',
)
/** What the first release did not know. */
const LATER = [
  'batches:read',
  'coupons:read',
  'coupons:update',
  'services:set_status',
  'views:share',
]

async function permissionsOf(name: string): Promise<string[]> {
  const [role] = await ctx.db.select().from(roles).where(eq(roles.name, name))
  return [...(role?.permissions ?? [])].sort()
}

test('seeded roles of an older installation come to hold what newly seeded ones hold', async () => {
  for (const { name, permissions } of SEEDED_ROLES) {
    const older = permissions.filter((permission) => !LATER.includes(permission))
    await ctx.db.update(roles).set({ permissions: older }).where(eq(roles.name, name))
  }
  for (let time = 0; time < 2; time++) await ctx.db.execute(migration)
  for (const { name, permissions } of SEEDED_ROLES)
    assert.deepEqual(await permissionsOf(name), [...permissions].sort(), name)
})

test('what staff took from a seeded role stays away, and their own roles stay as they are', async () => {
  const own = { id: newId(), name: 'night shift', permissions: ['services:read'] }
  await ctx.db.insert(roles).values(own)
  await ctx.db
    .update(roles)
    .set({ permissions: ['services:read'] })
    .where(eq(roles.name, 'accountant'))
  await ctx.db.execute(migration)
  assert.deepEqual(await permissionsOf('night shift'), ['services:read'])
  assert.deepEqual(await permissionsOf('accountant'), [
    'batches:read',
    'coupons:read',
    'services:read',
  ])
})
