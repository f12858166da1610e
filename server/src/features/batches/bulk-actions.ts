import type { z } from 'zod'
import type { AnyAction } from '../../platform/feature.ts'
import { cancelService } from '../cancellation/actions/cancel-service.ts'
import { undoCancellation } from '../cancellation/actions/undo-cancellation.ts'
import { setAutoPay, stopAutoPay } from '../payments/auto-pay/actions.ts'
import { applyPrice } from '../renewals/actions/apply-price.ts'
import { undoPriceChange } from '../renewals/actions/undo-price-change.ts'
import { withdrawRenewal } from '../renewals/actions/withdraw-renewal.ts'
import { addDaysToService, subtractDays } from '../services/actions/change-days.ts'
import { deleteService } from '../services/actions/delete.ts'
import { deliver } from '../services/actions/deliver.ts'
import { hold, pauseAutomation, release, resumeAutomation } from '../services/actions/hold.ts'
import { redeliver } from '../services/actions/redeliver.ts'
import { setPolicy } from '../services/actions/set-policy.ts'
import { suspend } from '../services/actions/suspend.ts'
import { terminate } from '../services/actions/terminate.ts'
import { unsuspend } from '../services/actions/unsuspend.ts'
import type { ServiceSubject } from '../services/subject.ts'
import { renewMany } from './renew-many.ts'

/** An action that may be done to many services at once. */
export interface BulkAction {
  /** What is done to each; its input is the form of the whole batch. */
  action: AnyAction
  /** It takes away what cannot be brought back. */
  destructive: boolean
  /** The number of services is typed to confirm it. */
  typedConfirmation: boolean
}

const plain = (action: unknown, destructive = false): BulkAction => ({
  action: action as AnyAction,
  destructive,
  typedConfirmation: false,
})

interface ConfirmedByName {
  input: z.ZodType
}

/**
 * An action that asks for the service's name, typed: of many, their number is asked for instead
 * when the batch is confirmed, and each gets its own name.
 */
function confirmedByNumber(action: ConfirmedByName): BulkAction {
  const one = action as unknown as AnyAction
  const named = (subject: unknown, input: unknown) => ({
    ...(input as object),
    confirm: (subject as ServiceSubject).service.name,
  })
  return {
    destructive: true,
    typedConfirmation: true,
    action: {
      ...one,
      input: (action.input as z.ZodObject).omit({ confirm: true }),
      check: (subject, input, env) => one.check(subject, input && named(subject, input), env),
      run: (tx, subject, input, env) => one.run(tx, subject, named(subject, input), env),
    },
  }
}

const all: readonly BulkAction[] = [
  plain(suspend),
  plain(unsuspend),
  plain(cancelService, true),
  confirmedByNumber(terminate),
  plain(deleteService, true),
  plain(renewMany),
  plain(withdrawRenewal),
  plain(applyPrice),
  plain(undoPriceChange),
  plain(addDaysToService),
  plain(subtractDays),
  plain(deliver),
  confirmedByNumber(redeliver),
  plain(setAutoPay),
  plain(stopAutoPay),
  plain(setPolicy),
  plain(hold),
  plain(release),
  plain(undoCancellation),
  plain(pauseAutomation),
  plain(resumeAutomation),
]

/** By the action's id. */
export const bulkActions: ReadonlyMap<string, BulkAction> = new Map(
  all.map((bulk) => [bulk.action.id, bulk]),
)
