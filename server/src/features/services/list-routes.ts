import { z } from 'zod'
import type { Context } from '../../context.ts'
import type { Instant } from '../../domain/instant.ts'
import { actorOf, customerIdOf } from '../../platform/access.ts'
import type { Db } from '../../platform/db.ts'
import type { Http } from '../../platform/feature.ts'
import { pageQuery, pageSchema } from '../../platform/pagination.ts'
import { COUNT_CAP, capped, countSelected, countTabs, ledgerTotal } from './count.ts'
import { serviceFilters } from './filters.ts'
import { keepsPlan } from './keeps-plan.ts'
import { type ListQuery, listFound, listSelected } from './list.ts'
import { loadRows } from './list-rows.ts'
import { clientService, serviceRow } from './present.ts'
import { clientServiceJson, serviceRowJson } from './schemas.ts'
import { hasText } from './search-term.ts'
import { selectServices } from './select-services.ts'
import { loadServices } from './subject.ts'

const tags = ['services']

/** The services as lists: the staff's with every filter, the customers' of their own. */
export function listRoutes(http: Http, ctx: Context): void {
  staffList(http, ctx)
  clientList(http, ctx)
}

/**
 * A page: its ids in order, what `load` reads of them, and how many there are in all. They are
 * counted beside the reading, unless the page itself or the ledger says how many there are.
 */
async function servicesPage<T>(
  db: Db,
  query: ListQuery & { now: Instant },
  load: (ids: string[]) => Promise<T[]>,
) {
  const selection = await selectServices(db, query, query.now)
  const ledger = ledgerTotal(query)
  const isKept = keepsPlan(query)
  const most = COUNT_CAP
  // One alternative: of several, each is quicker to stop by itself.
  const isFoundFirst = hasText(query.q) && selection.length === 1
  const found = isFoundFirst ? await listFound(db, selection, { ...query, most }) : null
  const isFew = found !== null && (found.known ?? 0) <= most
  const wanted = { ...query, ledger, isKept }
  const { ids, nextCursor, known } = isFew ? found : await listSelected(db, selection, wanted)
  const isWhole = query.cursor === undefined && nextCursor === null
  const total = () => {
    if (isWhole) return capped(ids.length)
    if (found && found.known !== null) return capped(found.known)
    return ledger && known !== null ? capped(known) : countSelected(db, selection, isKept)
  }
  const [rows, counted] = await Promise.all([load(ids), total()])
  return { rows, nextCursor, total: counted }
}

function staffList(http: Http, ctx: Context): void {
  const access = { kind: 'staff', permission: 'services:read' } as const
  http.get(
    '/api/v1/admin/services',
    {
      config: { access },
      schema: {
        summary: 'Services: filtered, searched, sorted, in pages',
        tags,
        querystring: z.strictObject({ ...pageQuery, ...serviceFilters }),
        response: { 200: pageSchema(serviceRowJson) },
      },
    },
    async (request) => {
      const view = { language: actorOf(request).language, now: ctx.clock.now() }
      const { db } = ctx
      const query = { ...request.query, now: view.now }
      const page = await servicesPage(db, query, (ids) => loadRows(db, ids, view.now))
      const { rows, nextCursor, total } = page
      return { items: rows.map((row) => serviceRow(row, view)), nextCursor, total }
    },
  )
  http.get(
    '/api/v1/admin/services/counts',
    {
      config: { access },
      schema: {
        summary: 'How many services stand in each status, and how many need attention',
        description:
          'Takes the filters of the list; `status` itself is passed over. Under filters a count of 10001 means more than 10000.',
        tags,
        querystring: z.strictObject(serviceFilters),
        response: { 200: z.record(z.string(), z.number().int()) },
      },
    },
    (request) => countTabs(ctx.db, request.query, ctx.clock.now()),
  )
}

function clientList(http: Http, ctx: Context): void {
  const { status, q, productGroupId } = serviceFilters
  http.get(
    '/api/v1/client/services',
    {
      config: { access: { kind: 'customer' } },
      schema: {
        summary: 'The customer’s own services',
        tags,
        querystring: z.strictObject({ ...pageQuery, status, q, productGroupId }),
        response: { 200: pageSchema(clientServiceJson) },
      },
    },
    async (request) => {
      const { language } = actorOf(request)
      const now = ctx.clock.now()
      const query = { ...request.query, customerId: customerIdOf(request), now }
      const { rows, nextCursor, total } = await servicesPage(ctx.db, query, async (ids) => {
        const subjects = await loadServices(ctx.db, ids, now)
        return ids.flatMap((id) => subjects.get(id) ?? [])
      })
      return { items: rows.map((row) => clientService(row, language)), nextCursor, total }
    },
  )
}
