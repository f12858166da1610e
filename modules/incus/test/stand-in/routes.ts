import type { z } from 'zod'
import {
  checkConfig,
  checkDevices,
  instanceAnswer,
  snapshotAnswer,
  startIt,
  stateAnswer,
  stopIt,
} from './instances.ts'
import * as schemas from './schemas.ts'
import {
  begin,
  type Config,
  Refusal,
  type ServerState,
  type StandInImage,
  type StandInInstance,
  type StandInOperation,
} from './state.ts'

/** What is answered: an operation, a value, an error, or a plain text. */
export type Answer =
  | { kind: 'operation'; operation: StandInOperation }
  | { kind: 'value'; value?: unknown }
  | { kind: 'error'; status: number; words: string }
  | { kind: 'text'; text: string }

/** One request, the parameters of its path read. */
export interface Asked {
  readonly state: ServerState
  readonly path: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly body: unknown
}

/** `template` is the path as the published schema writes it, `?recursion=…` included. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly template: string
  readonly body?: z.ZodType
  /** Servers that do not have it yet. */
  readonly missingIn?: ServerState['flavour']
  answer(asked: Asked): Answer | Promise<Answer>
}

const value = (of?: unknown): Answer => ({ kind: 'value', value: of })
const no = (status: number, words: string): Answer => ({ kind: 'error', status, words })
const started = (operation: StandInOperation): Answer => ({ kind: 'operation', operation })

function onInstance(answer: (instance: StandInInstance, asked: Asked) => Answer): Route['answer'] {
  return (asked) => {
    const instance = asked.state.instances.get(asked.path.name ?? '')
    return instance ? answer(instance, asked) : no(404, 'Instance not found')
  }
}

function imageFor(state: ServerState, { alias, fingerprint, server }: schemas.Source) {
  // What an image server would have is told by its name.
  if (server !== undefined) return alias === 'remote/image' ? state.images[0] : undefined
  return state.images.find((image) =>
    alias === undefined
      ? image.fingerprint.startsWith(fingerprint ?? '-')
      : image.aliases.includes(alias),
  )
}

function createInstance({ state, body }: Asked): Answer {
  const post = body as z.output<typeof schemas.instancesPost>
  const image = imageFor(state, post.source)
  if (!image)
    return no(404, post.source.alias === undefined ? 'Image not found' : 'Image alias not found')
  const missing = post.profiles.find((profile) => !state.profiles.has(profile))
  if (missing) return no(500, `Requested profile "${missing}" doesn't exist`)
  const about = { instance: post.name, description: 'Creating instance' }
  return started(
    begin(state, about, () => {
      if (state.instances.has(post.name)) {
        throw new Refusal(
          'Failed creating instance record: Add instance info to the database: This "instances" entry already exists',
        )
      }
      if (image.type !== 'both' && image.type !== post.type) {
        throw new Refusal(
          `Requested image's type "${image.type}" doesn't match instance type "${post.type}"`,
        )
      }
      checkConfig(post.type, post.config)
      checkDevices(state, post.name, post.devices)
      const { source: _source, ...kept } = post
      state.instances.set(post.name, {
        ...kept,
        config: { ...post.config, ...imageConfig(image) },
        architecture: 'x86_64',
        ephemeral: false,
        createdAt: state.tick(),
        lastUsedAt: '1970-01-01T00:00:00Z',
        running: false,
        console: [],
        disk: [image.fingerprint.slice(0, 4)],
        cpu: 0,
        snapshots: [],
      })
      return { create_instance_from_image_unpack_progress: 'Unpack: 100% (566.61MB/s)' }
    }),
  )
}

function imageConfig({ fingerprint, description }: StandInImage): Config {
  return { 'image.description': description, 'volatile.base_image': fingerprint }
}

function merged(has: Config, change: Config = {}): Config {
  return Object.fromEntries(Object.entries({ ...has, ...change }).filter(([, one]) => one !== ''))
}

