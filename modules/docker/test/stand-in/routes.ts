import {
  detailsOf,
  type EngineAnswer,
  framesOf,
  imageId,
  no,
  startIt,
  statsOf,
  summaryOf,
  volumeOf,
} from './answers.ts'
import {
  type ContainerRequest,
  containerBy,
  type EngineState,
  iso,
  type StandInContainer,
} from './state.ts'

/** One request, its path parameter read. */
export interface EngineRequest {
  readonly state: EngineState
  readonly id: string
  readonly query: URLSearchParams
  readonly body: unknown
}

/** One route; `template` is the path as the published schema writes it. */
export interface EngineRoute {
  readonly method: 'get' | 'post' | 'delete'
  readonly template: string
  answer(request: EngineRequest): EngineAnswer
}

/** For routes of one container. */
function onContainer(
  answer: (container: StandInContainer, request: EngineRequest) => EngineAnswer,
): EngineRoute['answer'] {
  return (request) => {
    const container = containerBy(request.state, request.id)
    return container ? answer(container, request) : no(404, `No such container: ${request.id}`)
  }
}

function labelFilter(query: URLSearchParams): (labels: Record<string, string>) => boolean {
  const filters: { label?: string[] } = JSON.parse(query.get('filters') ?? '{}')
  return (labels) =>
    (filters.label ?? []).every((wanted) => {
      const at = wanted.indexOf('=')
      if (at < 0) return wanted in labels
      return labels[wanted.slice(0, at)] === wanted.slice(at + 1)
    })
}

function createContainer({ state, query, body }: EngineRequest): EngineAnswer {
  const request = body as ContainerRequest
  const name = query.get('name') ?? ''
  if (!/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(name)) return no(400, `Invalid container name (${name})`)
  if (!state.images.has(request.Image)) return no(404, `No such image: ${request.Image}`)
  const other = containerBy(state, name)
  if (other) {
    const words = `Conflict. The container name "/${name}" is already in use by container "${other.id}".`
    return no(409, words)
  }
  const id = state.newId()
  state.containers.set(id, {
    id,
    name,
    created: state.tick(),
    request,
    state: 'created',
    log: [],
    imageId: imageId(state, request.Image),
  })
  return { status: 201, body: { Id: id, Warnings: [] } }
}

function removeContainer(
  container: StandInContainer,
  { state, query }: EngineRequest,
): EngineAnswer {
  if (container.state === 'running' && query.get('force') !== 'true') {
    return no(409, `You cannot remove a running container ${container.id}.`)
  }
  state.containers.delete(container.id)
  return { status: 204 }
}

function removeVolume({ state, id }: EngineRequest): EngineAnswer {
  if (!state.volumes.has(id)) return no(404, `get ${id}: no such volume`)
  const user = [...state.containers.values()].find((container) =>
    container.request.HostConfig?.Mounts?.some((mount) => mount.Source === id),
  )
  if (user) return no(409, `remove ${id}: volume is in use - [${user.id}]`)
  state.volumes.delete(id)
  return { status: 204 }
}

function createVolume({ state, body }: EngineRequest): EngineAnswer {
  const { Name = '', Labels = {} } = body as { Name?: string; Labels?: Record<string, string> }
  if (!state.volumes.has(Name)) {
    state.volumes.set(Name, { name: Name, labels: Labels, createdAt: iso(state.tick()), files: {} })
  }
  return { status: 201, body: volumeOf(state, Name) }
}

function pull({ state, query }: EngineRequest): EngineAnswer {
  const image = `${query.get('fromImage')}${query.has('tag') ? `:${query.get('tag')}` : ''}`
  const steps: object[] = [{ status: `Pulling from ${image}` }]
  if (!state.registry.has(image)) {
    const message = `manifest for ${image} not found: manifest unknown`
    steps.push({ errorDetail: { message }, error: message })
  } else {
    state.images.add(image)
    state.versions.set(image, state.registry.get(image) ?? 1)
    steps.push({ status: `Status: Downloaded newer image for ${image}` })
  }
  const lines = steps.map((step) => `${JSON.stringify(step)}\r\n`).join('')
  return { status: 200, bytes: Buffer.from(lines) }
}

function imageSummary(state: EngineState, name: string) {
  return {
    Id: imageId(state, name),
    ParentId: '',
    RepoTags: [name],
    RepoDigests: [],
    Created: 0,
    Size: 2_000_000,
    SharedSize: -1,
    Labels: {},
    Containers: -1,
  }
}

