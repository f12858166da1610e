import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import type { Excess } from '../documents/settlement.ts'
import { addCredit } from './add-credit.ts'
import type { CreditReason } from './tables.ts'

const REASONS: Record<Excess['because'], CreditReason> = {
  withdrawn: 'payment_reversed',
  credited: 'refund',
  ended_service: 'ended_service',
}

/** Money that a document does not need any more becomes credit of its customer. */
export async function excessToCredit(tx: Tx, env: Env, excess: Excess): Promise<void> {
  const { because, ...movement } = excess
  await addCredit(tx, env, { ...movement, reason: REASONS[because] })
}
