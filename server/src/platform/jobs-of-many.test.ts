import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { startTestApp } from '../../test/app.ts'
import { reactions } from '../reactions.ts'
import { emit } from './events.ts'
import { jobNames } from './job-queues.ts'
import type { JobHandlers } from './run-jobs.ts'
import { inTransaction } from './transaction.ts'

const app = await startTestApp()
const { ctx } = app

/** Names of customers, in the order in which the job was given them. */
let given: string[] = []
beforeEach(() => {
  given = []
})

const noted = ({ customerId }: Record<string, unknown>) => String(customerId)

function handlers(forget: JobHandlers[string]): JobHandlers {
  const others = jobNames(reactions).map((name) => [name, async () => {}])
  return { ...Object.fromEntries(others), 'mail.forget': forget }
}

/** So many events of one transaction; answers how many jobs they became. */
async function happen(count: number): Promise<number> {
  const ids = Array.from({ length: count }, (_, index) => ({ customerId: `customer ${index}` }))
  await inTransaction(ctx, async (tx) => emit(tx, 'customer.anonymised', ids))
  const { rows } = await ctx.db.execute<{ n: number }>(
    `select count(*)::int as n from pgboss.job where name = 'mail.forget' and state = 'created'`,
  )
  return rows[0]?.n ?? 0
}

test('a few events of a transaction are a job each', async () => {
  assert.equal(await happen(3), 3)
  await ctx.jobs.drain(handlers(async (payload) => void given.push(noted(payload))))
  assert.equal(given.length, 3)
})

test('hundreds of events are jobs of two hundred, and the handler is given one at a time', async () => {
  assert.equal(await happen(450), 3)
  await ctx.jobs.drain(handlers(async (payload) => void given.push(noted(payload))))
  assert.equal(new Set(given).size, 450)
  assert.equal(given.length, 450)
})

test('one that fails is tried again alone; its neighbours are not', async () => {
  await happen(200)
  let failures = 0
  await ctx.jobs.drain(
    handlers(async (payload) => {
      if (noted(payload) === 'customer 7' && failures++ === 0) throw new Error('not now')
      given.push(noted(payload))
    }),
  )
  assert.equal(failures, 2)
  assert.equal(given.length, 200)
  assert.equal(new Set(given).size, 200)
})

test('a handler that takes many is given them at once, and one by one when that fails', async () => {
  await happen(150)
  const together: number[] = []
  const failing = { isOn: false }
  const collective = {
    async one(payload: Record<string, unknown>) {
      given.push(noted(payload))
    },
    async many(payloads: readonly Record<string, unknown>[]) {
      if (failing.isOn) throw new Error('one of them cannot be done')
      together.push(payloads.length)
    },
  }
  await ctx.jobs.drain(handlers(collective))
  assert.deepEqual([together, given], [[150], []])
  failing.isOn = true
  await happen(150)
  await ctx.jobs.drain(handlers(collective))
  assert.deepEqual([together, given.length], [[150], 150])
})

test('also a few jobs of one payload each are given together to who takes many', async () => {
  const together: number[] = []
  let fails = true
  const collective = {
    async one(payload: Record<string, unknown>) {
      if (noted(payload) === 'customer 1' && fails) throw new Error('not now')
      given.push(noted(payload))
    },
    async many(payloads: readonly Record<string, unknown>[]) {
      together.push(payloads.length)
      if (fails) throw new Error('one of them cannot be done')
    },
  }
  await happen(3)
  await ctx.jobs.drain(handlers(collective))
  assert.deepEqual([together, given.toSorted()], [[3], ['customer 0', 'customer 2']])
  fails = false
  await ctx.db.execute(`update pgboss.job set start_after = now() where state = 'retry'`)
  await happen(2)
  await ctx.jobs.drain(handlers(collective))
  assert.deepEqual(together, [3, 3])
})
