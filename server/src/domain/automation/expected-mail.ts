import type { Instant } from '../instant.ts'
import { HOUR } from '../instant.ts'
import type { AutomatedService, Facts, Step } from './types.ts'

/** A mail to the customer that follows a step: its template and when it leaves. */
export interface ExpectedMail {
  readonly template: CustomerMail
  readonly at: Instant
  /**
   * Of what the day's mail lists: where the next day's would leave then or later, it leaves in a
   * further mail of its own day; null when it can wait, and for all other mails.
   */
  readonly latestAt: Instant | null
}

/** A reminder that leaves so little before what it announces comes too late for anybody to act. */
const REMIND_AHEAD_MS = 6 * HOUR

/** The mails that follow steps. What is in `digest` goes in the one mail of the customer's day. */
export type CustomerMail =
  | 'digest'
  | 'service_suspended'
  | 'service_reactivated'
  | 'service_cancelled'
  | 'service_expired'
  | 'service_term_ended'
  | 'service_delivered'
  | 'service_renewed'
  | 'order_reminder'
  | 'order_cancelled'
  | 'receipt'
  | 'charge_refused'
  | 'auto_pay_closed'

/**
 * The mail of a step done at a moment, with the facts before it; null when the step is silent.
 * Good news is told at once, the rest in the mail hours.
 */
export function mailOf(
  step: Step,
  { service, facts }: { readonly service: AutomatedService; readonly facts: Facts },
  at: Instant,
): ExpectedMail | null {
  const { mailAt } = step
  const mail = (template: CustomerMail, leavesAt = mailAt) => ({
    ...{ template, at: leavesAt, latestAt: null },
  })
  switch (step.kind) {
    case 'invoice':
      return mail('digest')
    case 'final_notice':
      // The end counts from the notice: a day that it waits is a day that the customer loses.
      return { ...mail('digest'), latestAt: mailAt }
    case 'remind':
      return step.send ? { ...mail('digest'), latestAt: remindedBefore(step, service) } : null
    case 'suspend':
      return step.operation ? mail('service_suspended') : null
    case 'unsuspend':
      return step.operation ? mail('service_reactivated', at) : null
    case 'cancel':
      return mail('service_cancelled')
    case 'expire':
      return mail(endTemplate(facts))
    case 'deliver':
      return mail('service_delivered', at)
    case 'renew':
      return mail('service_renewed')
    case 'remind_order':
      return mail('order_reminder')
    case 'cancel_order':
      return mail('order_cancelled')
    case 'change_price':
    case 'charge':
    case 'archive':
      return null
  }
}

/** Before the expiry, and before the charge that it announces. */
function remindedBefore(
  { chargeAt }: Extract<Step, { kind: 'remind' }>,
  { expiresAt }: AutomatedService,
): Instant | null {
  if (expiresAt === null) return chargeAt === null ? null : chargeAt - REMIND_AHEAD_MS
  return Math.min(expiresAt, chargeAt ?? expiresAt) - REMIND_AHEAD_MS
}

function endTemplate({ causes }: Facts): 'service_expired' | 'service_term_ended' {
  const isTerm = causes.some(({ cause }) => cause === 'term_ended')
  return isTerm ? 'service_term_ended' : 'service_expired'
}
