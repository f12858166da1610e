import { startSandboxProvider } from '@berth/module-sandbox/provider'
import type pg from 'pg'
import type { Api } from '../api.ts'
import { progress } from '../figure.ts'

const PER_REQUEST = 500
const PLAN = { name: 'small', memoryMb: 1024, diskGb: 10, cpuCores: 1 }

/** Active services with a resource each on one server, and the provider behind it. */
export interface Delivered {
  serverId: string
  close(): Promise<void>
}

/** Puts so many services of the fleet on a server whose changes take `delayMs`. */
export async function deliverServices(
  client: pg.Client,
  api: Api,
  { count, delayMs }: { count: number; delayMs: number },
): Promise<Delivered> {
  progress(`${count} services come to a sandbox server of ${delayMs} ms`)
  const provider = await startSandboxProvider({
    now: () => Math.floor(performance.timeOrigin + performance.now()),
  })
  const { id: serverId } = await api<{ id: string }>('POST', 'servers', {
    name: 'bulk',
    type: 'sandbox',
    settings: { url: provider.url, token: provider.token },
  })
  const { rows } = await client.query<{ id: string }>(
    'select id from services order by number limit $1',
    [count],
  )
  const ids = rows.map((row) => row.id)
  const remoteIds: string[] = []
  for (let at = 0; at < ids.length; at += PER_REQUEST) {
    const wanted = ids.slice(at, at + PER_REQUEST).map((key) => ({ key, name: key, plan: PLAN }))
    const { status, body } = provider.control({ method: 'POST', path: 'resources', body: wanted })
    if (status !== 201) throw new Error(`the provider refuses: ${JSON.stringify(body)}`)
    const { items } = body as { items: { id: string }[] }
    remoteIds.push(...items.map((item) => item.id))
  }
  await client.query(
    `update services s set server_id = $1, type = 'sandbox', status = 'active', suspensions = '[]',
      suspended_at = null, ended_at = null, removed_at = null, archived_at = null,
      cancellation_requested_at = null, delivered_at = coalesce(delivered_at, created_at),
      expires_at = now() + interval '60 days', anchor_day = 15, cycle = 'monthly',
      resource = jsonb_build_object('remoteId', r.remote_id, 'data', '{}'::jsonb,
        'connection', '[]'::jsonb, 'secrets', '{}'::jsonb)
    from unnest($2::uuid[], $3::text[]) as r(id, remote_id) where s.id = r.id`,
    [serverId, ids, remoteIds],
  )
  await client.query('analyze services')
  const effect = { kind: 'slow', delayMs }
  provider.control({
    method: 'PATCH',
    path: 'behaviour',
    body: { rules: [{ operation: 'suspend', effect }] },
  })
  return { serverId, close: () => provider.close() }
}
