import assert from 'node:assert/strict'
import { test } from 'node:test'
import none from '@berth/module-none'
import { eq, inArray } from 'drizzle-orm'
import fc from 'fast-check'
import {
  apply,
  applyPaidRenewal,
  decide,
  request,
  type ServiceState,
  type Step,
  timeline,
} from '../../src/domain/automation/index.ts'
import { localParts } from '../../src/domain/calendar.ts'
import { isRecurring } from '../../src/domain/cycle.ts'
import { DAY, HOUR } from '../../src/domain/instant.ts'
import { keepHeartbeat } from '../../src/features/automation/gaps.ts'
import { loadCalendar } from '../../src/features/automation/load-calendar.ts'
import { type AutomationState, loadStates } from '../../src/features/automation/load-states.ts'
import { renewals } from '../../src/features/renewals/tables.ts'
import { serviceSchedule, services } from '../../src/features/services/tables.ts'
import type { DueLoop } from '../../src/platform/due.ts'
import { newId } from '../../src/platform/ids.ts'
import { dueLoops, jobHandlers } from '../../src/worker.ts'
import { startTestApp } from '../app.ts'
import { makeCustomer } from '../factories/customer.ts'
import { serverOf } from '../factories/operation.ts'
import { sampleOption } from '../factories/option.ts'
import { payInFull } from '../factories/payment.ts'
import { makeServer } from '../factories/server.ts'
import { makeService } from '../factories/service.ts'
import { recordingModule } from '../recording-module.ts'

/**
 * What the database holds after a real step is what the domain says that success does: services of
 * all kinds are led through their lives by the real sweep, and at each step the facts are loaded
 * again and held against `apply`. The forecast rests on it.
 */
const recording = recordingModule({ uniqueKeys: true })
const app = await startTestApp({ modules: [none, recording.module] })
await makeServer(app.ctx, serverOf(recording.module.id))
const { ctx } = app
const loops = dueLoops(ctx)
const handlers = jobHandlers(ctx)
const loopOf = (wanted: string): DueLoop => {
  const loop = loops.find(({ name }) => name === wanted)
  if (!loop) throw new Error(`no loop ${wanted}`)
  return loop
}
const { customer } = await makeCustomer(app)

interface Sketch {
  hasServer: boolean
  cycle: 'weekly' | 'monthly' | 'annually' | 'onetime'
  price: bigint
  /** 3.00 more with every period. */
  hasOption: boolean
  /** What a coupon takes off, and for how many renewals. */
  coupon: { basisPoints: number; renewals: number | null } | null
  /** Until the first expiry. */
  hours: number
  maxRenewals: number | null
  suspendAfterDays: number
  metadata: Record<string, string>
  /** Its renewals are paid as soon as they are open, once suspended, or never. */
  pays: 'at_once' | 'late' | 'never'
  cancels: boolean
  held: boolean
}

const sketch: fc.Arbitrary<Sketch> = fc.record({
  hasServer: fc.boolean(),
  cycle: fc.constantFrom('weekly', 'monthly', 'annually', 'onetime'),
  price: fc.constantFrom(0n, 1000n, 1000n),
  hasOption: fc.constantFrom(true, false, false),
  coupon: fc.option(
    fc.record({
      basisPoints: fc.constantFrom(1000, 10_000),
      renewals: fc.constantFrom(1, 2, null),
    }),
  ),
  hours: fc.integer({ min: 2, max: 30 * 24 }),
  maxRenewals: fc.option(fc.integer({ min: 0, max: 2 }), { nil: null }),
  suspendAfterDays: fc.integer({ min: 0, max: 3 }),
  metadata: fc.constantFrom<Record<string, string>>(
    {},
    {},
    { disable_auto_suspend: 'true' },
    { disable_auto_terminate: 'true' },
    { disable_notify_expiration: 'true' },
    { max_renewals_in_current_month: '1' },
  ),
  pays: fc.constantFrom('at_once', 'late', 'never'),
  cancels: fc.constantFrom(true, false, false, false),
  held: fc.constantFrom(true, false, false, false),
})

const COUPON = { couponId: newId(), code: 'SCENE', kind: 'percent', amount: '0' } as const

/** Pending and paid for: the automation delivers it first of all. */
async function make(of: Sketch): Promise<string> {
  const now = ctx.clock.now()
  const expiresAt = isRecurring(of.cycle) ? now + of.hours * HOUR : null
  const { id } = await makeService(app, {
    customerId: customer.id,
    type: of.hasServer ? recording.module.id : 'none',
    cycle: of.cycle,
    price: of.price,
    options: of.hasOption ? [sampleOption({ price: '300' })] : [],
    discount: of.coupon && { ...COUPON, ...of.coupon },
    expiresAt,
    anchorDay: expiresAt && localParts(expiresAt, 'Europe/Paris').day,
    maxRenewals: of.maxRenewals,
    metadata: of.metadata,
    policy: { suspendAfterDays: of.suspendAfterDays },
    deliverOn: 'payment',
    paidAt: now,
  })
  const cancellation = of.cancels && expiresAt ? { cancellationRequestedAt: now } : {}
  const hold = of.held && expiresAt ? { holdUntil: expiresAt + 2 * DAY } : {}
  if (Object.keys({ ...cancellation, ...hold }).length > 0)
    await ctx.db
      .update(services)
      .set({ ...cancellation, ...hold })
      .where(eq(services.id, id))
  return id
}

