import { type Cycle, isRecurring } from '../../domain/cycle.ts'
import { type Instant, LATEST_TYPED } from '../../domain/instant.ts'
import { type Metadata, validateMetadata } from '../../domain/metadata.ts'
import { escapePointer } from '../../platform/form-input.ts'
import type { MoneyJson } from '../../platform/json.ts'
import { fieldError } from '../catalog/texts.ts'

/** The terms of a service as staff want them, from a new one or an edit. */
export interface WantedTerms {
  cycle: Cycle
  currency: string
  /** Minor units. */
  price: bigint
  expiresAt: Instant | null
  /** The amounts that the request names. */
  typed: { price?: MoneyJson; initialPrice?: MoneyJson }
  /** The expiry is set by this request, to a moment that staff confirmed even if it has passed. */
  expiry: { isSet: boolean; confirmPast: boolean; isNeeded: boolean }
  metadata: Metadata
}

/** Every field of a service's terms that cannot be as it is wanted, by JSON pointer. */
export function termErrors(terms: WantedTerms, now: Instant) {
  const { cycle, currency, expiresAt, expiry } = terms
  const errors = validateMetadata(terms.metadata).map(({ key, code }) =>
    fieldError(`/metadata/${escapePointer(key)}`, code),
  )
  for (const field of ['price', 'initialPrice'] as const) {
    const typed = terms.typed[field]
    if (typed && typed.currency !== currency)
      errors.push(fieldError(`/${field}/currency`, 'other_currency', { currency }))
  }
  if (cycle === 'free' && terms.price > 0n)
    errors.push(fieldError('/price/amount', 'free_costs_nothing'))
  if (isRecurring(cycle)) {
    if (expiry.isNeeded && expiresAt === null)
      errors.push(fieldError('/expiresAt', 'term_needs_expiry'))
  } else if (expiresAt !== null) errors.push(fieldError('/expiresAt', 'no_expiry_for_life'))
  const passed = expiry.isSet && expiresAt !== null && expiresAt <= now
  if (passed && !expiry.confirmPast) errors.push(fieldError('/expiresAt', 'expiry_has_passed'))
  if (expiry.isSet && expiresAt !== null && expiresAt > LATEST_TYPED)
    errors.push(fieldError('/expiresAt', 'expiry_too_far'))
  return errors
}
