import { randomUUID } from 'node:crypto'
import { type StandInAnswer, type StandInRequest, startStandIn } from '@berth/sdk/testing'
import { z } from 'zod'

export const TOKEN = 'a-token-that-must-stay-secret'

/** The provider's routes, each as its documentation has it; unknown fields are refused loudly. */
const newMachine = z.strictObject({
  label: z.string(),
  name: z.string().min(1),
  owner: z.string(),
  hostname: z.string(),
  memory_mb: z.int(),
})
const changes = z.strictObject({
  label: z.string().optional(),
  name: z.string().optional(),
  note: z.string().optional(),
  memory_mb: z.int().optional(),
})
const power = z.strictObject({ signal: z.enum(['start', 'stop', 'restart', 'kill']) })

interface Machine {
  id: string
  label: string | null
  name: string
  owner: string
  memory_mb: number
  state: 'installing' | 'running' | 'stopped' | 'suspended'
  address: string
  note: string
  memory_used_bytes: number
}

const PAGE = 100

/** The provider, as far as the module needs it, with a memory. */
export async function startProvider() {
  const machines: Machine[] = []
  /** How many more requests each task takes. */
  const tasks = new Map<string, { machine: Machine; left: number }>()
  const names = new Set<string>()
  let permissions = ['machines.read', 'machines.write']
  let serial = 0

  const no = (status: number, message: string): StandInAnswer => ({ status, body: { message } })
  const yes = (body: unknown, status = 200): StandInAnswer => ({ status, body })

  function add(from: Partial<Machine>): Machine {
    const id = `m-${++serial}`
    const address = `192.0.2.${serial % 256}`
    const usual = { label: null, name: 'theirs', owner: 'them', memory_mb: 512, note: '' }
    const machine = { ...usual, state: 'running' as const, address, memory_used_bytes: 2 ** 27 }
    machines.push({ ...machine, ...from, id })
    return machines.at(-1) ?? { ...machine, id }
  }

  function create({ body }: StandInRequest): StandInAnswer {
    const { hostname, ...wanted } = newMachine.parse(body)
    if (hostname !== '' && names.has(hostname)) return no(409, `${hostname} is taken`)
    const task = randomUUID()
    tasks.set(task, { machine: add({ ...wanted, state: 'installing' }), left: 4 })
    return yes({ task }, 202)
  }

  function list({ query }: StandInRequest): StandInAnswer {
    const label = query.get('label')
    const from = Number(query.get('page') ?? 0)
    const found = machines.filter((one) => label === null || one.label === label)
    const next = from + PAGE < found.length ? String(from + PAGE) : null
    return yes({ items: found.slice(from, from + PAGE), next })
  }

  function askTask(id: string): StandInAnswer {
    const task = tasks.get(id)
    if (!task) return no(404, 'There is no such task')
    return yes({ done: task.left === 0, percent: 100 - 20 * task.left })
  }

  /** Work goes on while others ask: there is no clock here. */
  function goOn() {
    for (const task of tasks.values()) {
      if (task.left > 0) task.left--
      if (task.left === 0 && task.machine.state === 'installing') task.machine.state = 'running'
    }
  }

  function onMachine(
    machine: Machine,
    what: string,
    request: StandInRequest,
  ): StandInAnswer | null {
    switch (`${request.method} ${what}`) {
      case 'GET ':
        return yes(machine)
      case 'DELETE ':
        machines.splice(machines.indexOf(machine), 1)
        return { status: 204 }
      case 'PATCH ':
        return yes(Object.assign(machine, changes.parse(request.body)))
      case 'POST suspend':
        return yes(Object.assign(machine, { state: 'suspended' }))
      case 'POST resume':
        return yes(Object.assign(machine, { state: 'running' }))
      case 'POST power': {
        const { signal } = power.parse(request.body)
        if (machine.state === 'suspended') return no(422, 'It is suspended')
        const state = signal === 'start' || signal === 'restart' ? 'running' : 'stopped'
        return yes(Object.assign(machine, { state }))
      }
      case 'POST password':
        return yes({ password: randomUUID() })
      case 'POST console':
        return yes({ url: `https://console.example.test/${randomUUID()}` })
      default:
        return null
    }
  }

  const standIn = await startStandIn({
    refusal: (status) => ({ message: `Refused with ${status}` }),
    answer(request) {
      if (request.headers.authorization !== `Bearer ${TOKEN}`) return no(401, 'Wrong token')
      goOn()
      const [, , noun = '', id = '', what = ''] = request.path.split('/')
      const route = `${request.method} ${noun}`
      if (route === 'GET token') return yes({ permissions })
      if (route === 'GET tasks') return askTask(id)
      if (noun !== 'machines') return null
      if (id === '') return request.method === 'POST' ? create(request) : list(request)
      const machine = machines.find((one) => one.id === id)
      return machine ? onMachine(machine, what, request) : no(404, `There is no machine ${id}`)
    },
  })

  return {
    ...standIn,
    machines,
    add,
    names,
    allow(only: string[]) {
      permissions = only
    },
  }
}
