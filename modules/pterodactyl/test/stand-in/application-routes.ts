import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import {
  type Answer,
  type Call,
  daemonAway,
  invalid,
  look,
  notFound,
  onServer,
  type Route,
} from './answers.ts'
import { createServerRow, wrongVariable } from './place-server.ts'
import * as shapes from './schemas.ts'
import { source } from './schemas.ts'
import type { PanelState, UserRow } from './state.ts'
import {
  allocationView,
  eggView,
  locationView,
  nestView,
  nodeView,
  pageOf,
  serverView,
  userView,
} from './views.ts'

const PAGES = ['per_page', 'page']
const ROUTES = source('routes/api-application.php')

function oneServer(state: PanelState, query: URLSearchParams, id: number): Answer {
  const server = state.servers.get(id)
  if (!server) return notFound()
  look(state, server)
  return { status: 200, body: serverView(state, server, query) }
}

function makeUser({ state, body }: Call<z.output<typeof shapes.userRequest>>): Answer {
  const clash = clashOf(state, body)
  if (clash) return invalid(clash, 'unique', `The ${clash} has already been taken.`)
  const { email, username, first_name, last_name, external_id = null, password } = body
  const row: UserRow = {
    id: state.newId(),
    uuid: randomUUID(),
    external_id,
    email,
    username,
    first_name,
    last_name,
    root_admin: body.root_admin ?? false,
    password: password ?? '',
  }
  state.users.set(row.id, row)
  return { status: 201, body: userView(row) }
}

function clashOf(
  state: PanelState,
  body: z.output<typeof shapes.userRequest>,
  self?: number,
): string | undefined {
  const others = [...state.users.values()].filter((user) => user.id !== self)
  if (others.some((user) => user.email.toLowerCase() === body.email.toLowerCase())) return 'email'
  if (others.some((user) => user.username === body.username)) return 'username'
  const { external_id } = body
  return external_id && others.some((user) => user.external_id === external_id)
    ? 'external_id'
    : undefined
}

function changeUser({ state, parameters, body }: Call<z.output<typeof shapes.userRequest>>) {
  const user = state.users.get(Number(parameters[0]))
  if (!user) return notFound()
  const clash = clashOf(state, body, user.id)
  if (clash) return invalid(clash, 'unique', `The ${clash} has already been taken.`)
  const { email, username, first_name, last_name, password } = body
  Object.assign(user, { email, username, first_name, last_name })
  if (password) user.password = password
  return { status: 200, body: userView(user) }
}

const users: readonly Route[] = [
  {
    method: 'GET',
    path: '/users',
    source: source('app/Http/Controllers/Api/Application/Users/UserController.php'),
    permission: 'users:read',
    query: [...PAGES, 'filter[email]'],
    answers: shapes.pages(shapes.user),
    answer({ state, query }) {
      // Spatie's query builder: a filter that is not exact finds parts, whatever their case.
      const part = (query.get('filter[email]') ?? '').toLowerCase()
      const shown = [...state.users.values()].filter((one) =>
        one.email.toLowerCase().includes(part),
      )
      return { status: 200, body: pageOf(shown.map(userView), query) }
    },
  },
  {
    method: 'GET',
    path: '/users/external/*',
    source: ROUTES,
    permission: 'users:read',
    answers: shapes.user,
    answer({ state, parameters }) {
      const user = [...state.users.values()].find((one) => one.external_id === parameters[0])
      return user ? { status: 200, body: userView(user) } : notFound()
    },
  },
  {
    method: 'GET',
    path: '/users/*',
    source: ROUTES,
    permission: 'users:read',
    answers: shapes.user,
    answer({ state, parameters }) {
      const user = state.users.get(Number(parameters[0]))
      return user ? { status: 200, body: userView(user) } : notFound()
    },
  },
  {
    method: 'POST',
    path: '/users',
    source: source('app/Http/Requests/Api/Application/Users/StoreUserRequest.php'),
    permission: 'users:write',
    request: shapes.userRequest,
    answers: shapes.user,
    answer: makeUser,
  },
  {
    method: 'PATCH',
    path: '/users/*',
    source: source('app/Http/Requests/Api/Application/Users/UpdateUserRequest.php'),
    permission: 'users:write',
    request: shapes.userRequest,
    answers: shapes.user,
    answer: changeUser,
  },
]

