import {
  type BusinessCalendar,
  type DaysHorizon,
  type DaysInput,
  type DigestItem,
  digestDepartures,
  type ForecastStep,
  forecastDays,
  type KnownDigest,
  type ServiceForecast,
} from '../../../domain/automation/index.ts'
import { DAY, type Instant } from '../../../domain/instant.ts'
import { type OpeningHours, policyValue } from '../../../domain/policy.ts'
import { nextInWindow } from '../../../domain/window.ts'
import type { AutomationState } from '../load-states.ts'

/** A service of a customer with its forecast, each of whose mails stands for itself. */
interface Forecasted {
  state: AutomationState
  input: DaysInput
  horizon: DaysHorizon
  forecast: ServiceForecast
}

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

/**
 * Puts what one customer's services tell into the customer's mails of the day. Where the mail of a
 * document leaves later than planned, what follows from it is worked out again, once: a reminder
 * may be dropped beside it, a suspension wait for its notice.
 */
export function placeMails(
  services: readonly Forecasted[],
  hours: MailHours,
  known: ReadonlyMap<string, readonly KnownDigest[]>,
): void {
  const [first] = services
  if (!first) return
  const { customer, policyLayers } = first.state.subject
  const layers = {
    customer: policyLayers.customer ?? null,
    installation: policyLayers.installation,
  }
  const rules = {
    zone: hours.zone,
    mailMoment: hours.momentIn(policyValue('monthly', layers, 'mailHours')),
    known: known.get(customer.id) ?? [],
  }
  const place = () =>
    digestDepartures(
      services.flatMap(({ forecast }) => items(forecast)),
      rules,
    )
  const departures = place()
  const delays = delaysOf(services, departures)
  for (const [service, mailedLater] of delays)
    service.forecast = forecastDays(service.input, { ...service.horizon, mailedLater })
  moveMails(services, delays.size === 0 ? departures : place())
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

function moveMails(services: readonly Forecasted[], departures: readonly Instant[]): void {
  let n = 0
  for (const service of services) {
    const steps = service.forecast.steps.map((step) => {
      const { mail } = step
      if (mail?.template !== 'digest') return step
      const at = departures[n++] ?? mail.at
      return at === mail.at ? step : { ...step, mail: { ...mail, at } }
    })
    service.forecast = { ...service.forecast, steps }
  }
}
