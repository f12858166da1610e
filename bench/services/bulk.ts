import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { type Api, apiOf } from '../api.ts'
import { type Figure, print, progress, rounded } from '../figure.ts'
import { ours, startProgram } from '../program.ts'
import { type Delivered, deliverServices } from './bulk-services.ts'
import type { Bench } from './part.ts'

const COUNT = 10_000
const PROVIDER_MS = 5
/** Operations that a worker has on servers at once, as the installation comes. */
const CONCURRENCY = 8
const LOOK_MS = 50

interface Batch {
  id: string
  state: string
  counts: { total: number; willDo: number; done: number }
}

/** A suspension of 10 000 services: preview, confirmation, and until the last is confirmed. */
export async function measureBulk(bench: Bench): Promise<void> {
  const { size, client } = bench
  const env = { ...bench.env, BERTH_SANDBOX: '1', BERTH_WORKER_CONCURRENCY: String(CONCURRENCY) }
  const count = Math.min(COUNT, size)
  // Pages and work in one process, as a small installation has it.
  const berth = await startProgram({ args: ours('server/src/main.ts'), env })
  const api = apiOf(berth.url, bench.cookie)
  let services: Delivered | null = null
  try {
    services = await deliverServices(client, api, { count, delayMs: PROVIDER_MS })
    const shared = { size, n: count, p50: null, p99: null }
    const planned = await plan(client, api, services.serverId)
    print({ ...shared, ...planned.figure })
    const { confirm, finish } = await run(api, planned.batch)
    print({ ...shared, ...confirm })
    print({ ...shared, ...finish })
  } finally {
    await berth.stop()
    await services?.close()
  }
}

type Measured = Pick<Figure, 'name' | 'value' | 'unit' | 'limit' | 'ratio' | 'of'>

/** From the request to the whole preview. */
async function plan(
  client: pg.Client,
  api: Api,
  serverId: string,
): Promise<{ batch: Batch; figure: Measured }> {
  const startedAt = performance.now()
  const { id } = await api<Batch>('POST', 'batches', {
    action: 'service.suspend',
    input: { cause: 'other', notify: false },
    select: { filters: { serverId } },
  })
  const batch = await reach(api, id, 'planned')
  const value = (performance.now() - startedAt) / 1000
  const limit = await bareInsert(client, serverId)
  const figure: Measured = {
    name: 'bulk.plan',
    ...{ value: rounded(value), unit: 's', limit: rounded(limit), ratio: rounded(value / limit) },
    of: 'one insert of as many rows, with their services, into a table with only its primary key; ours asks each service what would happen to it',
  }
  return { batch, figure }
}

async function bareInsert(client: pg.Client, serverId: string): Promise<number> {
  await client.query(
    'create temp table bare_rows (id uuid primary key, name text, customer text, effects jsonb)',
  )
  const startedAt = performance.now()
  await client.query(
    `insert into bare_rows select s.id, s.name, c.name, jsonb_build_object('to', 'suspended')
     from services s join customers c on c.id = s.customer_id where s.server_id = $1`,
    [serverId],
  )
  const seconds = (performance.now() - startedAt) / 1000
  await client.query('drop table bare_rows')
  return seconds
}

/** From the confirmation to the last outcome that a server confirmed. */
async function run(
  api: Api,
  { id, counts: { willDo: count } }: Batch,
): Promise<{ confirm: Measured; finish: Measured }> {
  const startedAt = performance.now()
  await api('POST', `batches/${id}/confirm`, {})
  const confirmedAt = performance.now()
  const { counts } = await reach(api, id, 'finished')
  if (counts.done !== count) throw new Error(`not all were done: ${JSON.stringify(counts)}`)
  const value = (performance.now() - startedAt) / 1000
  const limit = (count * PROVIDER_MS) / CONCURRENCY / 1000
  const confirm: Measured = {
    ...{ name: 'bulk.confirm', value: rounded(confirmedAt - startedAt), unit: 'ms' },
    ...{ limit: null, ratio: null },
    of: 'no limit: it marks the batch as running, however many services it has',
  }
  const finish: Measured = {
    ...{ name: 'bulk.finish', value: rounded(value), unit: 's' },
    ...{ limit: rounded(limit), ratio: rounded(value / limit) },
    of: `what ${CONCURRENCY} calls of ${PROVIDER_MS} ms at once allow, no database at all; ${rounded(count / value)} services per second in one process`,
  }
  return { confirm, finish }
}

async function reach(api: Api, id: string, state: string): Promise<Batch> {
  for (let looks = 0; ; looks++) {
    const batch = await api<Batch>('GET', `batches/${id}`)
    if (batch.state === state) return batch
    if (looks % 100 === 0) progress(`batch ${batch.state}: ${JSON.stringify(batch.counts)}`)
    await sleep(LOOK_MS)
  }
}
