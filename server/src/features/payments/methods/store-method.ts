import type { StoredMethod } from '@berth/sdk'
import { and, eq, isNull } from 'drizzle-orm'
import type { Env } from '../../../context.ts'
import type { Tx } from '../../../platform/db.ts'
import { newId } from '../../../platform/ids.ts'
import { tellChanged } from '../../../platform/stream.ts'
import { lockCustomers } from '../../customers/lock-customers.ts'
import { record } from '../../history/record.ts'
import { paymentMethods } from '../tables.ts'

export type PaymentMethod = typeof paymentMethods.$inferSelect

/**
 * Keeps a method that a gateway has stored for a customer, once per gateway and remote id; what is
 * known already is brought up to date. The first one of a customer is their default. One that
 * belongs to somebody else stays theirs: null.
 */
export async function storeMethod(
  tx: Tx,
  env: Env,
  kept: { customerId: string; gateway: string; method: StoredMethod },
): Promise<PaymentMethod | null> {
  const { customerId, gateway, method } = kept
  await lockCustomers(tx, [customerId])
  const isOpen = isNull(paymentMethods.closedAt)
  const [known] = await tx
    .select()
    .from(paymentMethods)
    .where(
      and(
        eq(paymentMethods.gateway, gateway),
        eq(paymentMethods.remoteId, method.remoteId),
        isOpen,
      ),
    )
    .for('update')
  if (known) return known.customerId === customerId ? refreshMethod(tx, env, known, method) : null
  const [first] = await tx
    .select({ id: paymentMethods.id })
    .from(paymentMethods)
    .where(
      and(eq(paymentMethods.customerId, customerId), eq(paymentMethods.isDefault, true), isOpen),
    )
  const [row] = await tx
    .insert(paymentMethods)
    .values({
      ...{ id: newId(), customerId, gateway, ...method },
      isDefault: first === undefined,
      createdAt: env.now,
    })
    .onConflictDoNothing()
    .returning()
  if (!row) return null
  await record(tx, env, [
    {
      subject: 'payment_method',
      subjectId: row.id,
      customerId,
      kind: 'payment_method.stored',
      after: { gateway, kind: row.kind, label: row.label },
    },
  ])
  await tellChanged(tx, [{ subject: 'payment_method', id: row.id, customerId }])
  return row
}

/**
 * A card that was renewed keeps its id and has another label and date. Its holder is told anew before
 * that date.
 */
export async function refreshMethod(
  tx: Tx,
  env: Env,
  known: PaymentMethod,
  { kind, label, expiresOn, customerRemoteId }: StoredMethod,
): Promise<PaymentMethod> {
  const isSame = label === known.label && expiresOn === known.expiresOn && kind === known.kind
  const { id, customerId } = known
  const [row] = await tx
    .update(paymentMethods)
    .set({
      ...{ kind, label, expiresOn },
      customerRemoteId: customerRemoteId ?? known.customerRemoteId,
      ...(expiresOn === known.expiresOn ? {} : { expiryToldAt: null }),
    })
    .where(eq(paymentMethods.id, id))
    .returning()
  if (isSame) return row ?? known
  await record(tx, env, [
    {
      ...{ subject: 'payment_method', subjectId: id, customerId },
      kind: 'payment_method.changed',
      before: { label: known.label, expiresOn: known.expiresOn },
      after: { label, expiresOn },
    },
  ])
  await tellChanged(tx, [{ subject: 'payment_method', id, customerId }])
  return row ?? known
}
