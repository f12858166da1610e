import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Env } from '../../../context.ts'
import { fromIso, LATEST_TYPED } from '../../../domain/instant.ts'
import { allowed, defineAction, refused } from '../../../platform/action.ts'
import type { Tx } from '../../../platform/db.ts'
import { emit } from '../../../platform/events.ts'
import { instantJson } from '../../../platform/json.ts'
import { tellChanged } from '../../../platform/stream.ts'
import { record } from '../../history/record.ts'
import type { Customer } from '../create-customer.ts'
import { customerSubject } from '../customer-subject.ts'
import { customers } from '../tables.ts'

const output = z.object({ id: z.uuid() })
type Hold = Pick<Customer, 'holdUntil' | 'heldForever' | 'holdReason'>

/** No suspension and no end of any of a customer's services, until a date or until released. */
export const holdCustomer = defineAction({
  id: 'customer.hold',
  on: customerSubject,
  permission: 'services:hold',
  audiences: ['staff'],
  summary: 'Hold all services of a customer: no suspension and no end until a date, or open-ended',
  input: z.strictObject({
    until: instantJson
      .nullable()
      .meta({ label: { en: 'Until (empty: open-ended)', fr: 'Jusqu’au (vide : sans fin)' } }),
    reason: z
      .string()
      .trim()
      .max(1000)
      .default('')
      .meta({ label: { en: 'Reason', fr: 'Motif' }, multiline: true }),
  }),
  output,
  check({ anonymisedAt }: Customer, input, { now }) {
    if (anonymisedAt !== null) return refused('customer_anonymised')
    if (!input || input.until === null) return allowed({ key: 'customer.effect.hold_open' })
    const until = fromIso(input.until) ?? 0
    if (until <= now || until > LATEST_TYPED) return refused('date_in_past')
    return allowed({ key: 'customer.effect.hold' })
  },
  async run(tx, customer, { until, reason }, env: Env) {
    const holdUntil = until === null ? null : fromIso(until)
    const hold = { holdUntil, heldForever: until === null, holdReason: reason }
    return write(tx, env, customer, { hold, kind: 'customer.held', note: reason })
  },
})

/** Ends a customer's hold before its date. */
export const releaseCustomer = defineAction({
  id: 'customer.release',
  on: customerSubject,
  permission: 'services:hold',
  audiences: ['staff'],
  summary: 'Release the services of a customer that is on hold',
  input: z.strictObject({}),
  output,
  check: (customer: Customer, _input, { now }) =>
    isHeld(customer, now)
      ? allowed({ key: 'customer.effect.release' })
      : refused('customer_not_held'),
  run(tx, customer, _input, env: Env) {
    const hold = { holdUntil: null, heldForever: false, holdReason: null }
    return write(tx, env, customer, { hold, kind: 'customer.released', note: '' })
  },
})

/** True while a hold of the customer stands. */
export const isHeld = ({ heldForever, holdUntil }: Omit<Hold, 'holdReason'>, now: number) =>
  heldForever || (holdUntil !== null && holdUntil > now)

async function write(
  tx: Tx,
  env: Env,
  customer: Customer,
  { hold, kind, note }: { hold: Hold; kind: string; note: string },
): Promise<z.infer<typeof output>> {
  const { id } = customer
  await tx
    .update(customers)
    .set({ ...hold, version: customer.version + 1 })
    .where(eq(customers.id, id))
  const { holdUntil, heldForever, holdReason } = customer
  await record(tx, env, [
    {
      ...{ subject: 'customer', subjectId: id, customerId: id, kind },
      before: { holdUntil, heldForever, holdReason },
      after: { ...hold },
      note: note || null,
    },
  ])
  await tellChanged(tx, [{ subject: 'customer', id, customerId: id }])
  emit(tx, 'customer.hold_changed', [{ customerId: id }])
  return { id }
}
