import type { ChargeOutcome, ChargeRequest, Result } from '@berth/sdk'
import { eq, sql } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import type { Instant } from '../../../domain/instant.ts'
import { instantFromSql, instantToSql } from '../../../platform/columns.ts'
import type { DueLoop } from '../../../platform/due.ts'
import type { Answer } from '../../servers/ask-module.ts'
import { askGateway } from '../gateways/ask-gateway.ts'
import { gatewayOf, takes } from '../gateways/open-gateways.ts'
import { payerOf } from '../methods/payer.ts'
import { paymentMethods } from '../tables.ts'
import { LEASE_MS, type Prepared, prepareCharge } from './prepare-charge.ts'
import { CHARGES_CHANNEL } from './queue-charge.ts'
import { settleCharge } from './settle-charge.ts'

/** So many are made at the same time by one process. */
const AT_ONCE = 8
const EVERY_MS = 30_000

/** Makes the automatic charges whose moment has come. */
export function chargesLoop(ctx: Context): DueLoop {
  return {
    name: 'charges',
    channel: CHARGES_CHANNEL,
    everyMs: EVERY_MS,
    async runDue(now) {
      const ids = await claim(ctx, now)
      const made = await Promise.allSettled(ids.map((id) => makeCharge(ctx, id)))
      for (const [index, one] of made.entries())
        if (one.status === 'rejected')
          ctx.log.error({ err: one.reason, chargeId: ids[index] }, 'a charge is left to its lease')
      return ids.length
    },
    async nextDue() {
      const { rows } = await ctx.db.execute<{ at: string | null }>(
        sql`select min(due_at) as at from charges where due_at is not null`,
      )
      const at = rows[0]?.at ?? null
      return at === null ? null : instantFromSql(at)
    },
  }
}

/** The claim is a lease: a process that dies in between loses it, and nothing else. */
async function claim({ db }: Context, now: Instant): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    update charges set lease_until = clock_timestamp() + ${LEASE_MS} * interval '1 millisecond'
    where id in (
      select id from charges where due_at <= ${instantToSql(now)}::timestamptz
        and (lease_until is null or lease_until < clock_timestamp())
      order by due_at limit ${AT_ONCE} for update skip locked)
    returning id`)
  return rows.map(({ id }) => id)
}

/** One attempt: made ready, asked of the gateway outside any transaction, recorded. */
export async function makeCharge(ctx: Context, id: string): Promise<void> {
  const prepared = await prepareCharge(ctx, id)
  if (!prepared) return
  const [method] = await ctx.db
    .select()
    .from(paymentMethods)
    .where(eq(paymentMethods.id, prepared.charge.methodId ?? ''))
  if (!method) throw new Error(`charge ${id} without a method`)
  const answer = await askOf(ctx, prepared, method)
  await settleCharge(ctx, prepared, { gateway: method.gateway, answer })
}

async function askOf(
  ctx: Context,
  prepared: Prepared,
  method: typeof paymentMethods.$inferSelect,
): Promise<Answer<ChargeOutcome | null>> {
  const { charge, ask, description } = prepared
  const open = await gatewayOf(ctx, method.gateway)
  const amount = { amount: charge.amount ?? 0n, currency: charge.currency }
  // What may have been made is looked for, whatever staff have switched off meanwhile.
  if (ask === 'charge' && !open?.enabled)
    return refusedHere('gateway_off', 'The gateway is switched off or not set up')
  if (!open) return unusable('The gateway is not set up')
  if (ask === 'charge' && !takes(open, amount))
    return refusedHere('below_minimum', 'The gateway does not take so little, or not this currency')
  const customer = await payerOf(ctx.db, charge.customerId, method.gateway)
  const remoteId = method.customerRemoteId ?? customer.remoteId
  const request: ChargeRequest = {
    key: charge.id,
    customer: { ...customer, remoteId },
    method: { remoteId: method.remoteId },
    amount,
    description,
  }
  return askGateway<ChargeOutcome | null>(ctx, open, {
    run: async (gateway, context): Promise<Result<ChargeOutcome | null>> => {
      if (!gateway.charge || !gateway.findCharge) throw new Error(`${gateway.id} charges nothing`)
      if (ask === 'charge') return gateway.charge(context, request)
      const found = await gateway.findCharge(context, request)
      if (!found.ok || found.value) return found
      if (ask === 'poll') throw new Error('The gateway does not know its own pending charge')
      return prepared.stillDue ? gateway.charge(context, request) : found
    },
  })
}

const unusable = (message: string): Answer<never> => ({
  kind: 'error',
  error: { code: 'config', message },
})

/** An attempt that fails without being asked: its customer is told to pay by hand. */
const refusedHere = (code: string, message: string): Answer<ChargeOutcome> => ({
  kind: 'value',
  value: { kind: 'refused', code, message, final: false },
})
