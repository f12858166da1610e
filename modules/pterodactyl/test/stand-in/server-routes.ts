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
import type { PanelState } from './state.ts'
import { pageOf, serverView } from './views.ts'

const PAGES = ['per_page', 'page']
const ROUTES = source('routes/api-application.php')

function oneServer(state: PanelState, query: URLSearchParams, id: number): Answer {
  const server = state.servers.get(id)
  if (!server) return notFound()
  look(state, server)
  return { status: 200, body: serverView(state, server, query) }
}

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

/** Servers in the application API as far as they are used. */
export const SERVER_ROUTES: readonly Route[] = [...servers, ...commands]
