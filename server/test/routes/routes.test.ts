import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openAccountSession, SESSION_COOKIE } from '../../src/features/auth/sessions.ts'
import { PERMISSIONS, SEEDED_ROLES } from '../../src/features/staff/permissions.ts'
import { roles } from '../../src/features/staff/tables.ts'
import { features } from '../../src/features.ts'
import type { KnownRoute } from '../../src/platform/http.ts'
import { newId } from '../../src/platform/ids.ts'
import { startTestApp } from '../app.ts'
import { makeMethod } from '../factories/auto-pay.ts'
import { makeCustomer } from '../factories/customer.ts'
import { makeDocument } from '../factories/document.ts'
import { makeOrder } from '../factories/order.ts'
import { makeService } from '../factories/service.ts'
import { makeStaff } from '../factories/staff.ts'
import { bodyOf, gapsOf, nameOf, pathOf, routesOf, takesIds, UNKNOWN_ID } from './walk.ts'

/**
 * One walk over every route there is. It reads the routes from the application, so a new one is
 * looked at without a line here.
 */
const app = await startTestApp()
const all = routesOf(app)

/** Bodies of routes whose schema alone does not tell an acceptable one. */
const BODIES: Record<string, unknown> = {}

async function tokenOf(realm: 'staff' | 'customer', accountId: string): Promise<string> {
  const place = { ip: '127.0.0.1', userAgent: 'test', now: app.clock.now() }
  return openAccountSession(app.ctx.db, { realm, accountId, ...place })
}

/** The answer's status and code, for a route asked with these ids. */
async function ask(
  route: KnownRoute,
  options: { token?: string; fill?: (gap: string) => string; withBody?: boolean } = {},
): Promise<[number, string]> {
  const { token, fill = () => UNKNOWN_ID, withBody = false } = options
  const body = withBody ? bodyOf(route, BODIES) : {}
  if (!body) return [0, 'no acceptable body found: add one to BODIES']
  const answer = await app.http.inject({
    method: route.method as 'GET',
    url: pathOf(route, fill),
    cookies: token ? { [SESSION_COOKIE]: token } : undefined,
    ...body,
  })
  const isProblem = String(answer.headers['content-type']).includes('problem+json')
  return [answer.statusCode, isProblem ? answer.json().code : '']
}

/** Runs the check on each route and names those that fail it, all at once. */
async function each(
  routes: KnownRoute[],
  check: (route: KnownRoute) => Promise<string | null>,
): Promise<void> {
  assert.ok(routes.length > 0)
  const failures: string[] = []
  for (const route of routes) {
    const failure = await check(route)
    if (failure) failures.push(`${nameOf(route)}: ${failure}`)
  }
  assert.deepEqual(failures, [])
}

const expectation = (wanted: [number, string], got: [number, string]) =>
  got[0] === wanted[0] && got[1] === wanted[1] ? null : `${got.join(' ')}, not ${wanted.join(' ')}`

const isStaffRoute = (route: KnownRoute) =>
  route.access.kind === 'staff' || route.access.kind === 'staff-self'

