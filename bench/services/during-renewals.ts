import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { type Figure, progress } from '../figure.ts'
import { ours, startProgram } from '../program.ts'
import { measurePair, type Pair } from './measure.ts'

/** Services that come due at once; more than a run does while it is looked at. */
const DUE = 20_000
/** Renewals are made a thousand at a time: a window in which none came is measured twice as long. */
const LONGEST = 16
const LOOK_MS = 100

interface Wish {
  size: number
  seconds: number
  env: Record<string, string>
}

/**
 * The list while a worker makes the renewals of many services that are due at the same moment, and
 * how many it made meanwhile. An error when it made none.
 */
export async function measureDuringRenewals(
  client: pg.Client,
  pair: Pair,
  { size, seconds, env }: Wish,
): Promise<Figure[]> {
  const due = await comeDue(client)
  const made = async () =>
    Number((await client.query('select count(*) as n from renewals')).rows[0].n)
  const before = await made()
  // With its own web, which nobody asks: a worker alone says nothing when it is ready.
  const worker = await startProgram({ args: ours('server/src/main.ts'), env })
  try {
    while ((await made()) === before) await sleep(LOOK_MS)
    for (let times = 1; times <= LONGEST; times *= 2) {
      const first = await made()
      const named = { ...pair, name: 'services.list_during_renewals' }
      const figure = await measurePair(named, { size, seconds: seconds * times })
      const meanwhile = (await made()) - first
      progress(`${meanwhile} renewals were made meanwhile, of ${due} that were due`)
      if (meanwhile > 0) return [figure, countOf(meanwhile, size)]
    }
    throw new Error('no renewal was made while the list was measured')
  } finally {
    await worker.stop()
  }
}

/** Services that expire in three days, which the automation has to renew now. */
async function comeDue(client: pg.Client): Promise<number> {
  const { rowCount } = await client.query(
    `with due as (
      update services set expires_at = now() + interval '3 days' where id in (
        select id from services where status = 'active' and cycle = 'monthly' and not held_forever
          and hold_until is null and expires_at > now() and cancellation_requested_at is null
          and not automation_paused limit $1)
      returning id)
    update service_schedule set next_at = now() where service_id in (select id from due)`,
    [DUE],
  )
  return rowCount ?? 0
}

const countOf = (made: number, size: number): Figure => ({
  ...{ name: 'services.renewals_during_list', size, n: made, value: made, unit: 'renewals' },
  ...{ p50: null, p99: null, limit: null, ratio: null },
  of: 'no limit: made by a worker while services.list_during_renewals was measured',
})