function patchInstance(instance: StandInInstance, { state, body }: Asked): Answer {
  const { config, devices, profiles } = body as z.output<typeof schemas.instancePatch>
  try {
    checkConfig(instance.type, config ?? {})
    checkDevices(state, instance.name, devices ?? {})
    const memory = config?.['limits.memory']
    const moved = memory !== undefined && memory !== instance.config['limits.memory']
    if (moved && instance.running && instance.type === 'virtual-machine') {
      throw new Refusal(
        'Failed updating instance: Key "limits.memory" cannot be updated when VM is running',
      )
    }
  } catch (error) {
    if (error instanceof Refusal)
      return no(error.message.startsWith('Failed') ? 400 : 500, error.message)
    throw error
  }
  instance.config = merged(instance.config, config)
  Object.assign(instance.devices, devices)
  if (profiles) instance.profiles = profiles
  return value()
}

function restoreInstance(instance: StandInInstance, { state, body }: Asked): Answer {
  const { restore } = body as z.output<typeof schemas.instanceRestore>
  const snapshot = instance.snapshots.find(({ name }) => name === restore)
  if (!snapshot) return no(404, `Snapshot "${restore}" for instance "${instance.name}" not found`)
  return started(
    begin(state, { instance: instance.name, description: 'Restoring snapshot' }, () => {
      instance.config = { ...snapshot.config }
      instance.devices = { ...snapshot.devices }
      instance.disk = [...snapshot.disk]
      // What runs is stopped for it and started again, as LXD 5.0.2 was seen to do.
      if (instance.running) {
        stopIt(instance, true)
        startIt(state, instance)
      }
      return null
    }),
  )
}

const STATE_WORDS = {
  start: 'Starting instance',
  stop: 'Stopping instance',
  restart: 'Restarting instance',
}

function changeState(instance: StandInInstance, { state, body }: Asked): Answer {
  const { action, force } = body as z.output<typeof schemas.instanceStatePut>
  if (action === 'freeze' || action === 'unfreeze') return no(400, `Unknown action: '${action}'`)
  return started(
    begin(state, { instance: instance.name, description: STATE_WORDS[action] }, () => {
      if (action !== 'start') stopIt(instance, force)
      if (action !== 'stop') startIt(state, instance)
      return null
    }),
  )
}

function deleteInstance(instance: StandInInstance, { state }: Asked): Answer {
  if (instance.running) return no(400, 'Instance is running')
  return started(
    begin(state, { instance: instance.name, description: 'Deleting instance' }, () => {
      state.instances.delete(instance.name)
      return null
    }),
  )
}

function takeSnapshot(instance: StandInInstance, { state, body }: Asked): Answer {
  const { name } = body as z.output<typeof schemas.snapshotsPost>
  return started(
    begin(state, { instance: instance.name, description: 'Snapshotting instance' }, () => {
      if (instance.snapshots.some((one) => one.name === name)) {
        throw new Refusal(`Snapshot "${instance.name}/${name}" already exists`)
      }
      const { config, devices, disk } = instance
      const kept = { config: { ...config }, devices: { ...devices }, disk: [...disk] }
      instance.snapshots.push({ name, createdAt: state.tick(), ...kept })
      return null
    }),
  )
}

function deleteSnapshot(instance: StandInInstance, { state, path }: Asked): Answer {
  const at = instance.snapshots.findIndex(({ name }) => name === path.snapshot)
  if (at < 0) return no(404, 'Instance snapshot not found')
  return started(
    begin(state, { instance: instance.name, description: 'Deleting snapshot' }, () => {
      instance.snapshots.splice(at, 1)
      return null
    }),
  )
}

function rebuild(instance: StandInInstance, { state, body }: Asked): Answer {
  const { source } = body as z.output<typeof schemas.rebuildPost>
  const image = imageFor(state, source)
  if (!image) return no(404, 'Image not found')
  if (instance.running) return no(400, 'Instance must be stopped to be rebuilt')
  if (instance.snapshots.length > 0) return no(400, 'Instance has snapshots and cannot be rebuilt')
  return started(
    begin(state, { instance: instance.name, description: 'Rebuilding instance' }, () => {
      Object.assign(instance.config, imageConfig(image))
      instance.disk = [image.fingerprint.slice(0, 4)]
      return null
    }),
  )
}

function execute(instance: StandInInstance, { state, body }: Asked): Answer {
  const { command, environment } = body as z.output<typeof schemas.execPost>
  if (!instance.running) return no(400, 'Instance is not running')
  return started(
    begin(state, { instance: instance.name, description: 'Executing command' }, () => {
      const isKnown =
        command[2]?.endsWith('| chpasswd -e') && environment.BERTH_USER !== 'nobody-here'
      if (isKnown) instance.disk.push(`password ${environment.BERTH_HASH}`)
      return { command, environment, interactive: false, return: isKnown ? 0 : 1 }
    }),
  )
}

