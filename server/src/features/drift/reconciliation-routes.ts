import { and, desc, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Context, Env } from '../../context.ts'
import { actorOf } from '../../platform/access.ts'
import { instantToSql } from '../../platform/columns.ts'
import type { Http } from '../../platform/feature.ts'
import { toInstantJson } from '../../platform/json.ts'
import { decodeInstantCursor, pageQuery, toPage } from '../../platform/pagination.ts'
import { notFound, refuse } from '../../platform/problem.ts'
import { requestEnv } from '../../platform/request-env.ts'
import { type Language, say } from '../../platform/text.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { record } from '../history/record.ts'
import { servers } from '../servers/tables.ts'
import { readSettings } from '../settings/sections.ts'
import { reconciliationOut } from './present.ts'
import { heldBack } from './reconcile/held-back.ts'
import { requestRun, scheduleOf } from './reconcile/schedule.ts'
import { reconcileBody, reconciliationChanges, reconciliationPage } from './schemas.ts'
import { reconciliationSettings } from './settings.ts'
import { reconciliationSchedule, reconciliations } from './tables.ts'

const read = { access: { kind: 'staff', permission: 'drift:read' } } as const
const fix = { access: { kind: 'staff', permission: 'drift:fix' } } as const
const update = { access: { kind: 'staff', permission: 'servers:update' } } as const
const URL = '/api/v1/admin/servers/:id'
const tags = ['drift']
const params = z.object({ id: z.uuid() })
const reconciliationsUrl = (id: string) => `/api/v1/admin/servers/${id}/reconciliations`

/** Staff: the comparisons of one server, and its switches. */
export function reconciliationRoutes(http: Http, ctx: Context): void {
  http.get(
    `${URL}/reconciliations`,
    {
      config: read,
      schema: {
        summary: 'The comparisons of a server with the books, the newest first, and the next one',
        tags,
        params,
        querystring: z.strictObject({ limit: pageQuery.limit, cursor: pageQuery.cursor }),
        response: { 200: reconciliationPage },
      },
    },
    async (request) => {
      const { id } = request.params
      const server = await serverOf(ctx, id)
      const page = await listRuns(ctx, id, request.query)
      return { ...page, schedule: await describe(ctx, server, actorOf(request).language) }
    },
  )
  http.post(
    `${URL}/reconcile`,
    {
      config: fix,
      schema: {
        summary: 'Compare a server with the books at once',
        tags,
        params,
        body: reconcileBody,
        response: { 202: z.object({ url: z.string() }) },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const { type } = await serverOf(ctx, id)
      if (!ctx.modules.get(type)?.needsServer) throw refuse('reconciliation_not_possible')
      const env = requestEnv(ctx, request)
      const { confirmed } = request.body
      await inTransaction(ctx, (tx) => requestRun(tx, env, { serverId: id, confirmed }))
      return reply.code(202).send({ url: reconciliationsUrl(id) })
    },
  )
  http.patch(
    `${URL}/reconciliation`,
    {
      config: update,
      schema: {
        summary: 'Let the loop suspend again by itself what runs though it is suspended, or not',
        tags,
        params,
        body: reconciliationChanges,
        response: { 200: reconciliationPage.shape.schedule },
      },
    },
    async (request) => {
      const { id } = request.params
      const server = await serverOf(ctx, id)
      await changeSwitch(requestEnv(ctx, request), id, request.body.autoFixRunning)
      return describe(ctx, server, actorOf(request).language)
    },
  )
}

type ServerRow = typeof servers.$inferSelect

async function serverOf(ctx: Context, id: string): Promise<ServerRow> {
  const [row] = await ctx.db.select().from(servers).where(eq(servers.id, id))
  if (!row) throw notFound()
  return row
}

async function listRuns(
  ctx: Context,
  serverId: string,
  { limit, cursor }: { limit: number; cursor?: string },
) {
  const before = cursor === undefined ? null : decodeInstantCursor(cursor)
  const { startedAt, id } = reconciliations
  const rows = await ctx.db
    .select()
    .from(reconciliations)
    .where(
      and(
        eq(reconciliations.serverId, serverId),
        before
          ? sql`(${startedAt}, ${id}) < (${instantToSql(before.at)}::timestamptz, ${before.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(startedAt), desc(id))
    .limit(limit + 1)
  const page = toPage(rows, limit, (row) => [instantToSql(row.startedAt), row.id])
  return { items: page.items.map(reconciliationOut), nextCursor: page.nextCursor }
}

async function describe(ctx: Context, server: ServerRow, language: Language) {
  const { everyMinutes } = await readSettings(ctx.db, reconciliationSettings)
  const found = await scheduleOf(ctx.db, server.id)
  const waits = await heldBack(ctx, server, everyMinutes)
  const isAsked = found?.schedule.requestedBy != null
  return {
    everyMinutes,
    nextAt: toInstantJson(everyMinutes > 0 || isAsked ? (found?.schedule.dueAt ?? null) : null),
    running: found?.running ?? false,
    waits: waits && { code: waits, text: say(`drift.waits.${waits}`, language) },
    autoFixRunning: found?.schedule.autoFixRunning ?? false,
  }
}

async function changeSwitch(env: Env, serverId: string, autoFixRunning: boolean): Promise<void> {
  await inTransaction(env.ctx, async (tx) => {
    const before = await scheduleOf(tx, serverId)
    await tx
      .insert(reconciliationSchedule)
      .values({ serverId, dueAt: env.now, autoFixRunning })
      .onConflictDoUpdate({ target: reconciliationSchedule.serverId, set: { autoFixRunning } })
    await record(tx, env, [
      {
        subject: 'server',
        subjectId: serverId,
        kind: 'server.auto_fix_changed',
        before: { autoFixRunning: before?.schedule.autoFixRunning ?? false },
        after: { autoFixRunning },
      },
    ])
  })
}