const places: readonly Route[] = [
  {
    method: 'GET',
    path: '/nodes',
    source: ROUTES,
    permission: 'nodes:read',
    query: PAGES,
    answers: shapes.pages(shapes.node),
    answer: ({ state, query }) => {
      const nodes = [...state.nodes.values()].map((node) => nodeView(state, node))
      return { status: 200, body: pageOf(nodes, query) }
    },
  },
  {
    method: 'GET',
    path: '/nodes/*/allocations',
    source: source('app/Http/Controllers/Api/Application/Nodes/AllocationController.php'),
    permission: 'allocations:read',
    query: [...PAGES, 'filter[server_id]'],
    answers: shapes.pages(shapes.allocation),
    answer({ state, parameters, query }) {
      if (!state.nodes.has(Number(parameters[0]))) return notFound()
      const free = query.get('filter[server_id]') === '0'
      const shown = [...state.allocations.values()]
        .filter((one) => one.node === Number(parameters[0]))
        .filter((one) => !free || one.server === null)
      return { status: 200, body: pageOf(shown.map(allocationView), query) }
    },
  },
  {
    method: 'GET',
    path: '/locations',
    source: ROUTES,
    permission: 'locations:read',
    query: PAGES,
    answers: shapes.pages(shapes.location),
    answer: ({ state, query }) => {
      const locations = [...state.locations.values()].map(locationView)
      return { status: 200, body: pageOf(locations, query) }
    },
  },
  {
    method: 'GET',
    path: '/nests',
    source: ROUTES,
    permission: 'nests:read',
    query: [...PAGES, 'include'],
    answers: shapes.pages(shapes.nest),
    answer: ({ state, query }) => {
      const withEggs = query.get('include') === 'eggs'
      const nests = [...state.nests.values()].map((nest) => nestView(state, nest, withEggs))
      return { status: 200, body: pageOf(nests, query) }
    },
  },
  {
    method: 'GET',
    path: '/nests/*/eggs',
    source: source('app/Http/Controllers/Api/Application/Nests/EggController.php'),
    permission: 'eggs:read',
    answers: shapes.list(shapes.egg),
    answer: ({ state, parameters }) => {
      const eggs = [...state.eggs.values()].filter((egg) => String(egg.nest) === parameters[0])
      return { status: 200, body: { object: 'list', data: eggs.map((egg) => eggView(egg, false)) } }
    },
  },
  {
    method: 'GET',
    path: '/nests/*/eggs/*',
    source: source('app/Http/Controllers/Api/Application/Nests/EggController.php'),
    permission: 'eggs:read',
    query: ['include'],
    answers: shapes.egg,
    answer: ({ state, parameters, query }) => {
      const egg = state.eggs.get(Number(parameters[1]))
      if (!egg || String(egg.nest) !== parameters[0]) return notFound()
      return { status: 200, body: eggView(egg, query.get('include') === 'variables') }
    },
  },
]

