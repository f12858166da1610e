import { nameOfKind, no, onGuest, type PveAnswer, type PveRequest } from './answers.ts'
import type { PveRoute } from './route.ts'
import {
  addGuest,
  beginTask,
  type ClusterState,
  type Kind,
  type StandInBackup,
  type StandInGuest,
} from './state.ts'

const task = { qemu: 'qm', lxc: 'vz' } as const

const taken = (kind: Kind, vmid: number) =>
  no(`unable to create ${nameOfKind(kind)} ${vmid}: config file already exists`)

/** Hardware addresses that no other guest has. */
function freshNet(text: string, vmid: number): string {
  const digits = vmid.toString(16).toUpperCase().padStart(6, '0').match(/../g)?.join(':')
  return text.replace(/([0-9A-F]{2}:){5}[0-9A-F]{2}/i, `BC:24:11:${digits}`)
}

/**
 * Makes a guest as Proxmox does: an empty configuration with a lock at once, the rest as the task
 * goes on, the lock taken away at its end, everything taken back on a failure.
 */
function make(
  state: ClusterState,
  about: { kind: Kind; vmid: number; node: string; taskNode: string; type: string; id: string },
  config: Record<string, string>,
): PveAnswer {
  const { kind, vmid, node } = about
  const guest = addGuest(state, { kind, vmid, node }, { lock: 'create' })
  const lock = about.type.endsWith('clone') ? 'clone' : 'create'
  const data = beginTask(
    state,
    { node: about.taskNode, type: about.type, id: about.id },
    (left) => {
      if (left < 0) state.guests.delete(vmid)
      else guest.config = left === 0 ? { ...config } : { ...config, lock }
      return undefined
    },
  )
  return { data }
}

function clone(template: StandInGuest, { state, parameters }: PveRequest): PveAnswer {
  const { kind } = template
  const { name, hostname, description, storage, full, target = template.node } = parameters
  const vmid = Number(parameters.newid)
  if (state.guests.has(vmid)) return taken(kind, vmid)
  const disk = kind === 'qemu' ? 'scsi0' : 'rootfs'
  const from = template.config[disk] ?? ''
  const on = from.split(':')[0] ?? ''
  if (full === '0' && storage !== undefined) {
    return no("parameter 'storage' not allowed for linked clones", 400)
  }
  const isShared = state.storages.some((one) => one.name === on && one.shared)
  if (target !== template.node && !isShared) {
    return no(`can't clone VM to node '${target}' (VM uses local storage)`)
  }
  const volume =
    full === '0' ? `${from.split(',')[0]}/vm-${vmid}-disk-0` : `${storage ?? on}:vm-${vmid}-disk-0`
  const { tags, ...inherited } = template.config
  const config = {
    ...inherited,
    ...(tags === undefined ? {} : { tags }),
    ...(kind === 'qemu' ? { name: name ?? `Copy-of-VM-${template.config.name}` } : {}),
    ...(kind === 'lxc' ? { hostname: hostname ?? `Copy-of-CT-${template.config.hostname}` } : {}),
    ...(description === undefined ? {} : { description }),
    [disk]: from.replace(/^[^,]+/, volume),
    net0: freshNet(template.config.net0 ?? '', vmid),
  }
  const type = `${task[kind]}clone`
  const id = String(template.vmid)
  return make(state, { kind, vmid, node: target, taskNode: template.node, type, id }, config)
}

