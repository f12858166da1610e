import {
  type ConnectionCheck,
  type ModuleContext,
  ok,
  type Result,
  sameText,
  type Text,
} from '@berth/sdk'
import { z } from 'zod'
import { connect, type Pve, type Server } from './client.ts'
import { readCluster } from './cluster.ts'
import { type ProxmoxSettings, wordsOf } from './forms.ts'
import { flag } from './numbers.ts'

/** The oldest release that we speak. */
const OLDEST_MAJOR = 7

/** What the token needs on `/vms`, or on the pool that guests are put into. */
const GUEST_PRIVILEGES = [
  'VM.Allocate',
  'VM.Audit',
  'VM.Clone',
  'VM.Config.CPU',
  'VM.Config.Cloudinit',
  'VM.Config.Disk',
  'VM.Config.Memory',
  'VM.Config.Network',
  'VM.Config.Options',
  'VM.Console',
  'VM.PowerMgmt',
  'VM.Snapshot',
  'VM.Snapshot.Rollback',
]

/** One privilege, in Proxmox's own name, and where it may be held; one of these paths is enough. */
export interface NeededPrivilege {
  readonly privilege: string
  readonly paths: readonly [string, ...string[]]
}

/** Everything that the token needs for these settings. */
export function neededPrivileges(settings: ProxmoxSettings, major: number): NeededPrivilege[] {
  const on = (paths: NeededPrivilege['paths'], names: readonly string[]) =>
    names.map((privilege) => ({ paths, privilege }))
  const { pool, storage, backupStorage, bridge } = settings
  // Release 9 gave the agent privileges of its own; before, it was a part of VM.Monitor.
  const agent = major >= 9 ? 'VM.GuestAgent.Unrestricted' : 'VM.Monitor'
  const guests: NeededPrivilege['paths'] = pool === '' ? ['/vms'] : [`/pool/${pool}`, '/vms']
  return [
    ...on(guests, [...GUEST_PRIVILEGES, agent]),
    ...on(['/nodes'], ['Sys.Audit']),
    ...on([storage === '' ? '/storage' : `/storage/${storage}`], STORAGE_PRIVILEGES),
    ...(backupStorage === ''
      ? []
      : [...on([`/storage/${backupStorage}`], STORAGE_PRIVILEGES), ...on(guests, ['VM.Backup'])]),
    ...(pool === '' ? [] : on([`/pool/${pool}`], ['Pool.Allocate'])),
    // Bridges have privileges of their own since release 8.
    ...(major >= 8 ? on([`/sdn/zones/localnetwork/${bridge}`], ['SDN.Use']) : []),
  ]
}

const STORAGE_PRIVILEGES = ['Datastore.AllocateSpace', 'Datastore.Audit']

const versionSchema = z.object({ version: z.string(), release: z.string().optional() })
const permissionsSchema = z.record(z.string(), z.record(z.string(), flag))
type Permissions = z.output<typeof permissionsSchema>

/** Looks at everything the module needs and can be looked at without making anything. */
export async function testConnection(
  ctx: ModuleContext,
  server: Server,
): Promise<Result<readonly ConnectionCheck[]>> {
  const pve = connect(ctx, server)
  const version = await pve.get('/version', versionSchema)
  const reach = { en: 'Reach Proxmox VE', fr: 'Joindre Proxmox VE' }
  if (!version.ok) return ok([check('reach', reach, version.error.message)])
  const major = Number.parseInt(version.value.version, 10)
  const permissions = await pve.get('/access/permissions', permissionsSchema)
  const own = { en: 'Read its own privileges', fr: 'Lire ses propres privilèges' }
  return ok([
    check('reach', reach),
    {
      id: 'version',
      name: { en: 'Release 7 or newer', fr: 'Version 7 ou plus récente' },
      ok: major >= OLDEST_MAJOR,
      message: version.value.version,
    },
    ...(permissions.ok
      ? privilegeChecks(server.settings, major, permissions.value)
      : [check('permissions', own, permissions.error.message)]),
    ...(await nodeChecks(pve)),
  ])
}

function privilegeChecks(
  settings: ProxmoxSettings,
  major: number,
  permissions: Permissions,
): ConnectionCheck[] {
  return neededPrivileges(settings, major).map(({ paths, privilege }) => {
    const [path] = paths
    const name = `${privilege} on ${path}`
    const label = { en: name, fr: `${privilege} sur ${path}` }
    const isHeld = paths.some((one) => hasPrivilege(permissions, one, privilege))
    return check(`${privilege} ${path}`, label, isHeld ? null : `missing: ${name}`)
  })
}

/** A path that is not listed has what the nearest one above it hands down. */
export function hasPrivilege(permissions: Permissions, path: string, privilege: string): boolean {
  const own = permissions[path]
  if (own) return privilege in own
  for (let above = path; above !== '/' && above !== ''; ) {
    above = above.slice(0, above.lastIndexOf('/')) || '/'
    const listed = permissions[above]
    if (listed) return listed[privilege] === true
  }
  return false
}

/** The nodes that the settings name, and a template to make guests from. */
async function nodeChecks(pve: Pve): Promise<ConnectionCheck[]> {
  const cluster = await readCluster(pve)
  const name = { en: 'List the cluster', fr: 'Lister le cluster' }
  if (!cluster.ok) return [check('cluster', name, cluster.error.message)]
  const named = wordsOf(pve.settings.nodes).map((wanted) => {
    const node = cluster.value.nodes.find((one) => one.name === wanted)
    const said = node ? (node.isOnline ? null : 'offline') : 'not in the cluster'
    return check(`node ${wanted}`, sameText(wanted), said)
  })
  return [check('cluster', name), ...named]
}

function check(id: string, name: Text, said: string | null = null): ConnectionCheck {
  return { id, name, ok: said === null, message: said ?? '' }
}
