import type { GatewayNotice } from '@berth/sdk'
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Context, Env } from '../../context.ts'
import { gatewayActor } from '../../platform/actor.ts'
import type { Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { isUuid } from '../../platform/ids.ts'
import { preparedIn } from '../../platform/prepared-in.ts'
import { tellChanged } from '../../platform/stream.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { record } from '../history/record.ts'
import { assertNotSafe } from '../installation/safe-mode.ts'
import { chargeByKey, chargePaidByNotice, chargeRefusedByNotice } from './charges/follow-notices.ts'
import { gatewayOf, type OpenGateway } from './gateways/open-gateways.ts'
import { findIntent, refuseIntent } from './intents.ts'
import {
  carryOutChanged,
  carryOutClosed,
  carryOutStored,
  keepWithPayment,
} from './methods/follow-notices.ts'
import { recordChargeback } from './record-chargeback.ts'
import { recordPayment } from './record-payment.ts'
import { gatewayEvents, payments } from './tables.ts'

type GatewayEvent = typeof gatewayEvents.$inferSelect

/**
 * Does what a stored notice says. May run twice, also at the same time: payments are unique, the
 * rest sets and never adds. An event that cannot be read stays stored, marked as such.
 */
export async function processEvent(ctx: Context, gatewayEventId: string): Promise<void> {
  assertNotSafe(ctx)
  const [event] = await ctx.db
    .select()
    .from(gatewayEvents)
    .where(eq(gatewayEvents.id, gatewayEventId))
  if (!event || event.processedAt !== null) return
  const open = await gatewayOf(ctx, event.gateway)
  if (!open) throw new Error(`no gateway ${event.gateway} to read a notice`)
  await inTransaction(ctx, (tx) => carryOutEvent(tx, ctx, open, event))
}

/** Does what a stored notice says and notes what became of it. */
export async function carryOutEvent(
  tx: Tx,
  ctx: Context,
  open: OpenGateway,
  { id: gatewayEventId, gateway, body }: Pick<GatewayEvent, 'id' | 'gateway' | 'body'>,
): Promise<void> {
  const notice = open.gateway.read(open.settings, body)
  if (!notice) ctx.log.warn({ gatewayEventId }, 'a gateway event cannot be read')
  const now = ctx.clock.now()
  const cause = { kind: 'payment' as const, gateway, gatewayEventId }
  const env: Env = { ctx, actor: gatewayActor(gateway), now, cause }
  const outcome = notice ? await carryOut(tx, env, gateway, notice) : 'unreadable'
  await noteOutcome(tx).execute({ id: gatewayEventId, at: now, outcome })
}

const noteOutcome = preparedIn((db) =>
  db
    .update(gatewayEvents)
    .set({
      processedAt: sql`${sql.param(sql.placeholder('at'), gatewayEvents.processedAt)}`,
      outcome: sql`${sql.placeholder('outcome')}`,
    })
    .where(eq(gatewayEvents.id, sql.placeholder('id')))
    .prepare('gateway_event_outcome'),
)

async function carryOut(tx: Tx, env: Env, gateway: string, notice: GatewayNotice): Promise<string> {
  switch (notice.kind) {
    case 'paid':
      return carryOutPaid(tx, env, gateway, notice)
    case 'refused':
      return carryOutRefused(tx, env, gateway, notice)
    case 'charged_back': {
      const outcome = await recordChargeback(tx, env, { gateway, ...notice })
      return `charged_back:${outcome.kind}`
    }
    case 'refund_failed':
      return carryOutRefundFailed(tx, gateway, notice)
    case 'method_stored':
      return carryOutStored(tx, env, gateway, notice)
    case 'method_changed':
      return carryOutChanged(tx, env, gateway, notice)
    case 'method_closed':
      return carryOutClosed(tx, env, gateway, notice)
    case 'ignored':
      return 'ignored'
  }
}

async function carryOutPaid(
  tx: Tx,
  env: Env,
  gateway: string,
  notice: Extract<GatewayNotice, { kind: 'paid' }>,
): Promise<string> {
  const { intentReference, reference, amount, reinstates } = notice
  const intent = intentReference ? await findIntent(tx, gateway, intentReference) : null
  if (amount.amount <= 0n) return 'nothing_paid'
  const charge = intentReference && !intent ? await chargeByKey(tx, gateway, intentReference) : null
  // A dispute that was won says nothing of the attempt: that was paid long ago.
  if (charge && reinstates === undefined)
    return chargePaidByNotice(tx, env, charge, { gateway, reference, ...amount })
  // The customer is locked before services and documents.
  if (intent && notice.method) await keepWithPayment(tx, env, intent, notice.method)
  const asked = intent ?? charge
  const outcome = await recordPayment(tx, env, {
    gateway,
    reference,
    documentId: asked?.documentId ?? null,
    customerId: asked?.customerId ?? null,
    intentId: intent?.id,
    reinstates,
    ...amount,
  })
  return outcome.kind
}

async function carryOutRefused(
  tx: Tx,
  env: Env,
  gateway: string,
  { intentReference, message: reason, final = false }: Extract<GatewayNotice, { kind: 'refused' }>,
): Promise<string> {
  const intent = await findIntent(tx, gateway, intentReference)
  if (!intent) {
    const charge = await chargeByKey(tx, gateway, intentReference)
    const told = { message: reason, final }
    return charge ? chargeRefusedByNotice(tx, env, charge, told) : 'unknown_intent'
  }
  if (intent.state !== 'open') return 'refused'
  const { documentId, customerId } = intent
  await refuseIntent(tx, env, intent)
  await record(tx, env, [
    {
      subject: 'document',
      subjectId: documentId,
      customerId,
      kind: 'payment.refused',
      after: { gateway, amount: intent.amount, currency: intent.currency },
      note: reason,
    },
  ])
  emit(tx, 'payment.refused', [{ intentId: intent.id, documentId, customerId, reason }])
  await tellChanged(tx, [{ subject: 'document', id: documentId, customerId }])
  return 'refused'
}

/** A refund that was sent comes back; staff are told with the gateway's words. */
async function carryOutRefundFailed(
  tx: Tx,
  gateway: string,
  { key, message }: Extract<GatewayNotice, { kind: 'refund_failed' }>,
): Promise<string> {
  if (!isUuid(key)) return 'unknown_refund'
  const [refund] = await tx
    .update(payments)
    .set({ transfer: 'failed', transferError: message })
    .where(
      and(
        eq(payments.id, key),
        eq(payments.gateway, gateway),
        eq(payments.kind, 'refund'),
        inArray(payments.transfer, ['queued', 'sent']),
      ),
    )
    .returning()
  if (!refund) return 'unknown_refund'
  const { customerId, documentId } = refund
  emit(tx, 'payment.refund_failed', [{ refundId: refund.id, customerId, documentId }])
  return 'refund_failed'
}
