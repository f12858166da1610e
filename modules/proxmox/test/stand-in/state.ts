import { createHash } from 'node:crypto'

export type Kind = 'qemu' | 'lxc'

export interface StandInSnapshot {
  readonly name: string
  readonly description: string
  readonly snaptime: number
  readonly config: Readonly<Record<string, string>>
}

export interface StandInGuest {
  readonly vmid: number
  readonly kind: Kind
  node: string
  isTemplate: boolean
  status: 'running' | 'stopped'
  /** As it would be in its file: texts only. */
  config: Record<string, string>
  /** Taken at the next start. */
  pending: Record<string, string>
  snapshots: StandInSnapshot[]
  /** Whether a guest agent answers. */
  hasAgent: boolean
  /** What was set by the agent, by user. */
  readonly passwords: Record<string, string>
}

export interface StandInTask {
  readonly upid: string
  readonly node: string
  readonly type: string
  readonly id: string
  readonly starttime: number
  endtime?: number
  /** Requests that must come before it is done. */
  left: number
  exitstatus?: string
  readonly lines: string[]
  /** Called with what is left; at 0 it does the work, and what it answers is the exit status. */
  readonly work: (left: number) => string | undefined
}

export interface StandInBackup {
  readonly volid: string
  readonly vmid: number
  readonly kind: Kind
  readonly ctime: number
  readonly size: number
  readonly notes: string
  readonly config: Readonly<Record<string, string>>
}

export interface StandInStorage {
  readonly name: string
  readonly nodes: readonly string[]
  readonly shared: boolean
  readonly content: string
  readonly total: number
  used: number
}

/** What the cluster remembers. Time is a counter of seconds: nothing here depends on a clock. */
export interface ClusterState {
  readonly nodes: Map<string, { maxmem: number; mem: number; isOnline: boolean }>
  readonly storages: StandInStorage[]
  readonly guests: Map<number, StandInGuest>
  readonly tasks: Map<string, StandInTask>
  backups: StandInBackup[]
  archives: string[]
  permissions: Record<string, Record<string, number>>
  release: string
  /** Older releases put their message in the status line only. */
  isSilent: boolean
  /** How many requests a task takes. */
  taskTurns: number
  /** The exit status of the next task of a type, instead of its work. */
  readonly failures: Map<string, string>
  /** Requests that the cluster would refuse as malformed: the test must fail. */
  readonly violations: string[]
  tick(): number
}

const GIB = 2 ** 30

/** Privileges of a token that may do all that the module does. */
const PRIVILEGES = [
  'VM.Allocate VM.Audit VM.Clone VM.Config.CPU VM.Config.Cloudinit VM.Config.Disk',
  'VM.Config.Memory VM.Config.Network VM.Config.Options VM.Console VM.PowerMgmt VM.Snapshot',
  'VM.Snapshot.Rollback VM.Backup VM.Monitor Sys.Audit Datastore.AllocateSpace Datastore.Audit',
  'SDN.Use Pool.Allocate',
].flatMap((line) => line.split(' '))

/** Two nodes, local and shared storage, templates of both kinds, one archive. */
export function emptyCluster(): ClusterState {
  let seconds = 1_741_608_000
  const state: ClusterState = {
    nodes: new Map([
      ['pve1', { maxmem: 64 * GIB, mem: 40 * GIB, isOnline: true }],
      ['pve2', { maxmem: 64 * GIB, mem: 8 * GIB, isOnline: true }],
    ]),
    storages: [
      storage('local', false, 'vztmpl,iso,backup'),
      storage('local-lvm', false, 'images,rootdir'),
      storage('ceph', true, 'images,rootdir'),
      storage('backups', true, 'backup'),
    ],
    guests: new Map(),
    tasks: new Map(),
    backups: [],
    archives: ['local:vztmpl/debian-12-standard_12.7-1_amd64.tar.zst'],
    permissions: { '/': Object.fromEntries(PRIVILEGES.map((name) => [name, 1])) },
    release: '8.4.1',
    isSilent: false,
    taskTurns: 3,
    failures: new Map(),
    violations: [],
    tick: () => ++seconds,
  }
  addTemplate(state, 9000, 'debian-12', 'ceph')
  addTemplate(state, 9001, 'local-template', 'local-lvm')
  addGuest(state, { vmid: 9100, kind: 'lxc', isTemplate: true, node: 'pve1' }, CONTAINER_TEMPLATE)
  return state
}

