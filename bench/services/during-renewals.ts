import type pg from 'pg'
import { type Figure, progress } from '../figure.ts'
import { ours, startProgram } from '../program.ts'
import { measurePair, type Pair } from './measure.ts'

/** Services that come due at once; more than a run does while it is looked at. */
const DUE = 20_000

/** The list while workers make the renewals of many services that are due at the same moment. */
export async function measureDuringRenewals(
  client: pg.Client,
  pair: Pair,
  { size, seconds, env }: { size: number; seconds: number; env: Record<string, string> },
): Promise<Figure> {
  const { rowCount } = await client.query(
    `update service_schedule set next_at = now() where service_id in (
      select id from services where status = 'active' and cycle = 'monthly' and not held_forever
        and expires_at between now() and now() + interval '7 days'
        and cancellation_requested_at is null and not automation_paused limit $1)`,
    [DUE],
  )
  const renewals = async () =>
    Number((await client.query('select count(*) as n from renewals')).rows[0].n)
  const before = await renewals()
  // With its own web, which nobody asks: a worker alone says nothing when it is ready.
  const worker = await startProgram({ args: ours('server/src/main.ts'), env })
  try {
    while ((await renewals()) === before) await new Promise((wake) => setTimeout(wake, 200))
    const first = await renewals()
    const figure = await measurePair(
      { ...pair, name: 'services.list_during_renewals' },
      { size, seconds },
    )
    const made = (await renewals()) - first
    progress(`${made} renewals were made meanwhile, of ${rowCount} that were due`)
    return { ...figure, of: `${figure.of}; ${made} renewals made meanwhile` }
  } finally {
    await worker.stop()
  }
}
