import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Context, Env } from '../../../context.ts'
import { allowedWith, defineAction, refused, type Verdict } from '../../../platform/action.ts'
import type { Db, Tx } from '../../../platform/db.ts'
import { invalidField } from '../../../platform/problem.ts'
import type { Text } from '../../../platform/text.ts'
import { customers } from '../../customers/tables.ts'
import { note } from '../../services/actions/inputs.ts'
import { moveService } from '../transfer.ts'
import { type TransferSubject, transferSubject } from '../transfer-subject.ts'

const input = z.strictObject({
  customerId: z
    .uuid()
    .meta({ label: { en: 'New customer', fr: 'Nouveau client' }, choices: 'customers' }),
  /** Needed exactly while a renewal is open. */
  openRenewal: z
    .enum(['withdraw'])
    .optional()
    .meta({
      label: { en: 'The open renewal', fr: 'Le renouvellement en attente' },
      options: { withdraw: { en: 'Withdraw it', fr: 'Le retirer' } },
    }),
  note,
})
type Input = z.output<typeof input>

/**
 * Staff give a service to another customer. Old documents stay where they are; auto-pay and a
 * scheduled cancellation are cleared; both customers are mailed.
 */
export const transferService = defineAction({
  id: 'service.transfer',
  on: transferSubject,
  permission: 'services:transfer',
  audiences: ['staff'],
  summary: 'Transfer a service to another customer who pays in the same currency',
  input,
  output: z.object({ operationId: z.uuid().nullable() }),
  async look(subject: TransferSubject, wish: Input, { ctx }: { ctx: Context }) {
    const module = ctx.modules.get(subject.service.type)
    return {
      target: await namedCustomer(ctx.db, wish.customerId),
      tellsServer: module?.changeOwner !== undefined && subject.service.resource !== null,
    }
  },
  check(subject: TransferSubject, wish: Input | null) {
    const { service, operations, unpaid } = subject
    if (service.endedAt !== null) return refused('already_ended')
    if (operations.length > 0) return refused('operation_open')
    if (unpaid.some(({ isCharging }) => isCharging)) return refused('charge_in_flight')
    const others = unpaid.filter(({ isRenewal }) => !isRenewal)
    if (others.length > 0)
      return refused('transfer_unpaid', { documents: others.map(({ name }) => name).join(', ') })
    return checkWish(subject, wish)
  },
  async run(tx, subject, wish, env: Env) {
    const [target] = await tx
      .select()
      .from(customers)
      .where(eq(customers.id, wish.customerId))
      .for('share')
    if (!target || target.anonymisedAt !== null || target.currency !== subject.service.currency)
      throw invalidField('/customerId', 'unknown_customer')
    return moveService(tx, env, subject, { target, note: wish.note })
  },
})

async function namedCustomer(db: Db | Tx, id: string) {
  const [customer] = await db.select().from(customers).where(eq(customers.id, id))
  if (customer && customer.anonymisedAt === null) return customer
  throw invalidField('/customerId', 'unknown_customer')
}

function checkWish(subject: TransferSubject, wish: Input | null): Verdict {
  const { service, target, unpaid } = subject
  const facts = { mail: 'service_received' }
  if (!wish || !target) return allowedWith(facts)
  if (target.id === service.customerId) return refused('transfer_same_customer')
  if (target.currency !== service.currency)
    return refused('transfer_other_currency', {
      currency: service.currency,
      theirs: target.currency,
    })
  if (unpaid.length > 0 && wish.openRenewal !== 'withdraw')
    return refused('transfer_renewal_open', {
      documents: unpaid.map(({ name }) => name).join(', '),
    })
  const told = subject.tellsServer ? { operation: 'change_owner' } : {}
  return allowedWith({ ...facts, ...told }, ...effectsOf(subject, target.name))
}

function effectsOf({ service, unpaid, tellsServer, customer }: TransferSubject, name: string) {
  const effects: Text[] = [
    { key: 'service.effect.transferred', params: { from: customer.name, to: name } },
    { key: 'service.effect.documents_stay' },
  ]
  if (unpaid.length > 0) effects.push({ key: 'renewal.effect.withdrawn' })
  if (service.autoPay) effects.push({ key: 'service.effect.auto_pay_off' })
  if (service.cancellationRequestedAt !== null)
    effects.push({ key: 'service.effect.cancellation_cleared' })
  const server = tellsServer ? 'service.effect.server_told' : 'service.effect.server_untold'
  if (service.resource !== null) effects.push({ key: server })
  return effects
}
