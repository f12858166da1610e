import type { Money } from '../../i18n/format.ts'
import type { ServicePage, ServiceRenewal } from '../services/service-requests.ts'

/** What a period costs, and where it is asked for. */
export interface PeriodPrice {
  price: Money
  cycle: string
  /** Periods that the price is for. */
  periods: number
  startsAt: string | null
  endsAt: string | null
  document: { id: string; name: string } | null
}

type Facts = Pick<
  ServicePage,
  | 'price'
  | 'recurringTotal'
  | 'initialPrice'
  | 'cycle'
  | 'expiresAt'
  | 'endedAt'
  | 'cancellationScheduled'
  | 'deliveredAt'
  | 'plannedPrice'
>

const WITHOUT_TERM = new Set(['onetime', 'free'])

/**
 * What the running period cost and what the next one will: the last renewal that was paid, else the
 * first period; the open renewal, else what the service costs from here
 * on, at the announced price if that counts by then. Nothing comes next for a service that has ended,
 * will end, or has no term.
 */
export function periodPrices(
  service: Facts,
  renewals: readonly ServiceRenewal[],
): { present: PeriodPrice; next: PeriodPrice | null } {
  const latest = renewals
    .filter((renewal) => renewal.state === 'applied')
    .reduce<ServiceRenewal | null>(
      (last, one) => (last && last.periodEndAt >= one.periodEndAt ? last : one),
      null,
    )
  const present = latest
    ? ofRenewal(latest)
    : {
        price: service.initialPrice,
        cycle: service.cycle,
        periods: 1,
        startsAt: service.deliveredAt,
        endsAt: service.expiresAt,
        document: null,
      }
  const open = renewals.find((renewal) => renewal.state === 'open')
  if (service.endedAt !== null || service.cancellationScheduled) return { present, next: null }
  if (open) return { present, next: ofRenewal(open) }
  if (WITHOUT_TERM.has(service.cycle)) return { present, next: null }
  const { cycle, expiresAt, plannedPrice: planned } = service
  const counts = planned !== null && expiresAt !== null && planned.from <= expiresAt
  const price = counts ? planned.total : (service.recurringTotal ?? service.price)
  const next = { price, cycle, periods: 1, startsAt: expiresAt, endsAt: null, document: null }
  return { present, next }
}

function ofRenewal(renewal: ServiceRenewal): PeriodPrice {
  const { price, cycle, periods, periodStartAt, periodEndAt, document } = renewal
  return { price, cycle, periods, startsAt: periodStartAt, endsAt: periodEndAt, document }
}
