import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Env } from '../../../context.ts'
import { defineAction, refused } from '../../../platform/action.ts'
import type { Tx } from '../../../platform/db.ts'
import { withdrawRenewal } from '../../renewals/actions/withdraw-renewal.ts'
import { type RenewableSubject, renewableSubject } from '../../renewals/facts.ts'
import { askAgain } from '../../renewals/restore-renewal.ts'
import { renewals } from '../../renewals/tables.ts'

const input = z.strictObject({
  renewalId: z.uuid(),
  /** The one that was open before, for another cycle, which the batch replaced. */
  replacedId: z.uuid().nullable(),
})
type Input = z.infer<typeof input>

/**
 * Withdraws the renewal that a batch asked for, while it is open; a later one is left alone. The
 * one that it took the place of is asked for again.
 */
export const withdrawRequested = defineAction({
  id: 'service.withdraw_requested',
  on: renewableSubject,
  permission: withdrawRenewal.permission,
  audiences: ['staff'],
  summary: 'Withdraw the renewal that a batch asked for',
  input,
  output: withdrawRenewal.output,
  check(subject: RenewableSubject, wish: Input | null, env) {
    if (wish && subject.openRenewal?.id !== wish.renewalId) return refused('no_open_renewal')
    const verdict = withdrawRenewal.check(subject, null, env)
    if (!verdict.allowed || !wish?.replacedId) return verdict
    return { ...verdict, effects: [...verdict.effects, { key: 'batch.effect.renewal_again' }] }
  },
  async run(tx, subject, { replacedId }: Input, env: Env) {
    const withdrawn = await withdrawRenewal.run(tx, subject, {}, env)
    const replaced = await readWithdrawn(tx, replacedId)
    if (replaced) await askAgain(tx, env, replaced)
    return withdrawn
  },
})

async function readWithdrawn(tx: Tx, id: string | null) {
  if (id === null) return undefined
  const isIt = and(eq(renewals.id, id), eq(renewals.state, 'withdrawn'))
  const [row] = await tx.select().from(renewals).where(isIt)
  return row
}
