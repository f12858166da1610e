import type { Instant } from '../../domain/instant.ts'
import type { PeriodBlock } from '../../domain/period-price.ts'
import { newId } from '../../platform/ids.ts'
import { say, sayDay } from '../../platform/text.ts'
import { withCoupon } from '../coupons/coupon-text.ts'
import type { NewLine } from '../documents/open-documents.ts'
import { optionText } from '../options/choose-options.ts'
import type { AutomatedSubject } from '../services/automated-subject.ts'
import type { Renewal } from './facts.ts'

/** Of a service what the lines of its renewal are written from. */
export interface RenewedSubject {
  service: Pick<AutomatedSubject['service'], 'id' | 'name'>
  product: Pick<NonNullable<AutomatedSubject['product']>, 'name'> | null
  customer: Pick<AutomatedSubject['customer'], 'language'>
  /** The business time zone. */
  zone: string
}

interface RenewalOnLines {
  subject: RenewedSubject
  renewal: Pick<Renewal, 'id'>
  offer: { startsAt: Instant; endsAt: Instant; blocks: readonly PeriodBlock[] }
}

/**
 * The lines of a renewal: the service, and each of its recurring options for the same period. Their
 * labels name what is renewed, both dates and the coupon, in the customer's language. The first line
 * is the renewal; the others are nothing without it.
 */
export function renewalLines({ subject, renewal, offer }: RenewalOnLines): NewLine[] {
  const { service, product, customer, zone } = subject
  const { language } = customer
  const named = product && product.name[language] !== service.name
  const own = named ? `${product.name[language]} – ${service.name}` : service.name
  const from = sayDay(offer.startsAt, zone, language)
  const until = sayDay(offer.endsAt, zone, language)
  const lines = offer.blocks.flatMap(({ periods, parts, discount }) =>
    parts.map(({ option, unitPrice }) => {
      const what = option ? optionText(option, language) : own
      const line = say({ key: 'renewal.line', params: { what, from, until } }, language)
      return { label: withCoupon(line, discount, language), quantity: periods, unitPrice }
    }),
  )
  return lines.map((line, index) => ({
    ...line,
    id: newId(),
    kind: index === 0 ? 'renewal' : 'renewal_part',
    serviceId: service.id,
    renewalId: renewal.id,
    periodStartAt: offer.startsAt,
    periodEndAt: offer.endsAt,
  }))
}
