import type { GatewayNotice, StoredMethod } from '@berth/sdk'
import { and, eq } from 'drizzle-orm'
import type { Env } from '../../../context.ts'
import type { Tx } from '../../../platform/db.ts'
import { lockCustomers } from '../../customers/lock-customers.ts'
import { autoPaySubject } from '../auto-pay/auto-pay-subject.ts'
import { checkAutoPay } from '../auto-pay/check-auto-pay.ts'
import { closeMandate, switchOn } from '../auto-pay/switch-auto-pay.ts'
import type { PaymentIntent } from '../intents.ts'
import { methodSetups } from '../tables.ts'
import { closeMethod } from './close-method.ts'
import { openMethodAt } from './queries.ts'
import { lockServicesChargedBy } from './services-charged.ts'
import { refreshMethod, storeMethod } from './store-method.ts'

type Notice<K extends GatewayNotice['kind']> = Extract<GatewayNotice, { kind: K }>

/** A customer stored a method on the gateway's page; auto-pay of the service it was for goes on. */
export async function carryOutStored(
  tx: Tx,
  env: Env,
  gateway: string,
  { reference, method }: Notice<'method_stored'>,
): Promise<string> {
  const [setup] = await tx
    .select()
    .from(methodSetups)
    .where(and(eq(methodSetups.gateway, gateway), eq(methodSetups.reference, reference)))
  if (!setup) return 'unknown_setup'
  const { customerId, serviceId } = setup
  const stored = await storeMethod(tx, env, { customerId, gateway, method })
  if (!stored) return 'method_of_another'
  const [first] = await tx
    .update(methodSetups)
    .set({ state: 'stored' })
    .where(and(eq(methodSetups.id, setup.id), eq(methodSetups.state, 'open')))
    .returning()
  if (first && serviceId) await switchOnFor(tx, env, serviceId, stored)
  return 'method_stored'
}

/** The method that a customer let us keep with a payment on the gateway's page. */
export async function keepWithPayment(
  tx: Tx,
  env: Env,
  { customerId, gateway, keepMethod }: PaymentIntent,
  method: StoredMethod,
): Promise<void> {
  if (keepMethod) await storeMethod(tx, env, { customerId, gateway, method })
}

/** A method is called otherwise, or can be charged longer: what is shown and told follows. */
export async function carryOutChanged(
  tx: Tx,
  env: Env,
  gateway: string,
  { method }: Notice<'method_changed'>,
): Promise<string> {
  const known = await openMethodAt(tx, gateway, method.remoteId)
  if (!known) return 'unknown_method'
  await lockCustomers(tx, [known.customerId])
  await refreshMethod(tx, env, known, method)
  return 'method_changed'
}

/** A method is gone at the gateway: what it paid for is paid by hand again. */
export async function carryOutClosed(
  tx: Tx,
  env: Env,
  gateway: string,
  { methodRemoteId }: Notice<'method_closed'>,
): Promise<string> {
  const method = await openMethodAt(tx, gateway, methodRemoteId)
  if (!method) return 'unknown_method'
  await lockCustomers(tx, [method.customerId])
  const services = await lockServicesChargedBy(tx, method)
  for (const service of services) await closeMandate(tx, env, service, 'method_closed')
  await closeMethod(tx, env, method, 'gateway')
  return 'method_closed'
}

async function switchOnFor(
  tx: Tx,
  env: Env,
  serviceId: string,
  { id: methodId, customerId, label: method }: { id: string; customerId: string; label: string },
): Promise<void> {
  await autoPaySubject.lock(tx, [serviceId])
  const subject = (await autoPaySubject.load(tx, [serviceId], env.now)).get(serviceId)
  if (subject?.service.customerId !== customerId) return
  const { autoPayCredit: useCredit } = subject.service
  const verdict = checkAutoPay(subject, { methodId, useCredit }, env.now)
  if (verdict.allowed) await switchOn(tx, env, subject.service, { methodId, useCredit, method })
}
