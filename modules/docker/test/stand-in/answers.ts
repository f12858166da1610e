import { createHash } from 'node:crypto'
import { type EngineState, hostPorts, iso, type StandInContainer } from './state.ts'

/** What a route answers: JSON, bytes, or nothing. */
export interface EngineAnswer {
  readonly status: number
  readonly body?: unknown
  readonly bytes?: Buffer
}

export const no = (status: number, message: string): EngineAnswer => ({ status, body: { message } })

/** One line of `GET /containers/json`. */
export function summaryOf(container: StandInContainer) {
  const running = container.state === 'running'
  const bindings = Object.entries(container.request.HostConfig?.PortBindings ?? {})
  return {
    Id: container.id,
    Names: [`/${container.name}`],
    Image: container.request.Image,
    ImageID: container.imageId,
    Command: '/bin/start',
    Created: container.created,
    // A container that does not run shows no ports, as with the real engine.
    Ports: running
      ? bindings.flatMap(([inside, outside]) =>
          outside.map(({ HostIp, HostPort }) => ({
            IP: HostIp,
            PrivatePort: Number(inside.split('/')[0]),
            PublicPort: Number(HostPort),
            Type: inside.split('/')[1],
          })),
        )
      : [],
    Labels: container.request.Labels ?? {},
    State: container.state,
    Status: running ? 'Up 3 seconds' : container.state === 'created' ? 'Created' : 'Exited (0)',
    HostConfig: { NetworkMode: 'bridge' },
    NetworkSettings: { Networks: {} },
    Mounts: (container.request.HostConfig?.Mounts ?? []).map(({ Type, Source, Target }) => ({
      Type,
      Name: Source,
      Source: `/var/lib/docker/volumes/${Source}/_data`,
      Destination: Target,
      Driver: 'local',
      Mode: 'z',
      RW: true,
      Propagation: '',
    })),
  }
}

/** Another one of the same name has another id. */
export function imageId(state: EngineState, name: string): string {
  const version = state.versions.get(name) ?? 1
  return `sha256:${createHash('sha256').update(`${name} ${version}`).digest('hex')}`
}

/** The answer of `GET /containers/{id}/json`, as far as it is asked for. */
export function detailsOf(state: EngineState, container: StandInContainer) {
  const { Healthcheck, Image, Env, Labels, HostConfig } = container.request
  const running = container.state === 'running'
  return {
    Id: container.id,
    Created: iso(container.created),
    Name: `/${container.name}`,
    Image: container.imageId,
    State: {
      Status: container.state,
      Running: running,
      ...(Healthcheck && running ? { Health: healthOf(state) } : {}),
    },
    Config: { Image, Env: Env ?? [], Labels: Labels ?? {} },
    HostConfig: { Memory: HostConfig?.Memory ?? 0, NanoCpus: HostConfig?.NanoCpus ?? 0 },
  }
}

function healthOf(state: EngineState) {
  const at = iso(state.tick())
  return {
    Status: state.healthy ? 'healthy' : 'unhealthy',
    FailingStreak: state.healthy ? 0 : 3,
    Log: [
      {
        Start: at,
        End: at,
        ExitCode: state.healthy ? 0 : 1,
        Output: state.healthy ? 'fine' : 'no answer',
      },
    ],
  }
}

export function volumeOf(state: EngineState, name: string) {
  const volume = state.volumes.get(name)
  if (!volume) return null
  return {
    Name: volume.name,
    Driver: 'local',
    Mountpoint: `/var/lib/docker/volumes/${volume.name}/_data`,
    CreatedAt: volume.createdAt,
    Labels: volume.labels,
    Scope: 'local',
    Options: {},
  }
}

/** The log in frames of an 8-byte head and a line that begins with its time. */
export function framesOf(container: StandInContainer, tail: number): Buffer {
  const frames = container.log.slice(-tail).map(({ stream, at, text }) => {
    const line = Buffer.from(`${at} ${text}\n`)
    const head = Buffer.alloc(8)
    head[0] = stream
    head.writeUInt32BE(line.length, 4)
    return Buffer.concat([head, line])
  })
  return Buffer.concat(frames)
}

export function statsOf(container: StandInContainer, seconds: number) {
  const limit = container.request.HostConfig?.Memory ?? 2 ** 30
  const running = container.state === 'running'
  return {
    id: container.id,
    name: `/${container.name}`,
    read: iso(seconds),
    preread: '0001-01-01T00:00:00Z',
    cpu_stats: {
      cpu_usage: {
        total_usage: running ? (seconds % 100_000) * 250_000_000 : 0,
        usage_in_kernelmode: 0,
        usage_in_usermode: 0,
      },
      system_cpu_usage: seconds * 10 ** 9,
      online_cpus: 2,
    },
    memory_stats: running
      ? { usage: Math.round(limit / 4), limit, stats: { inactive_file: 4096 } }
      : {},
    ...(running ? { networks: { eth0: { rx_bytes: 5000, tx_bytes: 700 } } } : {}),
  }
}

/** Starts a container; the words of the refusals are the real engine's. */
export function startIt(state: EngineState, container: StandInContainer): EngineAnswer {
  if (container.state === 'running') return { status: 304 }
  const wanted = hostPorts(container)
  for (const other of state.containers.values()) {
    if (other === container || other.state !== 'running') continue
    const clash = hostPorts(other).find((port) => wanted.includes(port))
    if (clash) {
      return no(
        500,
        `driver failed programming external connectivity on endpoint ${container.name}: Bind for 0.0.0.0:${clash} failed: port is already allocated`,
      )
    }
  }
  container.state = 'running'
  const at = iso(state.tick())
  container.log.push({ stream: 1, at, text: 'serving /data on port 8080' })
  container.log.push({ stream: 2, at, text: 'no favicon, été comme hiver' })
  for (const { Source } of container.request.HostConfig?.Mounts ?? []) {
    const volume = state.volumes.get(Source)
    if (volume) volume.files['index.html'] ??= `written at ${at}`
  }
  return { status: 204 }
}
