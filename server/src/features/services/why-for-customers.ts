import { formatMoney } from '../../domain/money.ts'
import { isStaffCause } from '../../domain/service-lifecycle.ts'
import { type Language, say, type Text } from '../../platform/text.ts'
import { causeTexts } from './refusals.ts'
import type { WhyFacts } from './why.ts'

/** For customers: what it means for them and what helps, never a name, note or provider's word. */
export function whyForCustomers(facts: WhyFacts, language: Language): string {
  return say(textOf(facts, language), language)
}

function textOf(facts: WhyFacts, language: Language): Text {
  const { service } = facts.subject
  switch (service.status) {
    case 'pending':
      return { key: service.paidAt ? 'service.client.preparing' : 'service.client.unpaid' }
    case 'active':
      return activeText(facts)
    case 'suspended':
      return suspendedText(facts, language)
    default: {
      const since = { instant: service.endedAt ?? facts.now, zone: facts.subject.zone }
      return { key: `service.why.client.${service.status}`, params: { since } }
    }
  }
}

function activeText({ subject: { service, zone }, now }: WhyFacts): Text {
  if (service.expiresAt === null) return { key: 'service.why.client.active' }
  const params = { until: { instant: service.expiresAt, zone } }
  if (service.cancellationRequestedAt !== null) return { key: 'service.why.client.ends_on', params }
  const lapsed = service.expiresAt <= now
  return { key: `service.why.client.${lapsed ? 'lapsed' : 'active_until'}`, params }
}

/** A cause of our team's counts more than an unpaid document: paying would not start it again. */
function suspendedText({ subject, owed, now }: WhyFacts, language: Language): Text {
  const { service, zone } = subject
  const since = { instant: service.suspendedAt ?? now, zone }
  const causes = service.suspensions.map(({ cause }) => cause)
  const ours = causes.filter(isStaffCause)
  if (ours.length > 0 || causes.length === 0)
    return { key: 'service.why.client.by_staff', params: { since, causes: causeTexts(ours) } }
  if (!causes.includes('overdue'))
    return { key: 'service.why.client.term_ended', params: { since } }
  if (!owed) return { key: 'service.why.client.overdue', params: { since } }
  const { document, amount, currency } = owed
  const params = { since, document, amount: formatMoney({ amount, currency }, language) }
  return { key: 'service.why.client.owes', params }
}
