import { nameOfKind, no, onGuest, type PveAnswer, type PveRequest } from './answers.ts'
import type { PveRoute } from './route.ts'
import { beginTask, digestOf, type Kind, type StandInGuest } from './state.ts'
import { diskSize, numbersOf, readingsOf, shownConfig } from './views.ts'

const KINDS = ['qemu', 'lxc'] as const
const task = { qemu: 'qm', lxc: 'vz' } as const

/** What a running virtual machine takes at its next start only. */
const COLD = ['cores', 'sockets', 'memory', 'name']

function configure(guest: StandInGuest, { parameters }: PveRequest): PveAnswer {
  const { digest, ...changes } = parameters
  if (digest !== undefined && digest !== digestOf(guest)) {
    return no('detected modified configuration - file changed by other user? Try again.')
  }
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) continue
    const isCold = guest.kind === 'qemu' && guest.status === 'running' && COLD.includes(name)
    if (isCold && guest.config[name] !== value) guest.pending[name] = value
    else guest.config[name] = value
  }
  return { data: null }
}

/** The same as a task, as virtual machines have it. */
function configureLater(guest: StandInGuest, request: PveRequest): PveAnswer {
  const { state } = request
  const about = { node: guest.node, type: 'qmconfig', id: String(guest.vmid) }
  const data = beginTask(state, about, (left) => {
    if (left === 0) configure(guest, request)
    return undefined
  })
  return { data }
}

function resize(guest: StandInGuest, { state, parameters }: PveRequest): PveAnswer {
  const { disk = '', size = '' } = parameters
  const before = guest.config[disk]
  if (before === undefined) return no(`disk '${disk}' does not exist`)
  if (Number.parseInt(size, 10) < diskSize(guest)) return no('shrinking disks is not supported')
  const data = beginTask(
    state,
    { node: guest.node, type: 'resize', id: String(guest.vmid) },
    (left) => {
      if (left === 0) guest.config[disk] = before.replace(/size=\d+G/, `size=${size}`)
      return undefined
    },
  )
  return { data }
}

function power(kind: Kind, how: 'start' | 'stop' | 'shutdown') {
  return onGuest(kind, (guest, { state }) => {
    const isOn = guest.status === 'running'
    const name = `${nameOfKind(kind)} ${guest.vmid}`
    if (how === 'start' && isOn) return no(`${name} already running`)
    if (how !== 'start' && !isOn) return no(`${name} not running`)
    const about = { node: guest.node, type: `${task[kind]}${how}`, id: String(guest.vmid) }
    const data = beginTask(state, about, (left) => {
      if (left !== 0) return undefined
      guest.status = how === 'start' ? 'running' : 'stopped'
      // A machine that is off takes what was waiting.
      if (how !== 'start') applyPending(guest)
      return undefined
    })
    return { data }
  })
}

function applyPending(guest: StandInGuest): void {
  guest.config = { ...guest.config, ...guest.pending }
  guest.pending = {}
}

function destroy(guest: StandInGuest, { state }: PveRequest): PveAnswer {
  if (guest.status === 'running') {
    return no(`${nameOfKind(guest.kind)} ${guest.vmid} is running - destroy failed`)
  }
  if (guest.config.protection === '1') {
    return no(`can't remove ${nameOfKind(guest.kind)} ${guest.vmid} - protection mode enabled`)
  }
  const about = { node: guest.node, type: `${task[guest.kind]}destroy`, id: String(guest.vmid) }
  const data = beginTask(state, about, (left) => {
    if (left === 0) state.guests.delete(guest.vmid)
    return undefined
  })
  return { data }
}

function statusOf(guest: StandInGuest): unknown {
  const { vmid, kind, status, config } = guest
  const shared = {
    ...numbersOf(guest),
    status,
    vmid,
    ha: { managed: 0 },
    ...(config.tags ? { tags: config.tags } : {}),
  }
  if (kind === 'lxc') {
    return { ...shared, name: config.hostname, disk: 400_000_000, maxswap: 536_870_912 }
  }
  const lock = config.lock === undefined ? {} : { lock: config.lock }
  return { ...shared, ...lock, name: config.name, qmpstatus: status, agent: 1 }
}

