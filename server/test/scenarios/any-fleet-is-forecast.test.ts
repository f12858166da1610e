import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asc, eq } from 'drizzle-orm'
import { randomFrom } from '../../src/demo/random.ts'
import { runDoctor } from '../../src/doctor/run-doctor.ts'
import { instantOfHour, localDays } from '../../src/domain/calendar.ts'
import { DAY, HOUR, type Instant, MINUTE, toIso } from '../../src/domain/instant.ts'
import { businessDayOf } from '../../src/features/automation/proof/keep-forecast.ts'
import { forecastDays, forecastDifferences } from '../../src/features/automation/proof/tables.ts'
import { services } from '../../src/features/services/tables.ts'
import { startTestApp, type TestApp } from '../app.ts'
import { type Happening, happen, setBank, setOutage } from '../factories/happenings.ts'
import { makeRandomFleet, type RandomFleet } from '../factories/random-fleet.ts'

const ZONE = 'Europe/Paris'

/** Another fleet and other days, by hand: any number will do, and the days are more. */
const byHand = process.env.BERTH_TEST_SEED
const SEED = Number(byHand ?? 20_250_310)
const DAYS = byHand === undefined ? 5 : 25

/** Half an hour after the forecast of the next day is kept. */
const eveningOf = (at: Instant) => instantOfHour(localDays(at, ZONE), 20, ZONE) + 30 * MINUTE

/** What a bank answers a charge is in no forecast of the day. */
const ANSWERED = new Set(['paid', 'failed', 'in_flight'])

/** Where a day differed from its forecast though nothing happened to the customer. */
async function unexcused(
  { ctx }: TestApp,
  { chargedIds }: RandomFleet,
  happenings: readonly Happening[],
): Promise<string[]> {
  const rows = await ctx.db
    .select({ difference: forecastDifferences, customerId: services.customerId, of: services.id })
    .from(forecastDifferences)
    .innerJoin(forecastDays, eq(forecastDays.day, forecastDifferences.day))
    .innerJoin(services, eq(services.id, forecastDifferences.serviceId))
    .orderBy(asc(forecastDifferences.day), asc(forecastDifferences.id))
  const days = await ctx.db.select().from(forecastDays)
  const keptAt = new Map(days.map((one) => [one.day, one.keptAt]))
  return rows.flatMap(({ difference, customerId, of }) => {
    const { day, step, kind, cause, evidence, forecastAt, doneAt } = difference
    const { until } = businessDayOf(day, ZONE)
    // What is late is done on the day after.
    const since = (keptAt.get(day) ?? 0) - (cause === 'late' ? DAY : 0)
    const isTouched = happenings.some(
      ({ at, customerIds }) => at >= since && at < until && customerIds.includes(customerId),
    )
    const isAnswered = ANSWERED.has(cause) && chargedIds.has(customerId)
    if (cause !== 'unexplained' && (isTouched || isAnswered)) return []
    const times = [forecastAt, doneAt].map((at) => (at === null ? '-' : toIso(at))).join(' ')
    return [`${day} ${of} ${step} ${kind} ${cause} ${evidence} ${times}`]
  })
}

test(`whatever happens to any fleet, each day goes as forecast but for that (BERTH_TEST_SEED=${SEED})`, async () => {
  const random = randomFrom(SEED)
  const app = await startTestApp()
  const owner = await app.staff()
  const fleet = await makeRandomFleet(app, owner, random)
  const scene = { app, owner, fleet, random }
  const happenings: Happening[] = []
  const outage = random.int(1, DAYS - 3)
  const refusals = random.int(1, DAYS - 3)
  await app.travelTo(eveningOf(app.clock.now()))
  for (let day = 1; day <= DAYS; day++) {
    const isOut = day >= outage && day < outage + 3
    setOutage(fleet, isOut)
    if (isOut) happenings.push({ at: app.clock.now(), customerIds: fleet.hostedIds })
    await setBank(app, day < refusals || day > refusals + 2 ? null : 'refuse')
    const evening = eveningOf(app.clock.now() + DAY)
    await app.travelTo(evening - 30 * MINUTE - random.int(1, 22) * HOUR)
    for (let left = random.int(1, 4); left > 0; left--) {
      const happened = await happen(scene)
      if (happened) happenings.push(happened)
    }
    await app.settle()
    await app.travelTo(evening)
  }
  await app.travelTo(app.clock.now() + DAY)
  const days = await app.ctx.db.select().from(forecastDays).orderBy(asc(forecastDays.day))
  assert.ok(days.filter(({ state }) => state === 'compared').length >= DAYS, 'days compared')
  const done = days.flatMap((day) => Object.values(day.done))
  assert.ok(done.reduce((sum, n) => sum + n, 0) > 20, 'a fleet that does something')
  assert.deepEqual(await unexcused(app, fleet, happenings), [])
  const { checks } = await runDoctor(app.ctx)
  assert.deepEqual(
    checks.filter(({ ok }) => !ok),
    [],
  )
})
