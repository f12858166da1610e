import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY, HOUR } from '../../src/domain/instant.ts'
import type { DueLoop } from '../../src/platform/due.ts'
import { inTransaction } from '../../src/platform/transaction.ts'
import { travel } from '../../src/travel.ts'
import { jobHandlers } from '../../src/worker.ts'
import { NOW, startTestApp } from '../app.ts'

const app = await startTestApp()
const { ctx, clock } = app
const setClock = async (at: number) => clock.set(at)

/** Takes the jobs of a password reset and notes when each ran. */
function notingHandlers() {
  const ranAt: number[] = []
  const handlers = {
    ...jobHandlers(ctx),
    'mail.write_awaited': async () => {
      ranAt.push(clock.now())
    },
  }
  return { ranAt, handlers }
}

/** A row due at `at` that another worker holds until its third look, when a job is queued. */
function loopOfAnother(at: number): DueLoop {
  let looks = 0
  return {
    name: 'held',
    everyMs: 1000,
    runDue: async () => 0,
    async nextDue() {
      if (clock.now() < at) return at
      looks += 1
      if (looks < 3) return at
      if (looks === 3)
        await inTransaction(ctx, async (tx) => {
          await ctx.jobs.deliver(tx, new Map([['password_reset.requested', [{}]]]))
        })
      return null
    },
  }
}

test('time stands still until what another worker holds is done, and what it caused', async () => {
  const at = NOW + HOUR
  const { ranAt, handlers } = notingHandlers()
  const report = await travel(
    ctx,
    { loops: [loopOfAnother(at)], handlers },
    { to: NOW + DAY, setClock },
  )
  assert.deepEqual(ranAt, [at])
  assert.equal(report.jobs, 1)
  assert.equal(clock.now(), NOW + DAY)
})

test('what is due and cannot be done is named, instead of waiting for it for ever', async () => {
  const stuck = { name: 'stuck', everyMs: 1000, runDue: async () => 0, nextDue: async () => NOW }
  const work = { loops: [stuck], handlers: jobHandlers(ctx) }
  const journey = travel(ctx, work, { to: clock.now() + DAY, setClock, patienceMs: 0 })
  await assert.rejects(journey, { code: 'clock_stuck' })
})
