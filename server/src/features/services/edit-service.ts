import type { Env } from '../../context.ts'
import { addDays, localParts } from '../../domain/calendar.ts'
import { isRecurring } from '../../domain/cycle.ts'
import { DAY, type Instant } from '../../domain/instant.ts'
import { optionsInCycle } from '../../domain/period-price.ts'
import type { Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { parseInstant } from '../../platform/json.ts'
import { type FieldError, Problem, refuse } from '../../platform/problem.ts'
import type { Text } from '../../platform/text.ts'
import { fieldError } from '../catalog/texts.ts'
import { businessSettings } from '../settings/business.ts'
import { readSettings } from '../settings/sections.ts'
import { changeService, type ServiceChanges } from './change.ts'
import { termErrors } from './check-terms.ts'
import { effectsOfEdit } from './edit-effects.ts'
import type { Service, ServiceSubject } from './subject.ts'
import type { ServiceChangesBody } from './write-schemas.ts'

/** After an edit that makes a service overdue it is not suspended for so long. */
const GRACE_MS = DAY

/** What an ended service keeps for good. */
const FINAL_WHEN_ENDED = ['price', 'currency', 'cycle', 'expiresAt', 'maxRenewals'] as const
/** Of these the open renewal was asked for as they were. */
const OFFERED = ['price', 'currency', 'cycle'] as const

/**
 * Staff edit a locked service. An open renewal stays when the expiry moves (paid, it adds its cycle
 * to the expiry as it is then); when price, currency or cycle change, the request says what becomes
 * of it. Answers what follows, in words.
 */
export async function editService(
  tx: Tx,
  env: Env,
  subject: ServiceSubject,
  wanted: ServiceChangesBody,
): Promise<Text[]> {
  const { service } = subject
  const { currencies } = await readSettings(tx, businessSettings)
  const set = columnsOf(subject, wanted, { now: env.now, currencies })
  if (service.endedAt !== null && FINAL_WHEN_ENDED.some((column) => column in set))
    throw refuse('already_ended')
  const { hasOpenRenewal, renewalRemade } = env.ctx.settlements.services
  const isOpen = await hasOpenRenewal(tx, service.id)
  if (set.cycle !== undefined && !isRecurring(set.cycle)) refuseToLoseTerm(service, isOpen)
  const asks = isOpen && OFFERED.some((column) => column in set)
  if (asks && wanted.openRenewal === undefined)
    throw new Problem('invalid', { errors: [fieldError('/openRenewal', 'renewal_is_open')] })
  if (Object.keys(set).length === 0) return []
  const renewal = asks ? wanted.openRenewal : isOpen ? 'keep' : undefined
  const effects = effectsOfEdit(subject, set, { renewal, env })
  const changed = await changeService(tx, env, service, { set, entry: { kind: 'service.edited' } })
  if (asks && wanted.openRenewal === 'remake') await renewalRemade(tx, env, service.id)
  if ('expiresAt' in set) tellNewEnd(tx, changed)
  return effects
}

/** A service for life has no period that an open renewal could extend or a cancellation wait for. */
function refuseToLoseTerm({ cancellationRequestedAt }: Service, hasOpenRenewal: boolean): void {
  const errors: FieldError[] = []
  if (hasOpenRenewal) errors.push(fieldError('/cycle', 'term_has_open_renewal'))
  if (cancellationRequestedAt !== null) errors.push(fieldError('/cycle', 'term_has_cancellation'))
  if (errors.length > 0) throw new Problem('invalid', { errors })
}

/** Who scheduled a cancellation for the end of the period is told that the end has moved. */
export function tellNewEnd(tx: Tx, { id, cancellationRequestedAt, endedAt }: Service): void {
  if (cancellationRequestedAt === null || endedAt !== null) return
  emit(tx, 'service.cancellation_requested', [{ serviceId: id, when: 'end_of_period' }])
}

/**
 * The columns that really change with another expiry: the day that renewals come back to moves with
 * it, and a service that becomes overdue by it has a day left.
 */
export function expiryColumns(
  subject: ServiceSubject,
  expiresAt: Instant | null,
  now: Instant,
): ServiceChanges {
  const { service, zone } = subject
  if (expiresAt === service.expiresAt) return {}
  if (expiresAt === null) return { expiresAt, anchorDay: null, graceUntil: null }
  const { suspendAfterDays } = subject.policy.values
  return {
    expiresAt,
    anchorDay: localParts(expiresAt, zone).day,
    ...graceColumns(subject, { expiresAt, suspendAfterDays }, now),
  }
}

/** A day without a suspension for a service that an edit makes overdue; else nothing. */
export function graceColumns(
  { zone, overdue }: ServiceSubject,
  term: { expiresAt: Instant | null; suspendAfterDays: number },
  now: Instant,
): Pick<ServiceChanges, 'graceUntil'> {
  if (overdue || term.expiresAt === null) return {}
  const becomesOverdue = addDays(term.expiresAt, term.suspendAfterDays, zone) <= now
  return becomesOverdue ? { graceUntil: now + GRACE_MS } : {}
}

function columnsOf(
  subject: ServiceSubject,
  wanted: ServiceChangesBody,
  { now, currencies }: { now: Instant; currencies: readonly string[] },
): ServiceChanges {
  const { service } = subject
  const currency = wanted.currency ?? service.currency
  const cycle = wanted.cycle ?? service.cycle
  const price = wanted.price ? BigInt(wanted.price.amount) : service.price
  const isSet = typeof wanted.expiresAt === 'string'
  const expiresAt = expiryOf(service, wanted, isRecurring(cycle))
  const errors = termErrors(
    {
      ...{ cycle, currency, price, expiresAt },
      metadata: wanted.metadata ?? {},
      typed: { price: wanted.price, initialPrice: wanted.initialPrice },
      expiry: {
        isSet: isSet && expiresAt !== service.expiresAt,
        confirmPast: wanted.confirmPast,
        isNeeded: service.status === 'active' || service.status === 'suspended',
      },
    },
    now,
  )
  if (currency !== service.currency) errors.push(...currencyErrors(wanted, currency, currencies))
  const options = optionsInCycle(service, cycle)
  if (!options) errors.push(fieldError('/cycle', 'option_not_priced'))
  if (currency !== service.currency && isPricedIn(service))
    errors.push(fieldError('/currency', 'priced_in_currency', { currency: service.currency }))
  if (errors.length > 0) throw new Problem('invalid', { errors })
  const { name, description, notes, maxRenewals, metadata, initialPrice } = wanted
  const wish: ServiceChanges = {
    ...{ name, description, notes, maxRenewals, metadata, cycle, currency, price },
    initialPrice: initialPrice && BigInt(initialPrice.amount),
    options: options ?? undefined,
  }
  return { ...changedOnly(service, wish), ...expiryColumns(subject, expiresAt, now) }
}

/** Amounts mean nothing in another currency: both prices are said anew. */
function currencyErrors(
  wanted: ServiceChangesBody,
  currency: string,
  currencies: readonly string[],
): FieldError[] {
  const errors: FieldError[] = []
  if (!currencies.includes(currency)) {
    const offered = currencies.join(', ')
    errors.push(fieldError('/currency', 'currency_not_offered', { currencies: offered }))
  }
  for (const field of ['price', 'initialPrice'] as const)
    if (!wanted[field]) errors.push(fieldError(`/${field}`, 'price_in_currency', { currency }))
  return errors
}

/** Whether options or a coupon hold amounts in the service's currency. */
function isPricedIn({ options, discount }: Service): boolean {
  return discount?.kind === 'fixed' || options.some(({ price }) => price !== '0')
}

/** A service for life has no expiry; without a word about it the expiry stays. */
function expiryOf(
  service: Service,
  { expiresAt }: ServiceChangesBody,
  recurring: boolean,
): Instant | null {
  if (expiresAt === undefined) return recurring ? service.expiresAt : null
  return expiresAt === null ? null : parseInstant(expiresAt, '/expiresAt')
}

/** Leaves out what is not asked for and what is so already. */
function changedOnly(service: Service, wish: ServiceChanges): ServiceChanges {
  const text = (value: unknown) =>
    typeof value === 'object' && value !== null
      ? JSON.stringify(Object.entries(value).sort())
      : String(value)
  return Object.fromEntries(
    Object.entries(wish).filter(
      ([column, value]) =>
        value !== undefined && text(value) !== text(service[column as keyof Service]),
    ),
  )
}