function filtered({ state, query }: Asked): StandInInstance[] {
  const wanted = /^config\.(\S+) eq (\S+)$/.exec(query.get('filter') ?? '')
  if (query.has('filter') && !wanted) throw new Error(`A filter that is not understood: ${query}`)
  const all = [...state.instances.values()]
  return wanted ? all.filter(({ config }) => config[wanted[1] ?? ''] === wanted[2]) : all
}

function operationAnswer(operation: StandInOperation) {
  const { status } = operation
  return {
    id: operation.id,
    class: 'task',
    description: operation.description,
    created_at: operation.createdAt,
    updated_at: operation.createdAt,
    status,
    status_code: status === 'Running' ? 103 : status === 'Success' ? 200 : 400,
    resources: { instances: [`/1.0/instances/${operation.instance}`] },
    metadata: operation.metadata ?? {},
    may_cancel: false,
    err: operation.err,
    location: 'none',
  }
}

export { operationAnswer }

function ended(state: ServerState, operation: StandInOperation, waitMs: number): Promise<void> {
  if (operation.status !== 'Running') return Promise.resolve()
  return new Promise((resolve) => {
    const done = () => {
      if (operation.status === 'Running') return
      finish()
    }
    const finish = () => {
      state.listeners.delete(done)
      clearTimeout(timer)
      resolve()
    }
    const timer = setTimeout(finish, waitMs)
    state.listeners.add(done)
  })
}

const onOperation =
  (waits: boolean): Route['answer'] =>
  async ({ state, path, query }) => {
    const operation = state.operations.get(path.id ?? '')
    if (!operation) return no(404, 'Operation not found')
    if (waits) await ended(state, operation, Number(query.get('timeout')) * 1000)
    return value(operationAnswer(operation))
  }

function imageAnswer(image: StandInImage) {
  return {
    aliases: image.aliases.map((name) => ({ name, description: '' })),
    architecture: 'x86_64',
    fingerprint: image.fingerprint,
    properties: { description: image.description },
    public: false,
    size: 2_000_000,
    type: image.type === 'both' ? 'container' : image.type,
  }
}

const there = (isThere: boolean, what: object, words: string) =>
  isThere ? value(what) : no(404, words)

function serverAnswer({ flavour }: ServerState) {
  const own = flavour === 'incus' ? ['instances_rebuild', 'instance_create_start'] : []
  return {
    api_extensions: [
      'patch',
      'console',
      'projects',
      'snapshot_expiry_creation',
      'instances',
      'api_filtering',
      'cloud_init',
      ...own,
    ],
    api_status: 'stable',
    api_version: '1.0',
    auth: 'trusted',
    public: false,
    auth_methods: ['tls'],
    config: {},
    environment: {
      addresses: [],
      architectures: ['x86_64'],
      server: flavour,
      server_version: flavour === 'incus' ? '6.0.4' : '5.0.2',
      project: 'default',
    },
  }
}

