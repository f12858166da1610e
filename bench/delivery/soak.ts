import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { apiOf } from '../api.ts'
import { loadFleet } from '../data/fleet.ts'
import { type Figure, print, progress, rounded } from '../figure.ts'
import { ours, startProgram } from '../program.ts'
import type { DeliveryBench } from './part.ts'
import { HEALTHY_MS, openSoakServers, type SoakServer } from './soak-servers.ts'
import { startWorkers } from './workers.ts'

const SEED = 1
const WORKERS = 4
const KILL_EVERY_MS = 4000
/** As a server comes. */
const CONCURRENCY = 4
const LOOK_MS = 500
/** A soak that is not over by then is not going to be. */
const GIVE_UP_MS = 600_000

/**
 * So many creations over five servers, one dead, one slow, one answering 429, by four workers of
 * which one is killed every few seconds. What is on servers that answer must be delivered once; what
 * is on the dead one must still be waiting.
 */
export async function measureSoak(bench: DeliveryBench, count: number): Promise<void> {
  const { client, env } = bench
  progress(`soak: ${count} creations over five servers`)
  await loadFleet(client, { size: count, seed: SEED, now: Date.now(), url: bench.url })
  const berth = await startProgram({ args: ours('server/src/main.ts', 'web'), env })
  const { servers, close } = await openSoakServers(apiOf(berth.url, bench.cookie))
  try {
    await intend(client, servers)
    const workers = startWorkers(env, { count: WORKERS, killEveryMs: KILL_EVERY_MS })
    try {
      const rate = await untilHealthyDone(client, servers)
      await untilReachableDone(client, servers)
      await report({ client, servers, count, rate, kills: workers.kills() })
    } finally {
      await workers.stop()
    }
  } finally {
    await close()
    await berth.stop()
  }
}

/** One creation for each service, spread over the servers, all due at once. */
async function intend(client: pg.Client, servers: readonly SoakServer[]): Promise<void> {
  await client.query('delete from operations')
  await client.query('delete from service_schedule')
  await client.query(
    `update services set server_id = ($1::uuid[])[1 + number % $2], type = 'sandbox',
      status = 'pending', product_id = null, suspensions = '[]', suspended_at = null,
      ended_at = null, removed_at = null, archived_at = null, cancellation_requested_at = null,
      delivered_at = null, expires_at = null, anchor_day = null, cycle = 'monthly', resource = null`,
    [servers.map(({ id }) => id), servers.length],
  )
  await client.query(`insert into operations
      (id, service_id, server_id, kind, state, input, due_at, requested_by, cause, created_at)
    select gen_random_uuid(), id, server_id, 'create', 'queued', '{}', now(),
      '{"kind":"system","id":null,"name":"system"}', '{"kind":"system"}', now() from services`)
  await client.query('vacuum analyze')
}

/** Creations per second at the healthy servers, from the first look to the last of theirs. */
async function untilHealthyDone(client: pg.Client, servers: readonly SoakServer[]) {
  const startedAt = performance.now()
  const healthy = servers.filter(({ kind }) => kind === 'healthy')
  const done = await until(client, healthy)
  return { perSecond: (done * 1000) / (performance.now() - startedAt), servers: healthy.length }
}

const untilReachableDone = (client: pg.Client, servers: readonly SoakServer[]) =>
  until(
    client,
    servers.filter(({ kind }) => kind !== 'dead'),
  )

/** Waits until nothing of these servers is open; answers how many they have. */
async function until(client: pg.Client, servers: readonly SoakServer[]): Promise<number> {
  const giveUpAt = performance.now() + GIVE_UP_MS
  for (let looks = 0; ; looks++) {
    const { rows } = await client.query<{ open: number; all: number }>(
      `select count(*) filter (where state in ('queued', 'running', 'unknown', 'failed'))::int as open,
        count(*)::int as all from operations where server_id = any($1::uuid[]) and kind = 'create'`,
      [servers.map(({ id }) => id)],
    )
    const [counted] = rows
    if (counted && counted.open === 0) return counted.all
    if (looks % 20 === 0) progress(`soak: ${counted?.open} of ${counted?.all} open`)
    // What is not done by then is counted as lost.
    if (performance.now() > giveUpAt) return counted?.all ?? 0
    await sleep(LOOK_MS)
  }
}

interface SoakEnd {
  client: pg.Client
  servers: readonly SoakServer[]
  count: number
  rate: { perSecond: number; servers: number }
  kills: number
}

async function report({ client, servers, count, rate, kills }: SoakEnd): Promise<void> {
  const limit = (rate.servers * CONCURRENCY * 1000) / HEALTHY_MS
  const keys = servers.flatMap(({ provider }) => keysAt(provider))
  const { rows } = await client.query<{ id: string; kind: string; sound: boolean; tried: number }>(
    `select s.id, s.server_id as server, o.attempts as tried, case
        when s.server_id = $1 then s.status = 'pending' and o.state in ('queued', 'failed', 'unknown')
        else s.status = 'active' and o.state = 'succeeded' end as sound
      from services s left join operations o on o.service_id = s.id`,
    [servers.find(({ kind }) => kind === 'dead')?.id],
  )
  const made = new Set(keys)
  const dead = new Set(rows.filter((row) => row.sound && !made.has(row.id)).map(({ id }) => id))
  const lost = rows.filter(({ sound }) => !sound).length + Math.max(0, count - rows.length)
  const shared = { size: count, n: count, p50: null, p99: null }
  print({
    ...shared,
    ...{ name: 'delivery.soak.rate', value: rounded(rate.perSecond), unit: 'per s' },
    ...{ limit: rounded(limit), ratio: rounded(rate.perSecond / limit) },
    of: `${CONCURRENCY} creations of ${HEALTHY_MS} ms at once on each of ${rate.servers} healthy servers; ${WORKERS} workers, ${kills} killed meanwhile`,
  })
  print(
    zero(shared, 'delivery.soak.lost', lost, `must be 0; ${dead.size} wait for the dead server`),
  )
  const duplicates = keys.length - made.size
  print(zero(shared, 'delivery.soak.duplicates', duplicates, 'must be 0: resources with one key'))
}

const zero = (
  shared: Pick<Figure, 'size' | 'n' | 'p50' | 'p99'>,
  name: string,
  value: number,
  of: string,
): Figure => ({ ...shared, name, value, unit: 'services', limit: null, ratio: null, of })

/** The keys of what exists at the provider. */
function keysAt(provider: SoakServer['provider']): string[] {
  if (!provider) return []
  const { body } = provider.control({ method: 'GET', path: 'resources' })
  return (body as { items: { key: string | null }[] }).items.flatMap(({ key }) => key ?? [])
}
