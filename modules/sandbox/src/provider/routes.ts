import { randomUUID } from 'node:crypto'
import type { SandboxOperation } from './records.ts'
import {
  type Answer,
  changeResource,
  createResource,
  listResources,
  publicView,
  REGIONS,
  refuse,
  usageOf,
  type Work,
} from './work.ts'

/** One request of the provider's own API, understood: what it is and how to do it. */
export interface Understood {
  readonly operation: SandboxOperation
  readonly resourceId: string | null
  run(work: Work): Answer
}

interface Route {
  readonly method: string
  /** `:id` stands for one resource. */
  readonly path: string
  readonly operation: SandboxOperation
  run(work: Work, id: string): Answer
}

const change = (method: string, path: string, operation: SandboxOperation): Route => ({
  method,
  path: `/v1/resources/:id/${path}`,
  operation,
  run: (work, id) => changeResource(operation, id, work),
})

/** The provider's API. Everything needs `Authorization: Bearer <token>`. */
export const ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/ping',
    operation: 'ping',
    run: ({ state }) => {
      const places = { used: state.resources.size, limit: state.behaviour.places }
      const { permissions = ['read', 'write'] } = state.behaviour
      return { status: 200, body: { permissions, places } }
    },
  },
  {
    method: 'GET',
    path: '/v1/regions',
    operation: 'regions',
    run: () => ({ status: 200, body: { items: REGIONS } }),
  },
  { method: 'GET', path: '/v1/resources', operation: 'list', run: listResources },
  { method: 'POST', path: '/v1/resources', operation: 'create', run: createResource },
  {
    method: 'GET',
    path: '/v1/resources/:id',
    operation: 'inspect',
    run: reading((resource) => publicView(resource)),
  },
  {
    method: 'DELETE',
    path: '/v1/resources/:id',
    operation: 'terminate',
    run: ({ state }, id) =>
      state.resources.delete(id)
        ? { status: 200, body: { removed: id } }
        : refuse(404, 'not_found', `There is no resource ${id}`),
  },
  {
    method: 'GET',
    path: '/v1/resources/:id/usage',
    operation: 'usage',
    run: reading((resource, work) => usageOf(resource, work.now)),
  },
  {
    method: 'GET',
    path: '/v1/resources/:id/log',
    operation: 'log',
    run: reading((resource) => ({ lines: resource.log })),
  },
  {
    method: 'POST',
    path: '/v1/resources/:id/console',
    operation: 'console',
    run: reading((_resource, work) => ({ url: `${work.origin}/console/${randomUUID()}` })),
  },
  change('PUT', 'key', 'adopt'),
  change('PUT', 'name', 'rename'),
  change('PUT', 'owner', 'change_owner'),
  change('PUT', 'plan', 'change_plan'),
  change('POST', 'suspend', 'suspend'),
  change('POST', 'unsuspend', 'unsuspend'),
  change('POST', 'power', 'power'),
  change('POST', 'reinstall', 'reinstall'),
  change('POST', 'password', 'reset_password'),
]

function reading(read: (resource: Parameters<typeof publicView>[0], work: Work) => unknown) {
  return (work: Work, id: string): Answer => {
    const resource = work.state.resources.get(id)
    if (!resource) return refuse(404, 'not_found', `There is no resource ${id}`)
    return { status: 200, body: read(resource, work) }
  }
}

/** Finds the route of a request; null when there is none. */
export function understand(method: string, url: URL): Understood | null {
  for (const route of ROUTES) {
    if (route.method !== method) continue
    const match = new RegExp(`^${route.path.replace(':id', '([^/]+)')}$`).exec(url.pathname)
    if (!match) continue
    const id = match[1] === undefined ? null : decodeURIComponent(match[1])
    const operation =
      route.operation === 'list' && url.searchParams.has('key') ? 'find' : route.operation
    return { operation, resourceId: id, run: (work) => route.run(work, id ?? '') }
  }
  return null
}
