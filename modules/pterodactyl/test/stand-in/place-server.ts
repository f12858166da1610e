import { randomUUID } from 'node:crypto'
import { type Answer, daemonAway, invalid, refuse } from './answers.ts'
import type { NewServer } from './schemas.ts'
import type { AllocationRow, EggRow, PanelState, ServerRow } from './state.ts'

/** app/Services/Servers/ServerCreationService.php */
export function createServerRow(
  state: PanelState,
  body: NewServer,
): { row: ServerRow } | { answer: Answer } {
  const egg = state.eggs.get(body.egg)
  const wrong = wrongReference(state, body) ?? (egg && wrongVariable(egg, body.environment))
  if (wrong) return { answer: wrong }
  const placed = body.deploy ? deploy(state, body) : chosenAllocation(state, body)
  if ('answer' in placed) return placed
  // The row is written before the daemon is asked, and removed again when it does not answer.
  if (state.daemonAway) return { answer: daemonAway() }
  const id = state.newId()
  placed.allocation.server = id
  const row: ServerRow = {
    id,
    external_id: body.external_id ?? null,
    uuid: randomUUID(),
    name: body.name,
    description: body.description ?? '',
    status: 'installing',
    limits: body.limits,
    feature_limits: body.feature_limits,
    oom_disabled: body.oom_disabled ?? true,
    user: body.user,
    node: placed.allocation.node,
    allocation: placed.allocation.id,
    egg: body.egg,
    startup: body.startup,
    image: body.docker_image,
    environment: Object.fromEntries(
      Object.entries(body.environment).map(([name, value]) => [name, String(value ?? '')]),
    ),
    skip_scripts: body.skip_scripts ?? false,
    startWhenInstalled: body.start_on_completion ?? false,
    looksLeft: state.installLooks,
    power: 'offline',
    files: ['server.jar'],
    backups: [],
    createdAt: state.now(),
  }
  state.servers.set(id, row)
  return { row }
}

function wrongReference(state: PanelState, body: NewServer): Answer | undefined {
  const taken = [...state.servers.values()].some(
    (one) => body.external_id && one.external_id === body.external_id,
  )
  if (taken) return invalid('external_id', 'unique', 'The external id has already been taken.')
  if (!state.users.has(body.user)) return invalid('user', 'exists', 'The selected user is invalid.')
  if (!state.eggs.has(body.egg)) return invalid('egg', 'exists', 'The selected egg is invalid.')
  return undefined
}

/** app/Services/Servers/VariableValidatorService.php, the rules that the eggs here use. */
export function wrongVariable(
  egg: EggRow,
  environment: Readonly<Record<string, unknown>>,
): Answer | undefined {
  for (const { name, env_variable, rules } of egg.variables) {
    const value = String(environment[env_variable] ?? '')
    const field = `environment.${env_variable}`
    const most = Number(/max:(\d+)/.exec(rules)?.[1] ?? 1e9)
    if (rules.includes('required') && value === '') {
      return invalid(field, 'required', `The ${name} variable field is required.`)
    }
    if (value.length > most) {
      const detail = `The ${name} variable may not be greater than ${most} characters.`
      return invalid(field, 'max', detail)
    }
  }
  return undefined
}

type Placed = { allocation: AllocationRow } | { answer: Answer }

function chosenAllocation(state: PanelState, body: NewServer): Placed {
  const allocation = state.allocations.get(body.allocation?.default ?? 0)
  if (allocation && allocation.server === null) return { allocation }
  const detail = 'The selected allocation.default is invalid.'
  return { answer: invalid('allocation.default', 'exists', detail) }
}

/** app/Services/Deployment/FindViableNodesService.php, AllocationSelectionService.php */
function deploy(state: PanelState, { deploy: wanted, limits }: NewServer): Placed {
  const locations = wanted?.locations ?? []
  const nodes = [...state.nodes.values()].filter((node) => {
    const used = [...state.servers.values()].filter((one) => one.node === node.id)
    const memory = used.reduce((sum, one) => sum + one.limits.memory, 0)
    const here = locations.length === 0 || locations.includes(node.location)
    return here && !node.maintenance && memory + limits.memory <= node.memory
  })
  if (nodes.length === 0) {
    const detail =
      'No nodes satisfying the requirements specified for automatic deployment could be found.'
    return { answer: refuse(400, 'NoViableNodeException', detail) }
  }
  const free = [...state.allocations.values()].filter(
    (one) => one.server === null && nodes.some((node) => node.id === one.node),
  )
  const used = new Set(
    [...state.allocations.values()].flatMap((one) => (one.server === null ? [] : [one.ip])),
  )
  const allocation = free.find(
    (one) =>
      inRanges(one.port, wanted?.port_range ?? []) && !(wanted?.dedicated_ip && used.has(one.ip)),
  )
  if (allocation) return { allocation }
  const detail = 'No allocations satisfying the requirements for automatic deployment were found.'
  return { answer: refuse(400, 'NoViableAllocationException', detail) }
}

function inRanges(port: number, ranges: readonly string[]): boolean {
  if (ranges.length === 0) return true
  return ranges.some((range) => {
    const [from = 0, to = from] = range.split('-').map(Number)
    return from <= port && port <= to
  })
}