function createContainer(request: PveRequest): PveAnswer {
  const { state, path, parameters } = request
  const { node = '' } = path
  const vmid = Number(parameters.vmid)
  const archive = parameters.ostemplate ?? ''
  if (parameters.restore === '1') return restore('lxc', archive, request)
  if (state.guests.has(vmid)) return taken('lxc', vmid)
  if (!state.archives.includes(archive)) return no(`volume '${archive}' does not exist`)
  const [on = '', size = ''] = (parameters.rootfs ?? '').split(':')
  if (!state.storages.some((one) => one.name === on)) return no(`storage '${on}' does not exist`)
  const keep = ['hostname', 'cores', 'memory', 'swap', 'unprivileged', 'description'] as const
  const kept = keep.flatMap((name) => {
    const value = parameters[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  const config = {
    ...Object.fromEntries(kept),
    arch: 'amd64',
    ostype: 'debian',
    rootfs: `${on}:vm-${vmid}-disk-0,size=${size}G`,
  }
  const about = { kind: 'lxc' as const, vmid, node, taskNode: node, type: 'vzcreate' }
  return make(state, { ...about, id: String(vmid) }, config)
}

function restore(kind: Kind, archive: string, { state, path, parameters }: PveRequest): PveAnswer {
  const { node = '' } = path
  const vmid = Number(parameters.vmid)
  const backup = state.backups.find((one) => one.volid === archive && one.kind === kind)
  if (!backup) return no(`volume '${archive}' does not exist`)
  const there = state.guests.get(vmid)
  if (there && parameters.force !== '1') return taken(kind, vmid)
  if (there?.status === 'running') return no(`unable to restore ${vmid} - vm is running`)
  const about = { kind, vmid, node, taskNode: node, type: `${task[kind]}restore` }
  return make(state, { ...about, id: String(vmid) }, { ...backup.config })
}

function backUp({ state, path, parameters }: PveRequest): PveAnswer {
  const { node = '' } = path
  const guest = state.guests.get(Number(parameters.vmid))
  if (!guest) return no(`unable to find VM '${parameters.vmid}'`)
  const about = { node, type: 'vzdump', id: String(guest.vmid) }
  const data = beginTask(state, about, (left) => {
    if (left !== 0) return undefined
    const ctime = state.tick()
    const backup: StandInBackup = {
      volid: `${parameters.storage}:backup/vzdump-${guest.kind}-${guest.vmid}-${ctime}.vma.zst`,
      vmid: guest.vmid,
      kind: guest.kind,
      ctime,
      size: 123_456_789,
      notes: parameters['notes-template'] ?? '',
      config: { ...guest.config },
    }
    state.backups.push(backup)
    return undefined
  })
  return { data }
}

function takeSnapshot(guest: StandInGuest, { state, parameters }: PveRequest): PveAnswer {
  const { snapname: name = '', description = '' } = parameters
  if (guest.snapshots.some((one) => one.name === name)) {
    return no(`snapshot name '${name}' already used`)
  }
  const about = { node: guest.node, type: `${task[guest.kind]}snapshot`, id: String(guest.vmid) }
  const data = beginTask(state, about, (left) => {
    if (left === 0) {
      guest.snapshots.push({
        name,
        description,
        snaptime: state.tick(),
        config: { ...guest.config },
      })
    }
    return undefined
  })
  return { data }
}

function onSnapshot(how: 'delsnapshot' | 'rollback') {
  return (guest: StandInGuest, { state, path }: PveRequest): PveAnswer => {
    const snapshot = guest.snapshots.find((one) => one.name === path.snapname)
    if (!snapshot) return no(`snapshot '${path.snapname}' does not exist`)
    const about = { node: guest.node, type: `${task[guest.kind]}${how}`, id: String(guest.vmid) }
    const data = beginTask(state, about, (left) => {
      if (left !== 0) return undefined
      if (how === 'delsnapshot') {
        guest.snapshots = guest.snapshots.filter((one) => one !== snapshot)
      } else {
        // The configuration goes back too, and nothing runs afterwards.
        guest.config = { ...snapshot.config }
        guest.pending = {}
        guest.status = 'stopped'
      }
      return undefined
    })
    return { data }
  }
}

function deleteVolume({ state, path }: PveRequest): PveAnswer {
  const { node = '', volume = '' } = path
  if (!state.backups.some((one) => one.volid === volume)) {
    return no(`volume '${volume}' does not exist`)
  }
  const data = beginTask(state, { node, type: 'imgdel', id: '' }, (left) => {
    if (left === 0) state.backups = state.backups.filter((one) => one.volid !== volume)
    return undefined
  })
  return { data }
}

/** What makes guests, snapshots and backups. */
export const MAKING_ROUTES: readonly PveRoute[] = [
  ...(['qemu', 'lxc'] as const).flatMap((kind): PveRoute[] => {
    const at = (rest: string) => `/nodes/{node}/${kind}/{vmid}${rest}`
    return [
      {
        method: 'post',
        template: at('/clone'),
        parameters: `${kind}Clone`,
        answers: 'upid',
        answer: onGuest(kind, clone),
      },
      {
        method: 'get',
        template: at('/snapshot'),
        parameters: 'none',
        answers: 'snapshots',
        answer: onGuest(
          kind,
          ({ snapshots }) => ({
            data: [
              ...snapshots.map(({ name, description, snaptime }) => ({
                name,
                description,
                snaptime,
              })),
              { name: 'current', description: 'You are here!' },
            ],
          }),
          { isChange: false },
        ),
      },
      {
        method: 'post',
        template: at('/snapshot'),
        parameters: 'snapshot',
        answers: 'upid',
        answer: onGuest(kind, takeSnapshot),
      },
      {
        method: 'delete',
        template: at('/snapshot/{snapname}'),
        parameters: 'none',
        answers: 'upid',
        answer: onGuest(kind, onSnapshot('delsnapshot')),
      },
      {
        method: 'post',
        template: at('/snapshot/{snapname}/rollback'),
        parameters: 'none',
        answers: 'upid',
        answer: onGuest(kind, onSnapshot('rollback')),
      },
    ]
  }),
  {
    method: 'post',
    template: '/nodes/{node}/qemu',
    parameters: 'qemuCreate',
    answers: 'upid',
    answer: (request) => restore('qemu', request.parameters.archive ?? '', request),
  },
  {
    method: 'post',
    template: '/nodes/{node}/lxc',
    parameters: 'lxcCreate',
    answers: 'upid',
    answer: createContainer,
  },
  {
    method: 'post',
    template: '/nodes/{node}/vzdump',
    parameters: 'vzdump',
    answers: 'upid',
    answer: backUp,
  },
  {
    method: 'delete',
    template: '/nodes/{node}/storage/{storage}/content/{volume}',
    parameters: 'none',
    answers: 'upid',
    answer: deleteVolume,
  },
]