function vncproxy(guest: StandInGuest, { state }: PveRequest): PveAnswer {
  const upid = beginTask(
    state,
    { node: guest.node, type: 'vncproxy', id: String(guest.vmid) },
    () => undefined,
  )
  const ticket = `PVEVNC:${guest.vmid}::c2VjcmV0+/=`
  return { data: { port: 5900, ticket, cert: 'PEM', upid, user: 'berth@pve!test' } }
}

/** What only virtual machines have. */
const MACHINE_ROUTES: readonly PveRoute[] = [
  {
    method: 'post',
    template: '/nodes/{node}/qemu/{vmid}/config',
    parameters: 'qemuConfig',
    answers: 'upid',
    answer: onGuest('qemu', configureLater),
  },
  {
    method: 'post',
    template: '/nodes/{node}/qemu/{vmid}/agent/set-user-password',
    parameters: 'password',
    answers: 'agent',
    answer: onGuest('qemu', (guest, { parameters: { username = '', password = '' } }) => {
      if (guest.status !== 'running') return no(`VM ${guest.vmid} is not running`)
      if (!guest.hasAgent) return no('QEMU guest agent is not running')
      guest.passwords[username] = password
      return { data: { result: {} } }
    }),
  },
]

/** One guest: state, configuration, power, removal. */
export const GUEST_ROUTES: readonly PveRoute[] = KINDS.flatMap((kind): PveRoute[] => {
  const at = (rest: string) => `/nodes/{node}/${kind}/{vmid}${rest}`
  const read = (act: (guest: StandInGuest, request: PveRequest) => unknown) =>
    onGuest(kind, (guest, request) => ({ data: act(guest, request) }), { isChange: false })
  return [
    {
      method: 'get',
      template: at('/config'),
      parameters: 'none',
      answers: 'config',
      answer: read(shownConfig),
    },
    {
      method: 'put',
      template: at('/config'),
      parameters: `${kind}Config`,
      answers: 'nothing',
      answer: onGuest(kind, configure),
    },
    {
      method: 'get',
      template: at('/pending'),
      parameters: 'none',
      answers: 'pending',
      answer: read(({ config, pending }) =>
        Object.entries({ ...config, ...pending }).map(([key, value]) => ({
          key,
          ...(config[key] === undefined
            ? {}
            : { value: key === 'cipassword' ? '***' : config[key] }),
          ...(pending[key] === undefined ? {} : { pending: value }),
        })),
      ),
    },
    {
      method: 'get',
      template: at('/status/current'),
      parameters: 'none',
      answers: `${kind}Status`,
      answer: read(statusOf),
    },
    {
      method: 'put',
      template: at('/resize'),
      parameters: 'resize',
      answers: 'upid',
      answer: onGuest(kind, resize),
    },
    {
      method: 'post',
      template: at('/status/start'),
      parameters: 'none',
      answers: 'upid',
      answer: power(kind, 'start'),
    },
    {
      method: 'post',
      template: at('/status/stop'),
      parameters: 'none',
      answers: 'upid',
      answer: power(kind, 'stop'),
    },
    {
      method: 'post',
      template: at('/status/shutdown'),
      parameters: 'shutdown',
      answers: 'upid',
      answer: power(kind, 'shutdown'),
    },
    {
      method: 'delete',
      template: at(''),
      parameters: 'destroy',
      answers: 'upid',
      answer: onGuest(kind, destroy),
    },
    {
      method: 'get',
      template: at('/rrddata'),
      parameters: 'rrd',
      answers: 'rrd',
      answer: read((guest, { state }) => readingsOf(guest, state.tick())),
    },
    {
      method: 'post',
      template: at('/vncproxy'),
      parameters: 'vncproxy',
      answers: 'vncproxy',
      answer: onGuest(kind, vncproxy),
    },
    ...(kind === 'qemu' ? MACHINE_ROUTES : []),
  ]
})
