import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '../context.ts'
import { HOUR, type Instant } from '../domain/instant.ts'
import { record } from '../features/history/record.ts'
import { readIdentity } from '../features/installation/begin-run.ts'
import { INSTALLATION_CHANNEL } from '../features/installation/watch-installation.ts'
import { instantToSql } from '../platform/columns.ts'
import type { Http } from '../platform/feature.ts'
import { notify } from '../platform/notifications.ts'
import { Problem } from '../platform/problem.ts'
import { requestEnv } from '../platform/request-env.ts'
import { inTransaction } from '../platform/transaction.ts'
import { confirmProduction } from './confirm.ts'
import { seriesToAsk } from './series.ts'
import { wouldRun } from './would-run.ts'
import './texts.ts'

const tags = ['installation']
const SEALED_WITH = 'safe-mode:seen'
/** What was shown is still what would run. */
const SEEN_FOR_MS = HOUR

const count = z.number().int()
const review = z.object({
  /** To be sent with the confirmation: it proves that this was looked at. */
  seenAt: z.string(),
  series: z.array(z.object({ key: z.string(), series: z.string(), year: count, last: count })),
  wouldRun: z.object({
    dueServices: count,
    steps: z.array(z.object({ step: z.string(), n: count })),
    isMore: z.boolean(),
    mails: count,
    operations: z.array(z.object({ kind: z.string(), n: count })),
    charges: count,
    documents: count,
    gatewayEvents: count,
    webhooks: count,
  }),
})
const number = z.int().min(0).max(999_999_999)
const confirmed = z.object({
  missing: z.array(z.object({ series: z.string(), year: count, first: count, last: count })),
  droppedMails: count,
  abandonedOperations: count,
})

/** What an owner sees and says before Berth acts again. */
export function safeModeRoutes(http: Http, ctx: Context): void {
  const access = { kind: 'staff', permission: 'installation:confirm' } as const
  http.get(
    '/api/v1/admin/installation/review',
    {
      config: { access },
      schema: { summary: 'What would run if safe mode ended now', tags, response: { 200: review } },
    },
    async () => {
      const now = ctx.clock.now()
      return {
        seenAt: seal(ctx, now),
        series: await seriesToAsk(ctx.db, now),
        wouldRun: await wouldRun(ctx, now),
      }
    },
  )
  http.post(
    '/api/v1/admin/installation/confirm',
    {
      config: { access },
      schema: {
        summary: 'Say that this is production: safe mode ends and everything goes on',
        tags,
        body: z.strictObject({
          seenAt: z.string().max(1000),
          /** Series and year (`INV-2026`) → the last number used. */
          lastNumbers: z.record(z.string().max(60), number),
          dropQueuedMails: z.boolean().default(false),
          abandonQueuedOperations: z.boolean().default(false),
        }),
        response: { 200: confirmed },
      },
    },
    async (request) => {
      assertSeen(ctx, request.body.seenAt)
      const env = requestEnv(ctx, request)
      const identity = await readIdentity(ctx.db.$client)
      const wanted = { ...request.body, identity }
      const outcome = await inTransaction(ctx, (tx) => confirmProduction(tx, env, wanted))
      ctx.safeMode.set(null)
      return outcome
    },
  )
  http.post(
    '/api/v1/admin/installation/keep-as-copy',
    {
      config: { access },
      schema: {
        summary: 'Say that this is a copy for testing: it stays in safe mode for good',
        tags,
        body: z.strictObject({}),
        response: { 200: z.object({ isCopy: z.literal(true) }) },
      },
    },
    async (request) => {
      const env = requestEnv(ctx, request)
      await inTransaction(ctx, async (tx) => {
        const { rows } = await tx.execute<{ id: string }>(sql`
          update installation set copy_since = ${instantToSql(env.now)}::timestamptz
          where safe_since is not null and copy_since is null returning id`)
        if (!rows[0]) throw new Problem('not_in_safe_mode')
        await record(tx, env, [
          { subject: 'installation', subjectId: rows[0].id, kind: 'installation.kept_as_copy' },
        ])
        await notify(tx, INSTALLATION_CHANNEL, '')
      })
      const { current } = ctx.safeMode
      if (current) ctx.safeMode.set({ ...current, isCopy: true })
      return { isCopy: true as const }
    },
  )
}

const seal = ({ secrets, safeMode }: Context, now: Instant) =>
  secrets.seal(JSON.stringify({ now, since: safeMode.current?.since ?? 0 }), SEALED_WITH)

/** What was looked at must be this safe mode, and not long ago. */
function assertSeen({ secrets, safeMode, clock }: Context, token: string): void {
  if (!safeMode.current) throw new Problem('not_in_safe_mode')
  let seen: { now: Instant; since: Instant }
  try {
    seen = JSON.parse(secrets.open(token, SEALED_WITH))
  } catch {
    throw new Problem('not_looked_at')
  }
  if (seen.since !== safeMode.current.since || clock.now() - seen.now > SEEN_FOR_MS)
    throw new Problem('not_looked_at')
}
