import { z } from 'zod'
import type { Context } from '../../context.ts'
import { actorOf } from '../../platform/access.ts'
import type { AnyAction, Http } from '../../platform/feature.ts'
import { notFound } from '../../platform/problem.ts'
import { driftSubject } from './drift-subject.ts'
import { driftDetailOut, driftOut } from './present.ts'
import { countDrift, listDrift } from './queries.ts'
import { driftCounts, driftDetail, driftFilters, driftPage, driftQuery } from './schemas.ts'

const config = { access: { kind: 'staff', permission: 'drift:read' } } as const
const URL = '/api/v1/admin/drift'
const tags = ['drift']

/** Staff: where the books and the servers disagree. */
export function driftRoutes(http: Http, ctx: Context, actions: readonly AnyAction[]): void {
  http.get(
    URL,
    {
      config,
      schema: {
        summary: 'Differences between the books and the servers',
        tags,
        querystring: driftQuery,
        response: { 200: driftPage },
      },
    },
    async (request) => {
      const reader = { actor: actorOf(request), now: ctx.clock.now(), actions }
      const { items, ...page } = await listDrift(ctx.db, request.query, reader.now)
      return { ...page, items: items.map((subject) => driftOut(subject, reader)) }
    },
  )
  http.get(
    `${URL}/counts`,
    {
      config,
      schema: {
        summary: 'How many differences there are, by state, kind and server',
        tags,
        querystring: z.strictObject(driftFilters),
        response: { 200: driftCounts },
      },
    },
    (request) => countDrift(ctx.db, request.query),
  )
  http.get(
    `${URL}/:id`,
    {
      config,
      schema: {
        summary: 'A difference and what can be done about it',
        tags,
        params: z.object({ id: z.uuid() }),
        response: { 200: driftDetail },
      },
    },
    async (request) => {
      const { id } = request.params
      const reader = { actor: actorOf(request), now: ctx.clock.now(), actions }
      const subject = (await driftSubject.load(ctx.db, [id], reader.now)).get(id)
      if (!subject) throw notFound()
      return driftDetailOut(subject, reader)
    },
  )
}