function storage(name: string, shared: boolean, content: string): StandInStorage {
  return { name, shared, content, nodes: ['pve1', 'pve2'], total: 1000 * GIB, used: 100 * GIB }
}

const CONTAINER_TEMPLATE = {
  hostname: 'alpine-3',
  ostype: 'alpine',
  arch: 'amd64',
  cores: '1',
  memory: '256',
  swap: '0',
  rootfs: 'ceph:base-9100-disk-0,size=2G',
  net0: 'name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:00:99,ip=dhcp,type=veth',
}

function addTemplate(state: ClusterState, vmid: number, name: string, on: string) {
  addGuest(
    state,
    { vmid, kind: 'qemu', isTemplate: true, node: 'pve1' },
    {
      name,
      ostype: 'l26',
      cores: '1',
      sockets: '1',
      memory: '1024',
      agent: '1',
      boot: 'order=scsi0;ide2',
      scsihw: 'virtio-scsi-pci',
      scsi0: `${on}:base-${vmid}-disk-0,size=4G`,
      ide2: `${on}:vm-${vmid}-cloudinit,media=cdrom`,
      net0: 'virtio=BC:24:11:00:00:01,bridge=vmbr0',
      tags: 'templates',
    },
  )
}

/** Puts a guest there. */
export function addGuest(
  state: ClusterState,
  guest: Pick<StandInGuest, 'vmid' | 'kind' | 'node'> & Partial<StandInGuest>,
  config: Record<string, string>,
): StandInGuest {
  const made: StandInGuest = {
    isTemplate: false,
    status: 'stopped',
    pending: {},
    snapshots: [],
    hasAgent: false,
    passwords: {},
    ...guest,
    config: { ...config },
  }
  state.guests.set(made.vmid, made)
  return made
}

/** The lowest number that no guest has. */
export function lowestFree(state: ClusterState): number {
  for (let vmid = 100; ; vmid++) if (!state.guests.has(vmid)) return vmid
}

export function digestOf(guest: StandInGuest): string {
  return createHash('sha1')
    .update(JSON.stringify([guest.config, guest.pending]))
    .digest('hex')
}

/** Begins a task; it advances with every request that anybody sends. */
export function beginTask(
  state: ClusterState,
  task: Pick<StandInTask, 'node' | 'type' | 'id'>,
  work: StandInTask['work'],
): string {
  const starttime = state.tick()
  const hex = (value: number) => value.toString(16).toUpperCase().padStart(8, '0')
  const owner = 'berth@pve!test'
  const upid = `UPID:${task.node}:${hex(starttime)}:${hex(0)}:${hex(starttime)}:${task.type}:${task.id}:${owner}:`
  state.tasks.set(upid, { ...task, upid, starttime, left: state.taskTurns, lines: [], work })
  return upid
}

/** One request's worth of work for every task. */
export function advanceTasks(state: ClusterState): void {
  for (const task of state.tasks.values()) {
    if (task.exitstatus !== undefined) continue
    task.left--
    const done = state.taskTurns - task.left
    task.lines.push(
      `transferred ${done} of ${state.taskTurns} (${Math.round((done / state.taskTurns) * 100)}.00%)`,
    )
    const failure = task.left <= 0 ? state.failures.get(task.type) : undefined
    if (failure !== undefined) {
      state.failures.delete(task.type)
      task.work(-1)
    }
    const status = failure ?? task.work(Math.max(0, task.left))
    if (task.left > 0) continue
    task.exitstatus = status ?? 'OK'
    task.endtime = state.tick()
    task.lines.push(task.exitstatus === 'OK' ? 'TASK OK' : `TASK ERROR: ${task.exitstatus}`)
  }
}