/** The part of the Docker Engine API that the module uses, with a memory. */
export const ROUTES: readonly EngineRoute[] = [
  {
    method: 'get',
    template: '/version',
    answer: () => ({
      status: 200,
      body: {
        Version: '28.0.0',
        ApiVersion: '1.48',
        MinAPIVersion: '1.24',
        Os: 'linux',
        Arch: 'amd64',
      },
    }),
  },
  {
    method: 'get',
    template: '/containers/json',
    answer({ state, query }) {
      const wanted = labelFilter(query)
      const all = query.get('all') === 'true'
      const shown = [...state.containers.values()].filter(
        (one) => (all || one.state === 'running') && wanted(one.request.Labels ?? {}),
      )
      return { status: 200, body: shown.map(summaryOf) }
    },
  },
  { method: 'post', template: '/containers/create', answer: createContainer },
  {
    method: 'get',
    template: '/containers/{id}/json',
    answer: onContainer((container, { state }) => ({
      status: 200,
      body: detailsOf(state, container),
    })),
  },
  {
    method: 'post',
    template: '/containers/{id}/start',
    answer: onContainer((container, { state }) => startIt(state, container)),
  },
  {
    method: 'post',
    template: '/containers/{id}/stop',
    answer: onContainer((container) => {
      if (container.state !== 'running') return { status: 304 }
      container.state = 'exited'
      return { status: 204 }
    }),
  },
  {
    method: 'post',
    template: '/containers/{id}/restart',
    answer: onContainer((container, { state }) => {
      if (container.state === 'running') container.state = 'exited'
      return startIt(state, container)
    }),
  },
  {
    method: 'post',
    template: '/containers/{id}/kill',
    answer: onContainer((container) => {
      if (container.state !== 'running') return no(409, `container ${container.id} is not running`)
      container.state = 'exited'
      return { status: 204 }
    }),
  },
  {
    method: 'post',
    template: '/containers/{id}/rename',
    answer: onContainer((container, { state, query }) => {
      const name = query.get('name') ?? ''
      if (containerBy(state, name))
        return no(409, `The container name "/${name}" is already in use`)
      container.name = name
      return { status: 204 }
    }),
  },
  { method: 'delete', template: '/containers/{id}', answer: onContainer(removeContainer) },
  {
    method: 'get',
    template: '/containers/{id}/logs',
    answer: onContainer((container, { query }) => ({
      status: 200,
      bytes: framesOf(container, Number(query.get('tail') ?? 100)),
    })),
  },
  {
    method: 'get',
    template: '/containers/{id}/stats',
    answer: onContainer((container, { state }) => {
      return { status: 200, body: statsOf(container, state.tick()) }
    }),
  },
  {
    method: 'get',
    template: '/containers/{id}/top',
    answer: onContainer((container) =>
      container.state === 'running'
        ? { status: 200, body: { Titles: ['PID', 'CMD'], Processes: [['1', '/bin/start']] } }
        : no(409, `container ${container.id} is not running`),
    ),
  },
  {
    method: 'get',
    template: '/volumes',
    answer({ state, query }) {
      const wanted = labelFilter(query)
      const shown = [...state.volumes.values()].filter((volume) => wanted(volume.labels))
      const Volumes = shown.map(({ name }) => volumeOf(state, name))
      return { status: 200, body: { Volumes, Warnings: [] } }
    },
  },
  { method: 'post', template: '/volumes/create', answer: createVolume },
  {
    method: 'get',
    template: '/volumes/{name}',
    answer({ state, id }) {
      const volume = volumeOf(state, id)
      return volume ? { status: 200, body: volume } : no(404, `get ${id}: no such volume`)
    },
  },
  { method: 'delete', template: '/volumes/{name}', answer: removeVolume },
  {
    method: 'get',
    template: '/images/json',
    answer: ({ state }) => ({
      status: 200,
      body: [...state.images].map((name) => imageSummary(state, name)),
    }),
  },
  {
    method: 'get',
    template: '/images/{name}/json',
    answer: ({ state, id }) =>
      state.images.has(id)
        ? {
            status: 200,
            body: { Id: imageId(state, id), RepoTags: [id], Architecture: 'amd64', Os: 'linux' },
          }
        : no(404, `No such image: ${id}`),
  },
  { method: 'post', template: '/images/create', answer: pull },
]
