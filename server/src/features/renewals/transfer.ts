import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { tellChanged } from '../../platform/stream.ts'
import type { customers } from '../customers/tables.ts'
import { record } from '../history/record.ts'
import { AUTO_PAY_OFF } from '../services/auto-pay-off.ts'
import { changeService } from '../services/change.ts'
import { carryOut } from '../services/moves/carry-out.ts'
import type { TransferSubject } from './transfer-subject.ts'
import { withdrawRenewals } from './withdraw-renewals.ts'

export interface Transfer {
  /** Locked, and pays in the service's currency. */
  target: Pick<typeof customers.$inferSelect, 'id' | 'name' | 'number'>
  note: string
}

/**
 * Gives a locked service to another customer. What was agreed with the old one ends: the open
 * renewal, auto-pay, a scheduled cancellation, and the order that it came with.
 */
export async function moveService(
  tx: Tx,
  env: Env,
  { service, customer: former }: TransferSubject,
  { target, note }: Transfer,
): Promise<{ operationId: string | null }> {
  await withdrawRenewals(tx, env, [service.id])
  const changed = await changeService(tx, env, service, {
    set: {
      customerId: target.id,
      orderId: null,
      ...AUTO_PAY_OFF,
      cancellationRequestedAt: null,
      cancellationReasonId: null,
      cancellationDetails: null,
      cancellationBy: null,
    },
    entry: { kind: 'service.transferred', note: note || null },
  })
  const { id, number, name } = service
  await record(tx, env, [
    {
      subject: 'customer',
      subjectId: former.id,
      customerId: former.id,
      kind: 'customer.service_given_away',
      after: { serviceId: id, number, name, to: target.id },
      note: note || null,
    },
  ])
  await tellChanged(tx, [{ subject: 'service', id, customerId: former.id }])
  emit(tx, 'service.transferred', [{ serviceId: id, from: former.id, to: target.id }])
  const module = env.ctx.modules.get(service.type)
  if (!module?.changeOwner || service.resource === null) return { operationId: null }
  const input = { from: former.id, to: target.id }
  return carryOut(tx, env, changed, { kind: 'change_owner', input })
}
