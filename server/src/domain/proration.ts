import type { Instant } from './instant.ts'
import { roundHalfUp } from './money.ts'

/**
 * What the rest of a period costs: the price by the share of time that is left, rounded half up.
 * All of it before the period starts, nothing once it is over.
 */
export function proratedPrice(
  price: bigint,
  now: Instant,
  period: { readonly startsAt: Instant; readonly endsAt: Instant },
): bigint {
  const whole = period.endsAt - period.startsAt
  const left = Math.min(whole, Math.max(0, period.endsAt - now))
  return whole <= 0 ? 0n : roundHalfUp(price * BigInt(left), BigInt(whole))
}
