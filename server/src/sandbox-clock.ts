import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { applyOffset, CLOCK_CHANNEL } from './clock-channel.ts'
import type { Context } from './context.ts'
import type { Instant } from './domain/instant.ts'
import { settings } from './features/settings/tables.ts'
import { systemClock } from './platform/clock.ts'
import type { Http } from './platform/feature.ts'
import { instantJson, parseInstant, toInstantJson } from './platform/json.ts'
import { notify } from './platform/notifications.ts'
import { invalidField } from './platform/problem.ts'
import { defineTexts } from './platform/text.ts'
import { travel } from './travel.ts'
import { dueLoops, jobHandlers } from './worker.ts'

defineTexts({
  'problem.clock_only_forward': {
    en: 'The clock only moves forward; it is at {now}.',
    fr: 'L’horloge n’avance que vers l’avant ; elle est à {now}.',
  },
})

const SECTION = 'sandbox-clock'

/** Makes this process read the sandbox's time, as it was left. */
export async function loadSandboxClock(ctx: Context): Promise<void> {
  const [row] = await ctx.db.select().from(settings).where(eq(settings.section, SECTION))
  applyOffset(ctx, Number(row?.value.offsetMs ?? 0))
}

async function storeClock(ctx: Context, at: Instant): Promise<void> {
  const offsetMs = at - systemClock.now()
  await ctx.db
    .insert(settings)
    .values({ section: SECTION, value: { offsetMs }, updatedAt: at })
    .onConflictDoUpdate({ target: settings.section, set: { value: { offsetMs }, updatedAt: at } })
  applyOffset(ctx, offsetMs)
  await notify(ctx.db, CLOCK_CHANNEL, String(offsetMs))
}

/** The movable clock, in sandbox mode only. One journey at a time. */
export function sandboxClockRoutes(http: Http, ctx: Context): void {
  const access = { kind: 'public' } as const
  const tags = ['sandbox']
  const work = { loops: dueLoops(ctx), handlers: jobHandlers(ctx) }
  http.addHook('onClose', async () => {
    for (const loop of work.loops) await loop.stop?.()
  })
  let last: Promise<unknown> = Promise.resolve()
  // The clock ticks on between two requests: the moment that was told last is not "backwards".
  let told = Number.POSITIVE_INFINITY
  const tell = (at: Instant) => {
    told = at
    return toInstantJson(at)
  }

  http.get(
    '/api/v1/sandbox/clock',
    {
      config: { access },
      schema: {
        summary: 'The sandbox’s time',
        tags,
        response: { 200: z.object({ now: instantJson }) },
      },
    },
    () => ({ now: tell(ctx.clock.now()) }),
  )
  http.post(
    '/api/v1/sandbox/clock',
    {
      config: { access },
      schema: {
        summary: 'Move the clock forward, running everything that falls due on the way',
        tags,
        body: z.strictObject({ to: instantJson }),
        response: {
          200: z.object({ now: instantJson, sweeps: z.number().int(), jobs: z.number().int() }),
        },
      },
    },
    async (request) => {
      const to = parseInstant(request.body.to, '/to')
      const journey = last.then(() => {
        const now = ctx.clock.now()
        if (to < Math.min(now, told))
          throw invalidField('/to', 'clock_only_forward', { now: toInstantJson(now) })
        return travel(ctx, work, { to, setClock: (at) => storeClock(ctx, at) })
      })
      last = journey.catch(() => {})
      const report = await journey
      return { now: tell(to), ...report }
    },
  )
}
