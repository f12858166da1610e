import type { Instant } from '../instant.ts'
import type { Facts, Step } from './types.ts'

/** A mail to the customer that follows a step: its template and when it leaves. */
export interface ExpectedMail {
  readonly template: CustomerMail
  readonly at: Instant
}

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

/**
 * The mail of a step done at a moment, with the facts before it; null when the step is silent.
 * Good news is told at once, the rest in the mail hours.
 */
export function mailOf(step: Step, facts: Facts, at: Instant): ExpectedMail | null {
  const { mailAt } = step
  switch (step.kind) {
    case 'invoice':
    case 'final_notice':
      return { template: 'digest', at: mailAt }
    case 'remind':
      return step.send ? { template: 'digest', at: mailAt } : null
    case 'suspend':
      return step.operation ? { template: 'service_suspended', at: mailAt } : null
    case 'unsuspend':
      return step.operation ? { template: 'service_reactivated', at } : null
    case 'cancel':
      return { template: 'service_cancelled', at: mailAt }
    case 'expire':
      return { template: endTemplate(facts), at: mailAt }
    case 'deliver':
      return { template: 'service_delivered', at }
    case 'renew':
      return { template: 'service_renewed', at: mailAt }
    case 'remind_order':
      return { template: 'order_reminder', at: mailAt }
    case 'cancel_order':
      return { template: 'order_cancelled', at: mailAt }
    case 'change_price':
    case 'charge':
    case 'archive':
      return null
  }
}

function endTemplate({ causes }: Facts): 'service_expired' | 'service_term_ended' {
  const isTerm = causes.some(({ cause }) => cause === 'term_ended')
  return isTerm ? 'service_term_ended' : 'service_expired'
}
