import { randomUUID } from 'node:crypto'

export type Config = Record<string, string>
export type Devices = Record<string, Config>

export interface StandInSnapshot {
  name: string
  createdAt: string
  config: Config
  devices: Devices
  disk: string[]
}

export interface StandInInstance {
  name: string
  type: 'container' | 'virtual-machine'
  architecture: string
  description: string
  ephemeral: boolean
  profiles: string[]
  config: Config
  devices: Devices
  createdAt: string
  lastUsedAt: string
  running: boolean
  console: string[]
  /** What is on the root disk: a line per thing that was done with it. */
  disk: string[]
  /** Nanoseconds of processor time; grows each time it is looked at. */
  cpu: number
  snapshots: StandInSnapshot[]
}

export interface StandInImage {
  fingerprint: string
  aliases: string[]
  type: StandInInstance['type'] | 'both'
  description: string
}

export interface StandInOperation {
  id: string
  description: string
  instance: string
  status: 'Running' | 'Success' | 'Failure'
  err: string
  metadata: Record<string, unknown> | null
  createdAt: string
}

/** What differs between the two: the others are one. */
export type Flavour = 'incus' | 'lxd'

/** What the server remembers. Time is a counter of seconds: nothing here depends on a clock. */
export interface ServerState {
  readonly flavour: Flavour
  readonly instances: Map<string, StandInInstance>
  readonly images: StandInImage[]
  readonly operations: Map<string, StandInOperation>
  readonly profiles: Set<string>
  readonly pools: Set<string>
  readonly networks: Set<string>
  /** False: nobody may see profiles (a restricted certificate). */
  mayReadProfiles: boolean
  /** Operations wait for this before they come to their end. */
  hold: Promise<void> | null
  /** Told of each change of an operation. */
  readonly listeners: Set<(operation: StandInOperation) => void>
  tick(): string
}

export function emptyServer(flavour: Flavour): ServerState {
  let seconds = 1_741_608_000
  const digest = (digit: string) => digit.repeat(64)
  return {
    flavour,
    instances: new Map(),
    images: [
      { fingerprint: digest('a'), aliases: ['berth-test'], type: 'both', description: 'One' },
      { fingerprint: digest('b'), aliases: ['berth-test-other'], type: 'both', description: 'Two' },
      { fingerprint: digest('c'), aliases: [], type: 'container', description: 'Without a name' },
    ],
    operations: new Map(),
    profiles: new Set(['default']),
    pools: new Set(['default']),
    networks: new Set(['berthbr0']),
    mayReadProfiles: true,
    hold: null,
    listeners: new Set(),
    tick: () => new Date(++seconds * 1000).toISOString(),
  }
}

/** Puts an instance there that never was asked for. */
export function putInstance(state: ServerState, name: string): void {
  state.instances.set(name, {
    name,
    type: 'container',
    architecture: 'x86_64',
    description: '',
    ephemeral: false,
    profiles: ['default'],
    config: {},
    devices: {},
    createdAt: state.tick(),
    lastUsedAt: '1970-01-01T00:00:00Z',
    running: false,
    console: [],
    disk: ['aaaa'],
    cpu: 0,
    snapshots: [],
  })
}

/** Says no, as an operation says it: in words. */
export class Refusal extends Error {}

/** Starts work that comes to its end by itself, a moment later. */
export function begin(
  state: ServerState,
  { instance, description }: { instance: string; description: string },
  work: (operation: StandInOperation) => Record<string, unknown> | null | undefined,
): StandInOperation {
  const operation: StandInOperation = {
    id: randomUUID(),
    description,
    instance,
    status: 'Running',
    err: '',
    metadata: null,
    createdAt: state.tick(),
  }
  state.operations.set(operation.id, operation)
  const tell = () => {
    for (const listener of state.listeners) listener(operation)
  }
  const run = () => {
    try {
      operation.metadata = work(operation) ?? operation.metadata
      operation.status = 'Success'
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      operation.status = 'Failure'
      operation.err = error.message
    }
    tell()
  }
  setImmediate(async () => {
    if (state.hold) {
      operation.metadata = { download_progress: 'rootfs: 42% (1.00MB/s)' }
      tell()
      await state.hold
    }
    run()
  })
  return operation
}
