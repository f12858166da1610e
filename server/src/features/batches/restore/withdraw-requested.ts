import { z } from 'zod'
import type { Env } from '../../../context.ts'
import { defineAction, refused } from '../../../platform/action.ts'
import { withdrawRenewal } from '../../renewals/actions/withdraw-renewal.ts'
import { type RenewableSubject, renewableSubject } from '../../renewals/facts.ts'

const input = z.strictObject({ renewalId: z.uuid() })

/** Withdraws the renewal that a batch asked for, while it is open; a later one is left alone. */
export const withdrawRequested = defineAction({
  id: 'service.withdraw_requested',
  on: renewableSubject,
  permission: withdrawRenewal.permission,
  audiences: ['staff'],
  summary: 'Withdraw the renewal that a batch asked for',
  input,
  output: withdrawRenewal.output,
  check: (subject: RenewableSubject, wish: z.infer<typeof input> | null, env) =>
    wish && subject.openRenewal?.id !== wish.renewalId
      ? refused('no_open_renewal')
      : withdrawRenewal.check(subject, null, env),
  run: (tx, subject, _input, env: Env) => withdrawRenewal.run(tx, subject, {}, env),
})
