import { isRecurring } from '../../../domain/cycle.ts'
import { allowed, refused, type Verdict } from '../../../platform/action.ts'
import type { Text } from '../../../platform/text.ts'
import { methodFor } from '../methods/queries.ts'
import type { AutoPaySubject } from './auto-pay-subject.ts'

export interface AutoPayWish {
  /** What is charged; null = the customer's default. */
  methodId: string | null
  /** The customer's credit pays first. */
  useCredit: boolean
}

/**
 * May auto-pay be switched on, or changed? Never where nothing renews, never past the expiry: what
 * is overdue is paid by hand first. A planned cancellation is not undone silently.
 */
export function checkAutoPay(
  subject: AutoPaySubject,
  wish: AutoPayWish | null,
  now: number,
): Verdict {
  const { service, methods } = subject
  if (service.endedAt !== null) return refused('already_ended')
  if (!isRecurring(service.cycle)) return refused('auto_pay_not_recurring')
  if (service.cancellationRequestedAt !== null) return refused('auto_pay_cancelling')
  const isExpired = service.expiresAt !== null && service.expiresAt <= now
  if (isExpired && !service.autoPay) return refused('auto_pay_after_expiry')
  if (!wish) return methods.length > 0 ? allowed() : refused('auto_pay_no_method')
  const isKnown = wish.methodId === null || methods.some(({ id }) => id === wish.methodId)
  if (!isKnown) return refused('auto_pay_unknown_method')
  const method = methodFor({ autoPayMethodId: wish.methodId }, methods)
  if (!method && !wish.useCredit) return refused('auto_pay_no_method')
  const effects: Text[] = []
  const days = subject.policy.values.autopayLeadDays
  if (method) {
    const key = `service.effect.auto_pay_on${wish.methodId === null ? '_default' : ''}`
    effects.push({ key, params: { method: method.label, days } })
  }
  if (wish.useCredit) effects.push({ key: 'service.effect.auto_pay_credit' })
  return allowed(...effects)
}
