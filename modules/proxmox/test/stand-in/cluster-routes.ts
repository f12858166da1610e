import { no } from './answers.ts'
import type { AnswerOf, PveRoute } from './route.ts'
import { type ClusterState, lowestFree, type StandInGuest, type StandInTask } from './state.ts'
import { numbersOf } from './views.ts'

function resourcesOf(state: ClusterState): AnswerOf<'resources'> {
  const nodes = [...state.nodes].map(([node, { maxmem, mem, isOnline }]) => ({
    id: `node/${node}`,
    type: 'node' as const,
    node,
    status: isOnline ? 'online' : 'offline',
    maxcpu: 16,
    maxmem,
    mem,
  }))
  const storages = state.storages.flatMap((storage) =>
    storage.nodes.map((node) => ({
      id: `storage/${node}/${storage.name}`,
      type: 'storage' as const,
      node,
      storage: storage.name,
      status: 'available',
      shared: storage.shared ? (1 as const) : (0 as const),
      content: storage.content,
      maxdisk: storage.total,
      disk: storage.used,
    })),
  )
  return [...nodes, ...storages, ...[...state.guests.values()].map(guestEntry)]
}

/** A guest in the making shows neither name nor numbers at first. */
function guestEntry(guest: StandInGuest): AnswerOf<'resources'>[number] {
  const { vmid, kind, node, config, isTemplate, status } = guest
  const name = kind === 'qemu' ? config.name : config.hostname
  const numbers = numbersOf(guest)
  return {
    id: `${kind}/${vmid}`,
    type: kind,
    node,
    vmid,
    template: isTemplate ? 1 : 0,
    status: config.lock === 'create' ? 'unknown' : status,
    ...(config.lock === undefined ? {} : { lock: config.lock }),
    ...(config.tags === undefined || config.tags === '' ? {} : { tags: config.tags }),
    ...(name === undefined
      ? {}
      : { name, maxcpu: numbers.cpus, maxmem: numbers.maxmem, maxdisk: numbers.maxdisk }),
  }
}

const taskFacts = (task: StandInTask) => ({
  upid: task.upid,
  node: task.node,
  type: task.type,
  id: task.id,
  user: 'berth@pve!test',
  pid: 4711,
  pstart: task.starttime,
  starttime: task.starttime,
})

/** What is about the cluster as a whole, its storages and its tasks. */
export const CLUSTER_ROUTES: readonly PveRoute[] = [
  {
    method: 'get',
    template: '/version',
    parameters: 'none',
    answers: 'version',
    answer: ({ state: { release } }) => ({
      data: { version: release, release: release.slice(0, 3), repoid: '0a1b2c3d' },
    }),
  },
  {
    method: 'get',
    template: '/access/permissions',
    parameters: 'none',
    answers: 'permissions',
    answer: ({ state }) => ({ data: state.permissions }),
  },
  {
    method: 'get',
    template: '/cluster/resources',
    parameters: 'none',
    answers: 'resources',
    answer: ({ state }) => ({ data: resourcesOf(state) }),
  },
  {
    method: 'get',
    template: '/cluster/nextid',
    parameters: 'nextid',
    answers: 'nextid',
    answer({ state, parameters: { vmid } }) {
      if (vmid === undefined) return { data: lowestFree(state) }
      if (!state.guests.has(Number(vmid))) return { data: Number(vmid) }
      return no('Parameter verification failed.', 400, { vmid: `VM ${vmid} already exists` })
    },
  },
  {
    method: 'get',
    template: '/nodes/{node}/tasks',
    parameters: 'nodeTasks',
    answers: 'nodeTasks',
    answer: ({ state, path }) => ({
      data: [...state.tasks.values()]
        .filter((task) => task.node === path.node)
        .map((task) => ({
          ...taskFacts(task),
          ...(task.endtime === undefined ? {} : { endtime: task.endtime, status: task.exitstatus }),
        })),
    }),
  },
  {
    method: 'get',
    template: '/nodes/{node}/tasks/{upid}/status',
    parameters: 'none',
    answers: 'taskStatus',
    answer({ state, path: { upid = '' } }) {
      const task = state.tasks.get(upid)
      if (!task) return no('no such task')
      const ended = task.exitstatus === undefined ? {} : { exitstatus: task.exitstatus }
      const status = task.exitstatus === undefined ? 'running' : 'stopped'
      return { data: { ...taskFacts(task), status, ...ended } }
    },
  },
  {
    method: 'get',
    template: '/nodes/{node}/tasks/{upid}/log',
    parameters: 'taskLog',
    answers: 'taskLog',
    answer({ state, path: { upid = '' }, parameters: { start = '0', limit = '50' } }) {
      const task = state.tasks.get(upid)
      if (!task) return no('no such task')
      const lines = task.lines.map((t, index) => ({ n: index + 1, t }))
      return { data: lines.slice(Number(start), Number(start) + Number(limit)) }
    },
  },
  {
    method: 'get',
    template: '/nodes/{node}/storage',
    parameters: 'nodeStorages',
    answers: 'storages',
    answer: ({ state, path: { node = '' }, parameters: { content } }) => ({
      data: state.storages
        .filter((one) => one.nodes.includes(node))
        .filter((one) => content === undefined || one.content.split(',').includes(content))
        .map((one) => ({
          storage: one.name,
          type: one.shared ? 'rbd' : 'dir',
          content: one.content,
          shared: one.shared ? 1 : 0,
          active: 1,
          enabled: 1,
          total: one.total,
          used: one.used,
          avail: one.total - one.used,
        })),
    }),
  },
  {
    method: 'get',
    template: '/nodes/{node}/storage/{storage}/content',
    parameters: 'content',
    answers: 'content',
    answer({ state, path, parameters }) {
      if (!state.storages.some((one) => one.name === path.storage)) {
        return no(`storage '${path.storage}' does not exist`)
      }
      if (parameters.content === 'vztmpl') {
        const there = state.archives.filter((one) => one.startsWith(`${path.storage}:`))
        return { data: there.map((volid) => ({ volid, format: 'tgz', size: 120_000_000 })) }
      }
      const there = state.backups.filter(
        (one) =>
          one.volid.startsWith(`${path.storage}:`) &&
          (parameters.vmid === undefined || String(one.vmid) === parameters.vmid),
      )
      return {
        data: there.map(({ volid, size, ctime, notes, vmid }) => {
          return { volid, format: 'vma.zst', size, ctime, notes, vmid }
        }),
      }
    },
  },
]
