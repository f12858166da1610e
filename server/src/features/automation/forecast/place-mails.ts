import {
  type BusinessCalendar,
  type DigestItem,
  digestDepartures,
  type ForecastStep,
  type KnownDigest,
  type ServiceForecast,
} from '../../../domain/automation/index.ts'
import { DAY, type Instant } from '../../../domain/instant.ts'
import { type OpeningHours, policyValue } from '../../../domain/policy.ts'
import { nextInWindow } from '../../../domain/window.ts'
import { type Forecasted, forecastAgain } from './forecast-customer.ts'
import type { CustomerCredit } from './load-credits.ts'

/** When mails may leave that are not about one service. */
export interface MailHours {
  zone: string
  momentIn(hours: OpeningHours): (at: Instant) => Instant
}

/** Customers with the same hours share what is known of their days. */
export function mailHoursOf({ zone, holidays }: BusinessCalendar): MailHours {
  const known = new Map<string, (at: Instant) => Instant>()
  return {
    zone,
    momentIn({ fromHour, toHour, weekends, holidays: open }) {
      const key = `${fromHour} ${toHour} ${weekends} ${open}`
      const same = known.get(key)
      if (same) return same
      const window = { fromHour, toHour, weekends, closedOn: open ? [] : holidays }
      const moment = (at: Instant) => nextInWindow(at, window, zone)
      known.set(key, moment)
      return moment
    },
  }
}

/** What is known of a customer besides the services. */
interface CustomerFacts {
  /** Mails of a day that exist already. */
  known: readonly KnownDigest[]
  credit: CustomerCredit | undefined
}

/**
 * Puts what one customer's services tell into the customer's mails of the day. Where the mail of a
 * document leaves later than planned, what follows from it is worked out again, once: a reminder
 * may be dropped beside it, a suspension wait for its notice.
 */
export function placeMails(
  services: readonly Forecasted[],
  hours: MailHours,
  { known, credit }: CustomerFacts,
): readonly Forecasted[] {
  const [first] = services
  if (!first) return services
  const { policyLayers } = first.state.subject
  const layers = {
    customer: policyLayers.customer ?? null,
    installation: policyLayers.installation,
  }
  const rules = {
    zone: hours.zone,
    mailMoment: hours.momentIn(policyValue('monthly', layers, 'mailHours')),
    known,
  }
  const place = (own: readonly Forecasted[]) =>
    digestDepartures(
      own.flatMap(({ forecast }) => items(forecast)),
      rules,
    )
  const { told, departures } = withoutPaid(services, place)
  const delays = delaysOf(told, departures)
  if (delays.size === 0) return moveMails(told, departures)
  const later = told.map((one) => {
    const mailedLater = delays.get(one)
    return mailedLater ? { ...one, horizon: { ...one.horizon, mailedLater } } : one
  })
  const again = forecastAgain(later, ({ horizon }) => horizon.mailedLater !== undefined, credit)
  const placed = withoutPaid(again, place)
  return moveMails(placed.told, placed.departures)
}

type Place = (own: readonly Forecasted[]) => readonly Instant[]

/**
 * When the mails leave that are still needed then: what is paid before its mail leaves is not
 * listed, and a mail that has nothing else to tell leaves the day to another.
 */
function withoutPaid(services: readonly Forecasted[], place: Place) {
  const departures = place(services)
  const dropped = paidBeforeMail(services, departures)
  if (dropped.size === 0) return { told: services, departures }
  const told = services.map((one) => {
    const steps = one.forecast.steps.map((step) =>
      dropped.has(step) ? { ...step, mail: null } : step,
    )
    return { ...one, forecast: { ...one.forecast, steps } }
  })
  return { told, departures: place(told) }
}

function paidBeforeMail(services: readonly Forecasted[], departures: readonly Instant[]) {
  const dropped = new Set<ForecastStep>()
  let n = 0
  for (const { forecast } of services)
    for (const [index, step] of forecast.steps.entries()) {
      if (!isListed(step)) continue
      const leavesAt = departures[n++] ?? step.at
      if (forecast.paid.some(({ at, stepsBefore }) => index < stepsBefore && at < leavesAt))
        dropped.add(step)
    }
  return dropped
}

const isListed = ({ mail }: ForecastStep) => mail?.template === 'digest'

function items({ steps }: ServiceForecast): DigestItem[] {
  return steps.flatMap(({ at, mail }) =>
    mail?.template === 'digest' ? [{ at, mailAt: mail.at, latestAt: mail.latestAt }] : [],
  )
}

/** By service, when the mails of its documents leave that do not leave as planned. */
function delaysOf(services: readonly Forecasted[], departures: readonly Instant[]) {
  const delays = new Map<Forecasted, Map<Instant, Instant>>()
  let n = 0
  for (const service of services)
    for (const step of service.forecast.steps.filter(isListed)) {
      const leavesAt = departures[n++] ?? step.at
      if (step.step !== 'invoice' || leavesAt === step.mail?.at) continue
      if (!changesWhatFollows(service, step, leavesAt)) continue
      const own = delays.get(service) ?? new Map<Instant, Instant>()
      delays.set(service, own.set(step.at, leavesAt))
    }
  return delays
}

/** A reminder would stand beside the mail, or a suspension come before its notice is over. */
function changesWhatFollows(
  { input, forecast }: Forecasted,
  { at: madeAt }: ForecastStep,
  leavesAt: Instant,
): boolean {
  const noticed = leavesAt + (1 + input.policy.values.minNoticeDays) * DAY
  return forecast.steps.some(({ step, at }) => {
    if (at < madeAt) return false
    return step === 'remind' ? at < leavesAt + DAY : step === 'suspend' && at < noticed
  })
}

function moveMails(
  services: readonly Forecasted[],
  departures: readonly Instant[],
): readonly Forecasted[] {
  let n = 0
  return services.map((service) => {
    const steps = service.forecast.steps.map((step) => {
      const { mail } = step
      if (mail?.template !== 'digest') return step
      const at = departures[n++] ?? mail.at
      return at === mail.at ? step : { ...step, mail: { ...mail, at } }
    })
    return { ...service, forecast: { ...service.forecast, steps } }
  })
}