/** The part of the REST API that the module uses, with a memory. */
export const ROUTES: readonly Route[] = [
  { method: 'GET', template: '/1.0', answer: ({ state }) => value(serverAnswer(state)) },
  {
    method: 'GET',
    template: '/1.0/projects/{name}',
    answer: ({ path }) =>
      there(
        path.name === 'default',
        { name: 'default', description: '', config: {}, used_by: [] },
        'Project not found',
      ),
  },
  {
    method: 'GET',
    template: '/1.0/profiles/{name}',
    answer: ({ path, state }) =>
      state.mayReadProfiles
        ? there(
            state.profiles.has(path.name ?? ''),
            { name: path.name, description: '', config: {}, devices: {}, used_by: [] },
            'Profile not found',
          )
        : no(403, 'not authorized'),
  },
  {
    method: 'GET',
    template: '/1.0/storage-pools/{poolName}',
    answer: ({ path, state }) =>
      there(
        state.pools.has(path.poolName ?? ''),
        {
          name: path.poolName,
          driver: 'dir',
          description: '',
          config: {},
          status: 'Created',
          locations: ['none'],
          used_by: [],
        },
        'Storage pool not found',
      ),
  },
  {
    method: 'GET',
    template: '/1.0/networks/{name}',
    answer: ({ path, state }) =>
      there(
        state.networks.has(path.name ?? ''),
        {
          name: path.name,
          type: 'bridge',
          managed: true,
          description: '',
          config: {},
          status: 'Created',
          locations: ['none'],
          used_by: [],
        },
        'Network not found',
      ),
  },
  {
    method: 'GET',
    template: '/1.0/images',
    answer: ({ state }) =>
      value(state.images.map(({ fingerprint }) => `/1.0/images/${fingerprint}`)),
  },
  {
    method: 'GET',
    template: '/1.0/images?recursion=1',
    answer: ({ state }) => value(state.images.map(imageAnswer)),
  },
  {
    method: 'GET',
    template: '/1.0/images/aliases/{name}',
    answer({ state, path }) {
      const image = state.images.find(({ aliases }) => aliases.includes(path.name ?? ''))
      const alias = {
        name: path.name,
        description: '',
        target: image?.fingerprint,
        type: 'container',
      }
      return image ? value(alias) : no(404, 'Image alias not found')
    },
  },
  {
    method: 'GET',
    template: '/1.0/images/{fingerprint}',
    answer({ state, path }) {
      const image = state.images.find(({ fingerprint }) =>
        fingerprint.startsWith(path.fingerprint ?? '-'),
      )
      return image ? value(imageAnswer(image)) : no(404, 'Image not found')
    },
  },
  {
    method: 'GET',
    template: '/1.0/instances',
    answer: (asked) => value(filtered(asked).map(({ name }) => `/1.0/instances/${name}`)),
  },
  {
    method: 'GET',
    template: '/1.0/instances?recursion=1',
    answer: (asked) => value(filtered(asked).map(instanceAnswer)),
  },
  {
    method: 'POST',
    template: '/1.0/instances',
    body: schemas.instancesPost,
    answer: createInstance,
  },
  {
    method: 'GET',
    template: '/1.0/instances/{name}',
    answer: onInstance((one) => value(instanceAnswer(one))),
  },
  {
    method: 'PATCH',
    template: '/1.0/instances/{name}',
    body: schemas.instancePatch,
    answer: onInstance(patchInstance),
  },
  {
    method: 'PUT',
    template: '/1.0/instances/{name}',
    body: schemas.instanceRestore,
    answer: onInstance(restoreInstance),
  },
  { method: 'DELETE', template: '/1.0/instances/{name}', answer: onInstance(deleteInstance) },
  {
    method: 'GET',
    template: '/1.0/instances/{name}/state',
    answer: onInstance((one) => value(stateAnswer(one))),
  },
  {
    method: 'PUT',
    template: '/1.0/instances/{name}/state',
    body: schemas.instanceStatePut,
    answer: onInstance(changeState),
  },
  {
    method: 'GET',
    template: '/1.0/instances/{name}/console',
    answer: onInstance((one) => ({
      kind: 'text',
      text: one.console.map((line) => `${line}\r\n`).join(''),
    })),
  },
  {
    method: 'GET',
    template: '/1.0/instances/{name}/snapshots?recursion=1',
    answer: onInstance((one) =>
      value(one.snapshots.map((snapshot) => snapshotAnswer(one, snapshot))),
    ),
  },
  {
    method: 'POST',
    template: '/1.0/instances/{name}/snapshots',
    body: schemas.snapshotsPost,
    answer: onInstance(takeSnapshot),
  },
  {
    method: 'DELETE',
    template: '/1.0/instances/{name}/snapshots/{snapshot}',
    answer: onInstance(deleteSnapshot),
  },
  {
    method: 'POST',
    template: '/1.0/instances/{name}/rebuild',
    body: schemas.rebuildPost,
    missingIn: 'lxd',
    answer: onInstance(rebuild),
  },
  {
    method: 'POST',
    template: '/1.0/instances/{name}/exec',
    body: schemas.execPost,
    answer: onInstance(execute),
  },
  {
    method: 'GET',
    template: '/1.0/operations?recursion=1',
    answer({ state }) {
      const all = [...state.operations.values()]
      const running = all.filter(({ status }) => status === 'Running')
      return value(running.length === 0 ? {} : { running: running.map(operationAnswer) })
    },
  },
  { method: 'GET', template: '/1.0/operations/{id}', answer: onOperation(false) },
  { method: 'GET', template: '/1.0/operations/{id}/wait', answer: onOperation(true) },
]
