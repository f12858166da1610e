import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import { DAY, HOUR } from '../../src/domain/instant.ts'
import { keepHeartbeat } from '../../src/features/automation/gaps.ts'
import { renewals } from '../../src/features/renewals/tables.ts'
import { NOW, startTestApp } from '../app.ts'
import { makeService } from '../factories/service.ts'

const iso = (at: number) => new Date(at).toISOString()

/** The program with a clock that stands where it is put, as far as the requests can tell. */
async function scene() {
  const app = await startTestApp()
  const { anonymous } = app
  const read = async () => Date.parse((await anonymous.get('/api/v1/sandbox/clock')).body.now)
  const move = (to: number) => anonymous.post('/api/v1/sandbox/clock', { to: iso(to) })
  return { app, read, move }
}

test('the clock is moved to exactly the moment that is asked for', async () => {
  const { read, move } = await scene()
  const { status, body } = await move(NOW + HOUR)
  assert.equal(status, 200)
  assert.equal(body.now, iso(NOW + HOUR))
  assert.deepEqual(Object.keys(body).sort(), ['jobs', 'now', 'sweeps'])
  assert.ok((await read()) >= NOW + HOUR)
})

test('backwards is refused by name, and changes nothing', async () => {
  const { read, move } = await scene()
  await move((await read()) + HOUR)
  const { status, body } = await move(NOW)
  assert.deepEqual([status, body.errors[0].pointer], [422, '/to'])
  assert.equal((await move(NOW)).status, 422)
})

test('the moment that was told last may be asked for, though the clock has ticked on', async () => {
  const { app, read, move } = await scene()
  const told = await read()
  app.clock.set(told + 500)
  assert.equal((await move(told)).status, 200)
  assert.equal((await move(told - 1)).status, 422)
})

test('set back by hand, it moves on, and nothing is done before the last sweep', async () => {
  const { app, read, move } = await scene()
  const { id } = await makeService(app, { status: 'active', expiresAt: NOW - DAY, anchorDay: 9 })
  await keepHeartbeat(app.ctx.db, NOW + DAY)
  const documentsOf = () => app.ctx.db.select().from(renewals).where(eq(renewals.serviceId, id))
  assert.equal((await move((await read()) + HOUR)).status, 200)
  assert.equal((await documentsOf()).length, 0)
  assert.equal((await move(NOW + DAY + HOUR)).status, 200)
  assert.equal((await documentsOf()).length, 1)
})

test('who is logged in stays so, however far the clock moves', async () => {
  const { app, move } = await scene()
  const staff = await app.staff()
  await move(NOW + 400 * 24 * HOUR)
  assert.equal((await staff.get('/api/v1/auth/session')).status, 200)
  assert.equal((await staff.get('/api/v1/admin/services')).status, 200)
})
