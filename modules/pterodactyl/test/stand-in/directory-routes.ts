import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { type Answer, type Call, invalid, notFound, type Route } from './answers.ts'
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
  userView,
} from './views.ts'

const PAGES = ['per_page', 'page']
const ROUTES = source('routes/api-application.php')

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

/** Users, nodes, locations and eggs in the application API as far as they are used. */
export const DIRECTORY_ROUTES: readonly Route[] = [...users, ...places]
