import {
  type Answer,
  type Asked,
  imageAnswer,
  no,
  operationAnswer,
  type Route,
  serverAnswer,
  value,
} from './answers.ts'
import * as changes from './changes.ts'
import { instanceAnswer, snapshotAnswer, stateAnswer } from './instances.ts'
import * as schemas from './schemas.ts'
import type { ServerState, StandInInstance, StandInOperation } from './state.ts'

function onInstance(answer: (instance: StandInInstance, asked: Asked) => Answer): Route['answer'] {
  return (asked) => {
    const instance = asked.state.instances.get(asked.path.name ?? '')
    return instance ? answer(instance, asked) : no(404, 'Instance not found')
  }
}

function filtered({ state, query }: Asked): StandInInstance[] {
  const wanted = /^config\.(\S+) eq (\S+)$/.exec(query.get('filter') ?? '')
  if (query.has('filter') && !wanted) throw new Error(`A filter that is not understood: ${query}`)
  const all = [...state.instances.values()]
  return wanted ? all.filter(({ config }) => config[wanted[1] ?? ''] === wanted[2]) : all
}

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

const there = (isThere: boolean, what: object, words: string) =>
  isThere ? value(what) : no(404, words)

/** LXD 5.0 takes what was read out of its buffer, and says 500 when nothing is left. */
function readConsole(one: StandInInstance, { state }: Asked): Answer {
  const text = one.console.map((line) => `${line}\r\n`).join('')
  if (state.flavour === 'lxd') one.console = []
  const isLeft = state.flavour === 'incus' || text !== ''
  return isLeft ? { kind: 'text', text } : no(500, 'open : no such file or directory')
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
    answer: changes.createInstance,
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
    answer: onInstance(changes.patchInstance),
  },
  {
    method: 'PUT',
    template: '/1.0/instances/{name}',
    body: schemas.instanceRestore,
    answer: onInstance(changes.restoreInstance),
  },
  {
    method: 'DELETE',
    template: '/1.0/instances/{name}',
    answer: onInstance(changes.deleteInstance),
  },
  {
    method: 'GET',
    template: '/1.0/instances/{name}/state',
    answer: onInstance((one) => value(stateAnswer(one))),
  },
  {
    method: 'PUT',
    template: '/1.0/instances/{name}/state',
    body: schemas.instanceStatePut,
    answer: onInstance(changes.changeState),
  },
  {
    method: 'GET',
    template: '/1.0/instances/{name}/console',
    answer: onInstance(readConsole),
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
    answer: onInstance(changes.takeSnapshot),
  },
  {
    method: 'DELETE',
    template: '/1.0/instances/{name}/snapshots/{snapshot}',
    answer: onInstance(changes.deleteSnapshot),
  },
  {
    method: 'POST',
    template: '/1.0/instances/{name}/rebuild',
    body: schemas.rebuildPost,
    missingIn: 'lxd',
    answer: onInstance(changes.rebuild),
  },
  {
    method: 'POST',
    template: '/1.0/instances/{name}/exec',
    body: schemas.execPost,
    answer: onInstance(changes.execute),
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
