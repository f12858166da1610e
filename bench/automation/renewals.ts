import type pg from 'pg'
import { type Figure, print, progress, rounded } from '../figure.ts'
import { comeDue, PICKED } from './due.ts'
import { measureLimit } from './limit.ts'
import type { AutomationBench } from './part.ts'
import { startWorkers, type Watched, watchRun } from './workers.ts'

/** One service in so many is due at once. */
const SHARE = 10
const ALLOWED_MB = 400

interface Run {
  perSecond: number
  count: number
  watched: Watched
  since: Date
}

/** A tenth of the fleet is due at once: one worker, then as many again by two. */
export async function measureRenewals(bench: AutomationBench): Promise<void> {
  const { client, size } = bench
  const one = await runRenewals(bench, 1)
  const limit = await measureLimit(client, one.since)
  print(rateFigure('renewals.one_worker', one, { limit, size }))
  print(memoryFigure(one, size))
  const wrong = [await countWrong(client)]
  const two = await runRenewals(bench, 2)
  wrong.push(await countWrong(client))
  print(rateFigure('renewals.two_workers', two, { limit, size }))
  print({
    ...{ name: 'renewals.scaling', size, n: two.count, p50: null, p99: null, unit: '×' },
    ...{ value: rounded(two.perSecond / one.perSecond), limit: null, ratio: null },
    of: 'no limit: two workers ÷ one; the database and the bench share the processors with them',
  })
  const sum = (pick: 'duplicates' | 'gaps') => wrong.reduce((all, one) => all + one[pick], 0)
  const n = one.count + two.count
  print(zero('renewals.duplicates', { n, size, value: sum('duplicates') }))
  print(zero('renewals.gaps', { n, size, value: sum('gaps') }))
}

async function runRenewals(bench: AutomationBench, workers: number): Promise<Run> {
  const { client, env, size } = bench
  const running = await startWorkers(env, workers)
  try {
    const { rows } = await client.query<{ now: Date }>('select now()')
    const since = rows[0]?.now ?? new Date(0)
    progress(`${Math.floor(size / SHARE)} renewals come due for ${workers} worker(s)`)
    const count = await comeDue(client, Math.floor(size / SHARE))
    const watched = await watchRun(client, running)
    const perSecond = count / watched.seconds
    progress(`${count} renewals by ${workers} worker(s): ${Math.round(perSecond)} per s`)
    return { perSecond, count, watched, since }
  } finally {
    await running.stop()
  }
}

/** Services with more than one open renewal or document for it, and those without. */
async function countWrong(client: pg.Client): Promise<{ duplicates: number; gaps: number }> {
  const { rows } = await client.query<{ duplicates: number; gaps: number }>(
    `select count(*) filter (where renewals > 1 or lines > 1 or steps > 1)::int as duplicates,
      count(*) filter (where renewals = 0 or lines = 0 or steps = 0)::int as gaps
    from (select
        (select count(*) from renewals r where r.service_id = p.id and r.state = 'open') as renewals,
        (select count(*) from document_lines l join renewals r on r.line_id = l.id
          where r.service_id = p.id) as lines,
        (select count(*) from automation_steps a where a.service_id = p.id and a.step ~ '^invoice') as steps
      from ${PICKED} p) counted`,
  )
  return rows[0] ?? { duplicates: -1, gaps: -1 }
}

function rateFigure(
  name: string,
  { perSecond, count }: Run,
  { limit, size }: { limit: number; size: number },
): Figure {
  return {
    ...{ name, size, n: count, value: rounded(perSecond), unit: 'per s', p50: null, p99: null },
    ...{ limit: rounded(limit), ratio: rounded(perSecond / limit) },
    of: 'the same rows copied by SQL, a thousand services in a transaction, into tables with only their primary and unique keys, by one connection',
  }
}

function memoryFigure({ watched: { memory } }: Run, size: number): Figure {
  const megabytes = memory.map((bytes) => bytes / 2 ** 20)
  const half = Math.floor(megabytes.length / 2)
  const most = (values: readonly number[]) => rounded(Math.max(0, ...values))
  return {
    ...{ name: 'renewals.memory', size, n: memory.length, p50: null, p99: null },
    ...{ value: most(megabytes), unit: 'MB', limit: null, ratio: null },
    of: `no limit: at most ${ALLOWED_MB} MB are allowed; the worker’s resident memory, ${most(megabytes.slice(0, half))} MB at most in the first half of the run, ${most(megabytes.slice(half))} MB in the second`,
  }
}

const zero = (
  name: string,
  { n, size, value }: { n: number; size: number; value: number },
): Figure => ({
  ...{ name, size, n, value, unit: 'services', p50: null, p99: null, limit: null, ratio: null },
  of: 'must be 0',
})
