import { setTimeout as sleep } from 'node:timers/promises'
import { startSandboxProvider } from '@berth/module-sandbox/provider'
import { type Api, apiOf } from '../api.ts'
import { loadFleet } from '../data/fleet.ts'
import { type Figure, print, progress, rounded } from '../figure.ts'
import { memoryOf, ours, startProgram } from '../program.ts'
import type { DeliveryBench } from './part.ts'

const SEED = 1
const PER_REQUEST = 1000
const LOOK_MS = 200
const TOKEN = 'token-of-the-comparison'
const PLAN = { name: '1024 MiB / 10 GiB / 1', memoryMb: 1024, diskGb: 10, cpuCores: 1 }
/** One service in so many differs from what its server says. */
const PER_DRIFT = 1000

interface Run {
  id: string
  state: string
  pages: number
  resources: number
  found: number
  error: { message: string } | null
}

/** One comparison of a server of so many resources with the books, some of which differ. */
export async function measureReconciliation(bench: DeliveryBench, size: number): Promise<void> {
  const { client, env } = bench
  progress(`comparison: ${size} resources on one server`)
  await loadFleet(client, { size, seed: SEED, now: Date.now(), url: bench.url })
  const provider = await startSandboxProvider({
    token: TOKEN,
    now: () => Math.floor(performance.timeOrigin + performance.now()),
  })
  const berth = await startProgram({ args: ours('server/src/main.ts'), env })
  try {
    const api = apiOf(berth.url, bench.cookie)
    const { id: serverId } = await api<{ id: string }>('POST', 'servers', {
      name: 'large',
      type: 'sandbox',
      settings: { url: provider.url, token: TOKEN },
    })
    await fillBoth(bench, { serverId, provider })
    const bareMs = await bareListing(provider.url)
    provider.control({ method: 'POST', path: 'calls', body: { clear: true } })
    const before = memoryOf(berth.pid)
    const { run, ms, peak } = await compare(api, { serverId, pid: berth.pid })
    const calls = provider.control({ method: 'GET', path: 'calls' }).body as { items: unknown[] }
    const shared = { size, n: 1, p50: null, p99: null, limit: null, ratio: null }
    print({
      ...shared,
      ...{ name: 'reconcile.time', value: rounded(ms / 1000), unit: 's' },
      ...{ limit: rounded(bareMs / 1000), ratio: rounded(ms / bareMs) },
      of: `the same pages fetched and parsed by a bare client; ${run.resources} resources in ${run.pages} pages, ${run.found} rows found`,
    })
    print(memory(shared, peak - before))
    print({
      ...shared,
      ...{ name: 'reconcile.requests', value: calls.items.length, unit: 'requests' },
      of: `no limit: the module’s pages, and a second look at what is missing (${Math.round(size / PER_DRIFT)} services differ)`,
    })
  } finally {
    await berth.stop()
    await provider.close()
  }
}

const memory = (shared: Omit<Figure, 'name' | 'value' | 'unit' | 'of'>, bytes: number): Figure => ({
  ...shared,
  ...{ name: 'reconcile.memory', value: bytes, unit: 'bytes' },
  of: 'no limit: highest resident memory of the program during the comparison, less that before it',
})

type Provider = Awaited<ReturnType<typeof startSandboxProvider>>

/** Services in the books and their resources; one in a thousand is suspended in the books alone. */
async function fillBoth(
  { client }: DeliveryBench,
  { serverId, provider }: { serverId: string; provider: Provider },
): Promise<void> {
  await client.query('delete from operations')
  await client.query('delete from service_schedule')
  const { rows } = await client.query<{ id: string }>('select id from services order by number')
  const remoteIds: string[] = []
  for (let at = 0; at < rows.length; at += PER_REQUEST) {
    const wanted = rows.slice(at, at + PER_REQUEST)
    const body = wanted.map(({ id }) => ({ key: id, name: id, plan: PLAN }))
    const answer = provider.control({ method: 'POST', path: 'resources', body })
    const { items } = answer.body as { items: { id: string }[] }
    remoteIds.push(...items.map(({ id }) => id))
  }
  await client.query(
    `update services s set server_id = $1, type = 'sandbox', product_id = null, suspensions =
        case when number % $4 = 0 then '[{"cause":"other","since":0,"by":{}}]'::jsonb else '[]' end,
      status = case when number % $4 = 0 then 'suspended' else 'active' end,
      suspended_at = case when number % $4 = 0 then now() end, ended_at = null, removed_at = null,
      archived_at = null, cancellation_requested_at = null,
      delivered_at = coalesce(delivered_at, created_at), cycle = 'monthly', anchor_day = 15,
      expires_at = now() + interval '60 days',
      resource = jsonb_build_object('remoteId', r.remote_id, 'data', '{}'::jsonb,
        'connection', '[]'::jsonb, 'secrets', '{}'::jsonb)
    from unnest($2::uuid[], $3::text[]) as r(id, remote_id) where s.id = r.id`,
    [serverId, rows.map(({ id }) => id), remoteIds, PER_DRIFT],
  )
  await client.query('vacuum analyze')
}

/** The limit: every page, fetched one after another and parsed. */
async function bareListing(url: string): Promise<number> {
  const startedAt = performance.now()
  for (let cursor: string | null = ''; cursor !== null; ) {
    const address: string = `${url}/v1/resources?limit=100${cursor ? `&cursor=${cursor}` : ''}`
    const response = await fetch(address, { headers: { authorization: `Bearer ${TOKEN}` } })
    if (!response.ok) throw new Error(`the provider refuses: ${await response.text()}`)
    const page = (await response.json()) as { nextCursor: string | null }
    cursor = page.nextCursor
  }
  return performance.now() - startedAt
}

async function compare(api: Api, { serverId, pid }: { serverId: string; pid: number }) {
  const startedAt = performance.now()
  await api('POST', `servers/${serverId}/reconcile`, {})
  for (let peak = 0, looks = 0; ; looks++) {
    peak = Math.max(peak, memoryOf(pid))
    const { items } = await api<{ items: Run[] }>('GET', `servers/${serverId}/reconciliations`)
    const run = items.find(({ state }) => state !== 'running')
    if (run && run.resources > 0) return { run, peak, ms: performance.now() - startedAt }
    if (run?.error) throw new Error(`the comparison failed: ${run.error.message}`)
    if (looks % 50 === 0) progress(`comparison: ${items[0]?.resources ?? 0} resources`)
    await sleep(LOOK_MS)
  }
}