/** What is compared: a document's mail leaves after the step, the moment is then the mail's. */
function comparable({ service, facts }: ServiceState, actual: ServiceState) {
  const unsent = facts.renewal && actual.facts.renewal?.mailedAt === null
  return {
    service,
    facts: {
      ...facts,
      renewal: unsent ? { ...facts.renewal, mailedAt: null } : facts.renewal,
      done: facts.done.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    },
  }
}

function assertEqual(actual: AutomationState | undefined, expected: ServiceState, after: string) {
  assert.ok(actual)
  const found = { service: actual.service, facts: actual.facts }
  assert.deepEqual(comparable(found, found), comparable(expected, found), after)
}

/** One sweep; answers what success of the operations that it asked for is to come to. */
async function sweepAndCompare(ids: string[]): Promise<Map<string, ServiceState>> {
  const now = ctx.clock.now()
  const before = await loadStates(ctx.db, ids, now)
  const calendar = await loadCalendar(ctx.db, now)
  const rows = await ctx.db
    .select()
    .from(serviceSchedule)
    .where(inArray(serviceSchedule.serviceId, ids))
  const due = new Set(
    rows.filter(({ nextAt }) => nextAt !== null && nextAt <= now).map((row) => row.serviceId),
  )
  await loopOf('automation').runDue(now)
  const after = await loadStates(ctx.db, ids, now)
  const outcomes = new Map<string, ServiceState>()
  for (const [id, state] of before) {
    const milestones = timeline(state.service, state.subject.policy, calendar)
    const decision = due.has(id) ? decide(state.service, milestones, state.facts, now) : null
    const steps: readonly Step[] = decision?.kind === 'do' ? decision.steps : []
    const hasServer = state.subject.service.type !== 'none'
    const walk = (follow: typeof apply) =>
      steps.reduce<ServiceState>(
        ({ service, facts }, step) => follow(service, facts, step, now),
        state,
      )
    const what = steps.map(({ key }) => key).join(', ') || 'nothing to do'
    assertEqual(after.get(id), walk(hasServer ? request : apply), what)
    if (hasServer && steps.length > 0) outcomes.set(id, walk(apply))
  }
  return outcomes
}

async function payAndCompare(id: string, pays: Sketch['pays']): Promise<void> {
  const now = ctx.clock.now()
  const before = (await loadStates(ctx.db, [id], now)).get(id)
  if (!before?.facts.renewal || pays === 'never') return
  if (pays === 'late' && before.service.status !== 'suspended') return
  const all = await ctx.db.select().from(renewals).where(eq(renewals.serviceId, id))
  const documentId = all.find(({ state }) => state === 'open')?.documentId
  if (!documentId) return
  await payInFull(app, documentId)
  const { renewalBasis, firstPeriodFrom } = before.subject.policy.values
  const rules = { zone: before.subject.zone, renewalBasis, firstPeriodFrom }
  const expected = applyPaidRenewal(before.service, before.facts, rules, now)
  assertEqual((await loadStates(ctx.db, [id], now)).get(id), expected, 'paid')
}

/** Everything at one moment: sweeps, operations, payments, mails, until nothing is due. */
async function live(ids: string[], fleet: readonly Sketch[]): Promise<void> {
  const now = ctx.clock.now()
  for (let moved = true; moved; ) {
    const outcomes = await sweepAndCompare(ids)
    while ((await loopOf('operations').runDue(now)) > 0);
    const states = await loadStates(ctx.db, [...outcomes.keys()], now)
    for (const [id, expected] of outcomes) assertEqual(states.get(id), expected, 'carried out')
    for (const [index, id] of ids.entries()) await payAndCompare(id, fleet[index]?.pays ?? 'never')
    await ctx.jobs.drain(handlers)
    for (const loop of loops)
      if (loop.name !== 'automation' && loop.name !== 'operations') await loop.runDue(now)
    const dues = await Promise.all(loops.map((loop) => loop.nextDue?.() ?? null))
    moved = dues.some((due) => due !== null && due <= now)
  }
}

test('facts loaded after a real step equal what apply says', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(sketch, { minLength: 6, maxLength: 8 }), async (fleet) => {
      const ids: string[] = []
      for (const one of fleet) ids.push(await make(one))
      const end = ctx.clock.now() + 60 * DAY
      for (let now = ctx.clock.now(); now <= end; ) {
        await keepHeartbeat(ctx.db, now)
        app.clock.set(now)
        await live(ids, fleet)
        const dues = await Promise.all(loops.map((loop) => loop.nextDue?.() ?? null))
        now = Math.min(...dues.map((due) => due ?? Number.POSITIVE_INFINITY))
      }
    }),
    { numRuns: 2, endOnFailure: true },
  )
})