describe('every route', () => {
  test('stands in the area of those who may call it', async () => {
    await each(all, async ({ url, access }) => {
      if (access.kind === 'customer')
        return /^\/api\/v1\/(client|auth)\//.test(url) ? null : 'outside of the client area'
      if (isStaffRoute({ url, access, method: '' }))
        return /^\/api\/v1\/(admin|auth)\//.test(url) ? null : 'outside of the administration'
      return /^\/api\/v1\/(admin|client)\//.test(url) && access.kind === 'public'
        ? 'open to everybody'
        : null
    })
  })

  test('is described: what it does, who may call it, how its errors look', async () => {
    const { paths } = (await app.anonymous.get('/api/openapi.json')).body
    const shown = all.filter((route) => !(route.schema as { hide?: boolean } | undefined)?.hide)
    await each(shown, async (route) => {
      const path = route.url.replaceAll(/:(\w+)/g, '{$1}').replace(/\*$/, '{*}')
      const described = paths[path]?.[route.method.toLowerCase()]
      if (!described?.summary || !described.tags?.length) return 'no summary or no tags'
      if (!described.responses['4XX']?.content['application/problem+json']) return 'no errors'
      const { access } = route
      const isTold = access.kind !== 'staff' || described.description.includes(access.permission)
      return isTold ? null : 'its permission is not told'
    })
  })

  test('asks for a login, unless it is public', async () => {
    const closed = all.filter((route) => route.access.kind !== 'public')
    await each(closed, async (route) => expectation([401, 'not_logged_in'], await ask(route)))
  })

  test('is kept by no browser and no proxy, unless it is public', async () => {
    const staff = await app.staff()
    const answers = [
      await staff.get('/api/v1/admin/customers'),
      await staff.get('/api/v1/admin/services/export'),
      await staff.get(`/api/v1/admin/documents/${UNKNOWN_ID}/pdf`),
      await app.anonymous.get('/api/v1/client/customer'),
    ]
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 404, 401],
    )
    for (const { headers } of answers) {
      assert.equal(headers['cache-control'], 'private, no-store')
      assert.equal(headers['x-content-type-options'], 'nosniff')
    }
    const open = (await app.anonymous.get('/api/openapi.json')).headers
    assert.deepEqual(
      [open['cache-control'], open['x-content-type-options']],
      [undefined, 'nosniff'],
    )
  })

  test('of the administration is closed to users', async () => {
    const { user } = await makeCustomer(app)
    const token = await tokenOf('customer', user.id)
    const routes = all.filter(isStaffRoute)
    await each(routes, async (route) =>
      expectation([403, 'not_allowed'], await ask(route, { token })),
    )
  })

  test('of the client area is closed to staff, the owner too', async () => {
    const token = await tokenOf('staff', (await makeStaff(app.ctx)).id)
    const routes = all.filter((route) => route.access.kind === 'customer')
    await each(routes, async (route) =>
      expectation([403, 'not_allowed'], await ask(route, { token })),
    )
  })

  test('is closed to a role that holds everything but its permission', async () => {
    const tokens = new Map<string, string>()
    const tokenWithout = async (permission: string) => {
      const name = `all but ${permission}`
      if (!tokens.has(permission)) {
        const permissions = PERMISSIONS.filter((p) => p !== permission)
        await app.ctx.db.insert(roles).values({ id: newId(), name, permissions })
        const { id } = await makeStaff(app.ctx, { role: name })
        tokens.set(permission, await tokenOf('staff', id))
      }
      return tokens.get(permission)
    }
    await each(all, async (route) => {
      if (route.access.kind !== 'staff') return null
      const token = await tokenWithout(route.access.permission)
      return expectation([403, 'not_allowed'], await ask(route, { token }))
    })
  })

  test('with ids answers 404 for one that does not exist', async () => {
    const staff = await tokenOf('staff', (await makeStaff(app.ctx)).id)
    const customer = await tokenOf('customer', (await makeCustomer(app)).user.id)
    await each(all.filter(takesIds), async (route) => {
      if (route.access.kind === 'public') return null
      const token = route.access.kind === 'customer' ? customer : staff
      return expectation([404, 'not_found'], await ask(route, { token, withBody: true }))
    })
  })
})

describe('ids of another customer', async () => {
  const { customer, user } = await makeCustomer(app)
  const customerId = customer.id
  const service = await makeService(app, { customerId })
  const document = await makeDocument(app.ctx, { customerId })
  const order = await makeOrder(app, { customerId })
  /** The noun before the gap → what the other customer has of it. */
  const foreign: Record<string, string> = {
    services: service.id,
    documents: document.id,
    invoices: document.id,
    orders: order.orderId,
    customers: customerId,
    'payment-methods': (await makeMethod(app.ctx, customerId)).id,
  }
  /** What belongs to nobody: the same for all customers. */
  const shared = new Set(['products'])
  const nounBefore = (route: KnownRoute, gap: string) =>
    new RegExp(`/([\\w-]+)/:${gap}(/|$)`).exec(route.url)?.[1] ?? ''
  const own = all.filter(
    (route) =>
      route.access.kind === 'customer' &&
      takesIds(route) &&
      !shared.has(nounBefore(route, gapsOf(route)[0] ?? '')),
  )

  test('are as if they were not, on every route of the client area', async () => {
    const token = await tokenOf('customer', (await makeCustomer(app)).user.id)
    await each(own, async (route) => {
      const fill = (gap: string) => foreign[nounBefore(route, gap)] ?? UNKNOWN_ID
      const gap = gapsOf(route)[0] ?? ''
      if (!(nounBefore(route, gap) in foreign)) return 'nothing foreign of this noun: make one here'
      return expectation([404, 'not_found'], await ask(route, { token, fill, withBody: true }))
    })
  })

  test('are there for the customer whose they are', async () => {
    const token = await tokenOf('customer', user.id)
    const pages = own.filter((route) => route.method === 'GET' && /\/:id$/.test(route.url))
    await each(pages, async (route) => {
      const fill = (gap: string) => foreign[nounBefore(route, gap)] ?? UNKNOWN_ID
      return expectation([200, ''], await ask(route, { token, fill }))
    })
  })
})

describe('permissions', () => {
  const known = new Set<string>(PERMISSIONS)

  test('that routes and actions name exist', () => {
    const named = [
      ...all.flatMap(({ access }) => (access.kind === 'staff' ? [access.permission] : [])),
      ...features.flatMap((feature) => (feature.actions ?? []).map((action) => action.permission)),
    ]
    assert.deepEqual([...new Set(named.filter((permission) => !known.has(permission)))], [])
  })

  test('that the seeded roles hold exist', () => {
    const held = SEEDED_ROLES.flatMap((role) => role.permissions)
    assert.deepEqual(
      held.filter((permission) => permission !== '*' && !known.has(permission)),
      [],
    )
  })
})
