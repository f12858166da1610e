import assert from 'node:assert/strict'
import { test } from 'node:test'
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { ForecastStep } from '../../src/domain/automation/index.ts'
import { localDate } from '../../src/domain/calendar.ts'
import { DAY, type Instant } from '../../src/domain/instant.ts'
import type { Assumption } from '../../src/features/automation/forecast/load-habits.ts'
import { type WalkedService, walkFleet } from '../../src/features/automation/forecast/walk-fleet.ts'
import { automationSteps } from '../../src/features/automation/tables.ts'
import { amountDue } from '../../src/features/documents/document-totals.ts'
import { documents } from '../../src/features/documents/tables.ts'
import { orders } from '../../src/features/orders/tables.ts'
import { recordPayment } from '../../src/features/payments/record-payment.ts'
import { renewals } from '../../src/features/renewals/tables.ts'
import { services } from '../../src/features/services/tables.ts'
import { newId } from '../../src/platform/ids.ts'
import { inTransaction } from '../../src/platform/transaction.ts'
import { startTestApp, type TestApp } from '../app.ts'
import { systemEnv } from '../factories/customer.ts'
import { setInvoicing } from '../factories/document.ts'
import { makeForecastFleet } from '../factories/forecast-fleet.ts'

const ZONE = 'Europe/Paris'
const dayOf = (at: Instant) => localDate(at, ZONE)

type Expected = Pick<WalkedService, 'state' | 'steps' | 'payments'>

async function forecast(
  { ctx }: TestApp,
  { assume, days }: { assume: Assumption; days: number },
): Promise<Expected[]> {
  const now = ctx.clock.now()
  const expected: Expected[] = []
  await walkFleet(ctx, {
    ...{ now, until: now + days * DAY, assume },
    each: (state, steps, payments) => expected.push({ state, steps, payments }),
  })
  return expected
}

const name = ({ service }: Expected['state']) =>
  `${service.cycle} of ${service.price.amount} ${service.price.currency} ${service.id}`

const money = (amounts: { net: bigint; tax: bigint; gross: bigint; currency: string }) =>
  `${amounts.net} + ${amounts.tax} = ${amounts.gross} ${amounts.currency}`

const isDone = ({ blockedOn }: ForecastStep) => blockedOn === null

/** Every step by service with its day, and every document with its amounts. */
function saidBy(expected: readonly Expected[]): string[] {
  return expected
    .flatMap(({ state, steps }) =>
      steps.filter(isDone).map(({ at, key, money: asked, step }) => {
        const amounts = step === 'invoice' && asked ? ` ${money(asked)}` : ''
        return `${name(state)}: ${dayOf(at)} ${key}${amounts}`
      }),
    )
    .sort()
}

/** The same as the run has left it in the books. */
async function doneBy({ ctx }: TestApp, expected: readonly Expected[], since: Instant) {
  const until = ctx.clock.now()
  const done: string[] = []
  for (const { state } of expected) {
    const serviceId = state.service.id
    const rows = await ctx.db
      .select()
      .from(automationSteps)
      .where(and(eq(automationSteps.serviceId, serviceId), eq(automationSteps.outcome, 'done')))
    const asked = await ctx.db
      .select({ document: documents })
      .from(renewals)
      .innerJoin(documents, eq(documents.id, renewals.documentId))
      .where(eq(renewals.serviceId, serviceId))
    for (const { step, doneAt } of rows) {
      if (doneAt < since || doneAt >= until) continue
      const [key = ''] = step.split('@')
      const made = asked.find(({ document }) => document.createdAt === doneAt)?.document
      const amounts = key === 'invoice' && made ? ` ${money(made)}` : ''
      done.push(`${name(state)}: ${dayOf(doneAt)} ${key}${amounts}`)
    }
  }
  return [...done, ...(await ordersDone({ ctx }, expected))].sort()
}

/** What is done for an order stands with the first of its services. */
async function ordersDone({ ctx }: Pick<TestApp, 'ctx'>, expected: readonly Expected[]) {
  const done: string[] = []
  const seen = new Set<string>()
  for (const { state } of expected) {
    const { orderId } = state.subject.service
    if (orderId === null || seen.has(orderId)) continue
    seen.add(orderId)
    const [order] = await ctx.db.select().from(orders).where(eq(orders.id, orderId))
    if (order?.remindedAt) done.push(`${name(state)}: ${dayOf(order.remindedAt)} remind_order`)
    if (order?.state === 'cancelled' && order.settledAt)
      done.push(`${name(state)}: ${dayOf(order.settledAt)} cancel_order`)
  }
  return done
}

/** Pays what a service waits for, with the very amount that was forecast. */
async function payFor({ ctx }: TestApp, { state }: Expected, amount: bigint): Promise<void> {
  const { id, orderId } = state.subject.service
  const asked = ctx.db
    .select({ id: renewals.documentId })
    .from(renewals)
    .where(and(eq(renewals.serviceId, id), eq(renewals.state, 'open')))
  const [service] = await ctx.db.select().from(services).where(eq(services.id, id))
  const open =
    service?.status === 'pending'
      ? eq(documents.orderId, orderId ?? '')
      : inArray(documents.id, asked)
  const [document] = await ctx.db
    .select()
    .from(documents)
    .where(and(open, sql`state in ('open', 'issued')`))
  assert.ok(document, `nothing to pay for ${name(state)} on ${dayOf(ctx.clock.now())}`)
  assert.equal(amountDue(document), amount, name(state))
  const { currency } = document
  await inTransaction(ctx, (tx) =>
    recordPayment(tx, systemEnv(ctx), {
      ...{ gateway: 'bank_transfer', reference: newId(), documentId: document.id },
      ...{ customerId: null, amount, currency },
    }),
  )
}

/** Paid, the weekly services have been through four periods by then. */
for (const [assume, taxMode, days, part] of [
  ['nobody', 'net', 60, 'all'],
  ['on_time', 'gross', 23, 'paying'],
] as const)
  test(`what is forecast is what the run does, day by day and cent by cent (${assume}, ${taxMode})`, async () => {
    const app = await startTestApp()
    await setInvoicing(app.ctx, { taxMode, countryRates: { BE: 2100, DE: 1900 } })
    await makeForecastFleet(app, part)
    const start = app.clock.now()
    const expected = await forecast(app, { assume, days })
    const payments = expected
      .flatMap((one) => one.payments.map((payment) => ({ one, payment })))
      .sort((a, b) => a.payment.at - b.payment.at)
    assert.equal(payments.length > 0, assume === 'on_time')
    for (const { one, payment } of payments) {
      await app.travelTo(payment.at)
      await payFor(app, one, payment.amount)
      await app.settle()
    }
    await app.travelTo(start + days * DAY)
    const said = saidBy(expected)
    assert.ok(said.length > 30, 'a fleet that does something')
    assert.deepEqual(await doneBy(app, expected, start), said)
  })
