import { randomUUID } from 'node:crypto'

/** What the stand-in remembers, as flat rows; `views.ts` says how the panel tells them. */
export interface UserRow {
  id: number
  external_id: string | null
  uuid: string
  username: string
  email: string
  first_name: string
  last_name: string
  root_admin: boolean
  password: string
}

export interface AllocationRow {
  id: number
  node: number
  ip: string
  alias: string | null
  port: number
  server: number | null
}

export interface NodeRow {
  id: number
  uuid: string
  name: string
  fqdn: string
  location: number
  memory: number
  disk: number
  maintenance: boolean
}

export interface VariableRow {
  id: number
  name: string
  env_variable: string
  default_value: string
  user_editable: boolean
  rules: string
}

export interface EggRow {
  id: number
  uuid: string
  nest: number
  name: string
  docker_image: string
  startup: string
  variables: VariableRow[]
}

export type Status = 'installing' | 'install_failed' | 'suspended' | 'restoring_backup' | null

export interface ServerRow {
  id: number
  external_id: string | null
  uuid: string
  name: string
  description: string
  status: Status
  limits: {
    memory: number
    swap: number
    disk: number
    io: number
    cpu: number
    threads?: string | null
  }
  feature_limits: { databases: number | null; allocations?: number | null; backups: number | null }
  oom_disabled: boolean
  user: number
  node: number
  allocation: number
  egg: number
  startup: string
  image: string
  environment: Record<string, string>
  skip_scripts: boolean
  startWhenInstalled: boolean
  /** How many looks the installation still takes. */
  looksLeft: number
  power: 'offline' | 'running'
  files: string[]
  backups: { uuid: string; name: string }[]
  createdAt: string
}

/** Everything, and how it shall behave. Time is a counter: nothing here depends on a clock. */
export interface PanelState {
  readonly users: Map<number, UserRow>
  readonly servers: Map<number, ServerRow>
  readonly allocations: Map<number, AllocationRow>
  readonly nodes: Map<number, NodeRow>
  readonly locations: Map<number, { id: number; short: string; long: string }>
  readonly nests: Map<number, { id: number; uuid: string; name: string }>
  readonly eggs: Map<number, EggRow>
  /** After how many looks an installation has ended. */
  installLooks: number
  /** Whether it fails then. */
  installFails: boolean
  /** Whether nodes do not answer the panel. */
  daemonAway: boolean
  /** Permissions that the application key has not: `servers:write`, `nodes:read`. */
  readonly denied: Set<string>
  /** Whether the client key is an administrator's. */
  clientIsAdmin: boolean
  newId(): number
  now(): string
}

const EGGS: readonly Omit<EggRow, 'uuid'>[] = [
  {
    id: 5,
    nest: 1,
    name: 'Paper',
    docker_image: 'ghcr.io/pterodactyl/yolks:java_21',
    startup: 'java -Xms128M -XX:MaxRAMPercentage=95.0 -jar {{SERVER_JARFILE}}',
    variables: [
      {
        id: 1,
        name: 'Minecraft Version',
        env_variable: 'MINECRAFT_VERSION',
        default_value: 'latest',
        user_editable: true,
        rules: 'nullable|string|max:20',
      },
      {
        id: 2,
        name: 'Server Jar File',
        env_variable: 'SERVER_JARFILE',
        default_value: 'server.jar',
        user_editable: true,
        rules: 'required|string|max:20',
      },
      {
        id: 3,
        name: 'Build Number',
        env_variable: 'BUILD_NUMBER',
        default_value: 'latest',
        user_editable: false,
        rules: 'required|string|max:20',
      },
    ],
  },
  {
    id: 9,
    nest: 2,
    name: 'Rust',
    docker_image: 'ghcr.io/pterodactyl/games:rust',
    startup: './RustDedicated -batchmode',
    variables: [],
  },
]

/** A panel with two nests, two nodes in two locations and free allocations. */
export function emptyPanel(): PanelState {
  let ids = 100
  let seconds = 1_741_608_000
  const now = () => new Date(++seconds * 1000).toISOString()
  const state: PanelState = {
    users: new Map(),
    servers: new Map(),
    allocations: new Map(),
    nodes: new Map(),
    locations: new Map(),
    nests: new Map(),
    eggs: new Map(EGGS.map((egg) => [egg.id, { ...egg, uuid: randomUUID() }])),
    installLooks: 0,
    installFails: false,
    daemonAway: false,
    denied: new Set(),
    clientIsAdmin: true,
    newId: () => ++ids,
    now,
  }
  for (const [id, name] of [
    [1, 'Minecraft'],
    [2, 'Rust'],
  ] as const) {
    state.nests.set(id, { id, uuid: randomUUID(), name })
  }
  for (const [id, short, long] of [
    [1, 'fr.par', 'Paris'],
    [2, 'de.fra', 'Frankfurt'],
  ] as const) {
    state.locations.set(id, { id, short, long })
  }
  addNode(state, { id: 1, location: 1, name: 'par-1', memory: 1_000_000 })
  addNode(state, { id: 2, location: 2, name: 'fra-1', memory: 65_536 })
  state.users.set(1, {
    id: 1,
    external_id: null,
    uuid: randomUUID(),
    username: 'admin',
    email: 'admin@example.test',
    first_name: 'Ada',
    last_name: 'Min',
    root_admin: true,
    password: 'x',
  })
  return state
}

/** A node with twenty free ports on its address. */
export function addNode(
  state: PanelState,
  about: Pick<NodeRow, 'id' | 'location' | 'name' | 'memory'>,
): void {
  const fqdn = `${about.name}.example.test`
  const rest = { uuid: randomUUID(), fqdn, disk: 100_000_000, maintenance: false }
  state.nodes.set(about.id, { ...about, ...rest })
  for (let port = 25_565; port < 25_585; port++) addAllocation(state, about.id, port)
}

export function addAllocation(state: PanelState, node: number, port: number): AllocationRow {
  const row = { id: state.newId(), node, ip: `192.0.2.${node}`, alias: null, port, server: null }
  state.allocations.set(row.id, row)
  return row
}

/** A server that nobody ordered, on an allocation of its own. */
export function addServer(state: PanelState, changes: Partial<ServerRow> = {}): ServerRow {
  const id = state.newId()
  const allocation = addAllocation(state, 1, 30_000 + (id % 30_000))
  const egg = state.eggs.get(5)
  const row: ServerRow = {
    id,
    external_id: null,
    uuid: randomUUID(),
    name: `theirs ${id}`,
    description: '',
    status: null,
    limits: { memory: 1024, swap: 0, disk: 5120, io: 500, cpu: 100, threads: null },
    feature_limits: { databases: 0, allocations: 0, backups: 0 },
    oom_disabled: true,
    user: 1,
    node: 1,
    allocation: allocation.id,
    egg: 5,
    startup: egg?.startup ?? '',
    image: egg?.docker_image ?? '',
    environment: { MINECRAFT_VERSION: 'latest', SERVER_JARFILE: 'server.jar', BUILD_NUMBER: '1' },
    skip_scripts: false,
    startWhenInstalled: false,
    looksLeft: 0,
    power: 'running',
    files: ['server.jar', 'world'],
    backups: [],
    createdAt: state.now(),
    ...changes,
  }
  allocation.server = id
  state.servers.set(id, row)
  return row
}