const servers: readonly Route[] = [
  {
    method: 'GET',
    path: '/servers',
    source: source('app/Http/Controllers/Api/Application/Servers/ServerController.php'),
    permission: 'servers:read',
    query: [...PAGES, 'include', 'sort'],
    answers: shapes.pages(shapes.server),
    answer({ state, query }) {
      const perPage = Number(query.get('per_page') ?? 50)
      if (perPage < 1 || perPage > 100) return invalid('per_page', 'between', 'Out of range.')
      const rows = [...state.servers.values()].sort((a, b) => a.id - b.id)
      const page = pageOf(rows, query)
      const data = page.data.map((row) => serverView(state, row as never, query))
      return { status: 200, body: { ...page, data } }
    },
  },
  {
    method: 'GET',
    path: '/servers/external/*',
    source: source('app/Http/Controllers/Api/Application/Servers/ExternalServerController.php'),
    permission: 'servers:read',
    query: ['include'],
    answers: shapes.server,
    answer({ state, parameters, query }) {
      const [wanted] = parameters
      const server = [...state.servers.values()].find((one) => one.external_id === wanted)
      return server ? oneServer(state, query, server.id) : notFound()
    },
  },
  {
    method: 'GET',
    path: '/servers/*',
    source: ROUTES,
    permission: 'servers:read',
    query: ['include'],
    answers: shapes.server,
    answer: ({ state, parameters, query }) => oneServer(state, query, Number(parameters[0])),
  },
  {
    method: 'POST',
    path: '/servers',
    source: source('app/Http/Requests/Api/Application/Servers/StoreServerRequest.php'),
    permission: 'servers:write',
    request: shapes.newServer,
    answers: shapes.server,
    answer: ({ state, body, query }: Call<shapes.NewServer>) => {
      const made = createServerRow(state, body)
      return 'answer' in made
        ? made.answer
        : { status: 201, body: serverView(state, made.row, query) }
    },
  },
  {
    method: 'PATCH',
    path: '/servers/*/details',
    source: source('app/Http/Requests/Api/Application/Servers/UpdateServerDetailsRequest.php'),
    permission: 'servers:write',
    request: shapes.serverDetails,
    answers: shapes.server,
    answer: onServer<z.output<typeof shapes.serverDetails>>((server, { state, body, query }) => {
      const externalId = body.external_id ?? null
      const others = [...state.servers.values()].filter((one) => one !== server)
      if (externalId !== null && others.some((one) => one.external_id === externalId)) {
        return invalid('external_id', 'unique', 'The external id has already been taken.')
      }
      if (!state.users.has(body.user)) {
        return invalid('user', 'exists', 'The selected user is invalid.')
      }
      // validated(): what is left out is emptied.
      server.external_id = externalId
      server.name = body.name
      server.user = body.user
      server.description = body.description ?? ''
      return { status: 200, body: serverView(state, server, query) }
    }),
  },
  {
    method: 'PATCH',
    path: '/servers/*/build',
    source: source(
      'app/Http/Requests/Api/Application/Servers/UpdateServerBuildConfigurationRequest.php',
    ),
    permission: 'servers:write',
    request: shapes.serverBuild,
    answers: shapes.server,
    answer: onServer<z.output<typeof shapes.serverBuild>>((server, { state, body, query }) => {
      if (state.allocations.get(body.allocation)?.server !== server.id) {
        return invalid('allocation', 'exists', 'The selected allocation is invalid.')
      }
      server.allocation = body.allocation
      server.limits = body.limits
      server.feature_limits = body.feature_limits
      server.oom_disabled = body.oom_disabled ?? server.oom_disabled
      return { status: 200, body: serverView(state, server, query) }
    }),
  },
  {
    method: 'PATCH',
    path: '/servers/*/startup',
    source: source('app/Http/Requests/Api/Application/Servers/UpdateServerStartupRequest.php'),
    permission: 'servers:write',
    request: shapes.serverStartup,
    answers: shapes.server,
    answer: onServer<z.output<typeof shapes.serverStartup>>((server, { state, body, query }) => {
      const egg = state.eggs.get(body.egg)
      if (!egg) return invalid('egg', 'exists', 'The selected egg is invalid.')
      const wrong = wrongVariable(egg, body.environment)
      if (wrong) return wrong
      server.egg = egg.id
      server.startup = body.startup
      server.image = body.image
      server.skip_scripts = body.skip_scripts
      server.environment = Object.fromEntries(
        Object.entries(body.environment).map(([name, value]) => [name, String(value ?? '')]),
      )
      return { status: 200, body: serverView(state, server, query) }
    }),
  },
]

const MANAGEMENT = source(
  'app/Http/Controllers/Api/Application/Servers/ServerManagementController.php',
)

/** app/Services/Servers/SuspensionService.php: done already is done; a daemon away undoes it. */
function toggle(suspended: boolean): Route['answer'] {
  return onServer((server, { state }) => {
    if ((server.status === 'suspended') === suspended) return { status: 204 }
    if (state.daemonAway) return daemonAway()
    server.status = suspended ? 'suspended' : null
    if (suspended) server.power = 'offline'
    return { status: 204 }
  })
}

/** app/Services/Servers/ServerDeletionService.php */
function removal(byForce: boolean): Route['answer'] {
  return onServer((server, { state }) => {
    if (state.daemonAway && !byForce) return daemonAway()
    for (const allocation of state.allocations.values()) {
      if (allocation.server === server.id) allocation.server = null
    }
    state.servers.delete(server.id)
    return { status: 204 }
  })
}

const command = (
  path: string,
  answer: Route['answer'],
  method: Route['method'] = 'POST',
): Route => ({
  method,
  path,
  source: MANAGEMENT,
  permission: 'servers:write',
  answers: null,
  answer,
})

const commands: readonly Route[] = [
  command('/servers/*/suspend', toggle(true)),
  command('/servers/*/unsuspend', toggle(false)),
  command(
    '/servers/*/reinstall',
    onServer((server, { state }) => {
      if (state.daemonAway) return daemonAway()
      server.status = 'installing'
      server.looksLeft = state.installLooks
      server.power = 'offline'
      server.startWhenInstalled = false
      server.files = ['server.jar', ...server.files.filter((file) => file !== 'server.jar')]
      return { status: 204 }
    }),
  ),
  command('/servers/*/force', removal(true), 'DELETE'),
  command('/servers/*', removal(false), 'DELETE'),
]

/** The application API as far as it is used. */
export const APPLICATION_ROUTES: readonly Route[] = [...users, ...places, ...servers, ...commands]
