import {
  type ConnectionDetail,
  fail,
  type Observed,
  type ObservedPage,
  type ObservedState,
  ok,
  type Resource,
  type Result,
} from '@berth/sdk'
import { MOST_PER_PAGE, type PanelClient } from './client.ts'
import { observedPlan } from './plan.ts'
import { itemOf, listOf, type Server, type Stats, serverSchema, statsSchema } from './shapes.ts'

/** Everything that is shown of a server comes with one request. */
const INCLUDED = { include: 'allocations,user,node,egg' }

/** A server's page in the panel, for its owner. */
export const serverPage = (client: PanelClient, server: Server, rest = '') =>
  client.page(`/server/${server.identifier}${rest}`)

/** The server with this id; null when there is none. */
export async function serverById(client: PanelClient, id: string): Promise<Result<Server | null>> {
  return orNull(
    await client.get(`/servers/${encodeURIComponent(id)}`, itemOf(serverSchema), INCLUDED),
  )
}

/** The server that carries our key: the panel lets no two have the same. */
export async function serverByKey(
  client: PanelClient,
  key: string,
): Promise<Result<Server | null>> {
  const path = `/servers/external/${encodeURIComponent(key)}`
  return orNull(await client.get(path, itemOf(serverSchema), INCLUDED))
}

function orNull(answer: Result<{ attributes: Server }>): Result<Server | null> {
  if (answer.ok) return ok(answer.value.attributes)
  return answer.error.code === 'not_found' ? ok(null) : answer
}

/** The server of a service, which must be there: by its remote id, else by our key. */
export async function existingServer(
  client: PanelClient,
  service: { readonly key: string; readonly resource: Resource | null },
): Promise<Result<Server>> {
  const found = service.resource
    ? await serverById(client, service.resource.remoteId)
    : await serverByKey(client, service.key)
  if (!found.ok) return found
  return found.value ? ok(found.value) : fail('not_found', 'There is no such server on the panel')
}

/** One page of all servers, oldest first, so that newcomers come last. */
export async function serverList(
  client: PanelClient,
  cursor: string | null,
): Promise<Result<ObservedPage>> {
  const page = cursor === null ? 1 : Number(cursor)
  const answer = await client.get('/servers', listOf(serverSchema), {
    ...INCLUDED,
    sort: 'id',
    per_page: MOST_PER_PAGE,
    page,
  })
  if (!answer.ok) return answer
  const last = answer.value.meta?.pagination?.total_pages ?? 1
  return ok({
    items: answer.value.data.map((item) => observedOf(client, item.attributes, null)),
    nextCursor: page < last ? String(page + 1) : null,
  })
}

/**
 * What the node's daemon measures. Null without a client key, and while the panel does not let anybody
 * ask: suspended, being installed, node away.
 */
export async function readStats(client: PanelClient, server: Server): Promise<Stats | null> {
  if (!client.hasClientKey || server.status !== null) return null
  const answer = await client.clientGet(
    `/servers/${server.identifier}/resources`,
    itemOf(statsSchema),
  )
  return answer.ok ? answer.value.attributes : null
}

/** With what the daemon says about it, as `find` and `inspect` answer. */
export async function observe(client: PanelClient, server: Server): Promise<Observed> {
  return observedOf(client, server, await readStats(client, server))
}

/** Without `stats` a server that the panel does not hold back counts as running. */
export function observedOf(client: PanelClient, server: Server, stats: Stats | null): Observed {
  return {
    remoteId: String(server.id),
    key: server.external_id,
    name: server.name,
    owner: server.relationships?.user?.attributes?.email ?? null,
    plan: observedPlan(server),
    state: stateOf(server, stats),
    usage: [],
    createdAt: Date.parse(server.created_at),
    resource: resourceOf(client, server, {}),
  }
}

/** `status` is the panel's: installing, install_failed, suspended, restoring_backup … or null. */
export function stateOf(server: Server, stats: Stats | null): ObservedState {
  if (server.suspended || server.status === 'suspended') return 'suspended'
  if (server.status === 'install_failed' || server.status === 'reinstall_failed') return 'stopped'
  if (server.status !== null) return 'changing'
  if (stats === null || stats.current_state === 'running') return 'running'
  return stats.current_state === 'offline' ? 'stopped' : 'changing'
}

/** The key of `secrets` under which the panel account's password is kept. */
export const PASSWORD = 'panel_password'

/** The server as the books keep it. */
export function resourceOf(
  client: PanelClient,
  server: Server,
  secrets: Readonly<Record<string, string>>,
): Resource {
  const user = server.relationships?.user?.attributes
  return {
    remoteId: String(server.id),
    data: {
      identifier: server.identifier,
      uuid: server.uuid,
      node: server.relationships?.node?.attributes?.name ?? String(server.node),
      address: addressOf(server) ?? '',
      user: user?.username ?? '',
    },
    secrets,
    connection: connectionOf(client, server, secrets),
  }
}

function connectionOf(
  client: PanelClient,
  server: Server,
  secrets: Readonly<Record<string, string>>,
): ConnectionDetail[] {
  const address = addressOf(server)
  const user = server.relationships?.user?.attributes
  const details: ConnectionDetail[] = []
  if (address) details.push({ label: { en: 'Address', fr: 'Adresse' }, value: address })
  details.push({
    label: { en: 'Panel', fr: 'Panneau' },
    value: serverPage(client, server),
    href: serverPage(client, server),
  })
  if (user) details.push({ label: { en: 'User name', fr: 'Identifiant' }, value: user.username })
  if (secrets[PASSWORD]) {
    details.push({ label: { en: 'Password', fr: 'Mot de passe' }, secret: PASSWORD })
  }
  const sftp = sftpOf(server)
  if (sftp)
    details.push({ label: { en: 'Files (SFTP)', fr: 'Fichiers (SFTP)' }, value: sftp, href: sftp })
  return details
}

/** What players type in: the alias or IP of the main allocation, the node's name for an IP of all. */
export function addressOf(server: Server): string | null {
  const main = server.relationships?.allocations?.data?.find(
    (item) => item.attributes.id === server.allocation,
  )?.attributes
  if (!main) return null
  const anywhere = main.ip === '0.0.0.0' || main.ip === '::'
  const node = server.relationships?.node?.attributes
  const host = main.alias || (anywhere && node ? node.fqdn : main.ip)
  return host.includes(':') ? `[${host}]:${main.port}` : `${host}:${main.port}`
}

/** Wings takes `account.server` as the user's name. */
function sftpOf(server: Server): string | null {
  const user = server.relationships?.user?.attributes
  const node = server.relationships?.node?.attributes
  if (!user || !node) return null
  return `sftp://${user.username}.${server.identifier}@${node.fqdn}:${node.daemon_sftp}`
}
