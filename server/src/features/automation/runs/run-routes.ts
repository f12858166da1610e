import { z } from 'zod'
import type { Context } from '../../../context.ts'
import type { Http } from '../../../platform/feature.ts'
import { notFound } from '../../../platform/problem.ts'
import { healthJson, showHealth } from './show-health.ts'
import { findRun, listRuns, runPageJson, runsJson, runsQuery } from './show-runs.ts'

const config = { access: { kind: 'staff', permission: 'automation:read' } } as const
const tags = ['automation']

/** How the automation is doing, and what its runs did. */
export function runRoutes(http: Http, ctx: Context): void {
  http.get(
    '/api/v1/admin/automation/health',
    {
      config,
      schema: {
        summary: 'How the automation is doing: its last sweep, what is due, waits and fails',
        tags,
        response: { 200: healthJson },
      },
    },
    () => showHealth(ctx.db, ctx.clock.now()),
  )
  http.get(
    '/api/v1/admin/automation/runs',
    {
      config,
      schema: {
        summary: 'What each worker did, minute by minute, the latest first',
        tags,
        querystring: runsQuery,
        response: { 200: runsJson },
      },
    },
    (request) => listRuns(ctx.db, request.query),
  )
  http.get(
    '/api/v1/admin/automation/runs/:id',
    {
      config,
      schema: {
        summary: 'One run with what failed in it',
        tags,
        params: z.object({ id: z.coerce.number().int().min(1) }),
        response: { 200: runPageJson },
      },
    },
    async (request) => {
      const run = await findRun(ctx.db, request.params.id)
      if (!run) throw notFound()
      return run
    },
  )
}
