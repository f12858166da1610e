import { createHash } from 'node:crypto'

/** The part of a request to make a container that the stand-in understands. */
export interface ContainerRequest {
  Image: string
  Labels?: Record<string, string>
  Env?: string[]
  Healthcheck?: { Test: string[] }
  ExposedPorts?: Record<string, object>
  HostConfig?: {
    Memory?: number
    NanoCpus?: number
    Ulimits?: { Name: string; Soft: number; Hard: number }[]
    PortBindings?: Record<string, { HostIp: string; HostPort: string }[]>
    Mounts?: { Type: string; Source: string; Target: string }[]
  }
}

export interface StandInContainer {
  id: string
  name: string
  created: number
  request: ContainerRequest
  state: 'created' | 'running' | 'exited'
  /** Of the image that it was made from. */
  imageId: string
  log: { stream: 1 | 2; at: string; text: string }[]
}

export interface StandInVolume {
  name: string
  labels: Record<string, string>
  createdAt: string
  /** What containers wrote there. */
  files: Record<string, string>
}

/** What the engine remembers. Time is a counter of seconds: nothing here depends on a clock. */
export interface EngineState {
  readonly containers: Map<string, StandInContainer>
  readonly volumes: Map<string, StandInVolume>
  readonly images: Set<string>
  /** What a registry would have, and in which version; those on the engine have their own. */
  readonly registry: Map<string, number>
  readonly versions: Map<string, number>
  /** What health checks find. */
  healthy: boolean
  tick(): number
  newId(): string
}

export function emptyEngine(images: readonly string[]): EngineState {
  let seconds = 1_741_608_000
  return {
    containers: new Map(),
    volumes: new Map(),
    images: new Set(images),
    registry: new Map(images.map((image) => [image, 1])),
    versions: new Map(),
    healthy: true,
    tick: () => ++seconds,
    newId: () => createHash('sha256').update(`container ${++seconds}`).digest('hex'),
  }
}

/** A container by its id, the beginning of it, or its name. */
export function containerBy(state: EngineState, reference: string): StandInContainer | undefined {
  return [...state.containers.values()].find(
    ({ id, name }) => name === reference || (reference.length >= 12 && id.startsWith(reference)),
  )
}

/** The server's ports that a container opens while it runs. */
export function hostPorts(container: StandInContainer): string[] {
  return Object.values(container.request.HostConfig?.PortBindings ?? {})
    .flat()
    .map((binding) => binding.HostPort)
}

export const iso = (seconds: number) => new Date(seconds * 1000).toISOString()
