import { DAY, type Instant, MINUTE, SECOND } from './instant.ts'

/** Why calls to a server wait by themselves. */
export type PauseCause = 'rate_limit' | 'auth' | 'config'

/** What holds the calls to one server back. */
export interface Gate {
  /** Set while calls are paused. */
  readonly pauseCause: PauseCause | null
  /** The end of the pause; null: until staff resume it or a connection test succeeds. */
  readonly pausedUntil: Instant | null
  /** Calls in a row that found the server unreachable or failing. */
  readonly failures: number
  /** Until then the breaker lets nothing pass; then one claim, the probe. */
  readonly openUntil: Instant | null
}

/** A gate that holds nothing back. */
export const OPEN_GATE: Gate = { pauseCause: null, pausedUntil: null, failures: 0, openUntil: null }

/** So many failures in a row open the breaker. */
export const BREAKER_FAILURES = 5

/** How long the breaker stays open, after the first opening and each probe that failed. */
const BREAKER_LADDER_MS = [30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE] as const
const BREAKER_LONGEST_MS = 15 * MINUTE

/** A server may ask us to wait, not to stay away. */
const SHORTEST_PAUSE_MS = SECOND
const LONGEST_PAUSE_MS = DAY

/** What one call told about its server, whatever it told about the service. */
export type CallFinding =
  /** It answered: also a refusal is an answer. */
  | { readonly kind: 'answered' }
  /** A test found credentials and settings in order. */
  | { readonly kind: 'well' }
  /** It could not be reached, answered with an error of its own, or not at all. */
  | { readonly kind: 'failing' }
  /** It asks us to wait (429 with Retry-After). */
  | { readonly kind: 'rate_limited'; readonly retryAfterMs: number }
  /** Our credentials or settings are refused: no call can do better until somebody acts. */
  | { readonly kind: 'locked_out'; readonly cause: 'auth' | 'config' }

/** Whether calls are paused at this moment. */
export function isPaused(gate: Gate, now: Instant): boolean {
  return gate.pauseCause !== null && (gate.pausedUntil === null || gate.pausedUntil > now)
}

/** How long to wait for a server that named a time: between a second and a day. */
export function boundedWait(retryAfterMs: number): number {
  if (Number.isNaN(retryAfterMs)) return SHORTEST_PAUSE_MS
  return Math.min(Math.max(retryAfterMs, SHORTEST_PAUSE_MS), LONGEST_PAUSE_MS)
}

/**
 * The gate after a call. Five failures in a row open the breaker; a failure while it is open belongs
 * to a call that began before and lengthens nothing; one of the probe opens it again, for longer. Any
 * other answer closes it. A pause is never shortened by a second one, and one that waits for staff
 * is not replaced by one that ends.
 */
export function afterCall(gate: Gate, finding: CallFinding, now: Instant): Gate {
  switch (finding.kind) {
    case 'answered':
      return closedBreaker(gate)
    case 'well':
      return gate.pauseCause === 'rate_limit' ? closedBreaker(gate) : OPEN_GATE
    case 'failing':
      return failing(gate, now)
    case 'rate_limited':
      return rateLimited(closedBreaker(gate), now + boundedWait(finding.retryAfterMs), now)
    case 'locked_out':
      return { ...closedBreaker(gate), pauseCause: finding.cause, pausedUntil: null }
  }
}

function closedBreaker(gate: Gate): Gate {
  return gate.failures === 0 ? gate : { ...gate, failures: 0, openUntil: null }
}

function failing(gate: Gate, now: Instant): Gate {
  if (gate.openUntil !== null && gate.openUntil > now) return gate
  const failures = gate.failures + 1
  if (failures < BREAKER_FAILURES) return { ...gate, failures }
  const wait = BREAKER_LADDER_MS[failures - BREAKER_FAILURES] ?? BREAKER_LONGEST_MS
  return { ...gate, failures, openUntil: now + wait }
}

function rateLimited(gate: Gate, until: Instant, now: Instant): Gate {
  if (isPaused(gate, now) && (gate.pausedUntil === null || gate.pausedUntil >= until)) return gate
  return { ...gate, pauseCause: 'rate_limit', pausedUntil: until }
}

/** How staff see a gate: the strongest of what holds back. */
export type GateState = 'open' | 'paused' | 'broken' | 'suspended'

/** The state and when it changes by itself; null when it does not. */
export function gateState(
  gate: Gate,
  { suspended, now }: { suspended: boolean; now: Instant },
): { state: GateState; until: Instant | null } {
  if (suspended) return { state: 'suspended', until: null }
  if (isPaused(gate, now)) return { state: 'paused', until: gate.pausedUntil }
  if (gate.failures >= BREAKER_FAILURES) return { state: 'broken', until: gate.openUntil }
  return { state: 'open', until: null }
}

/**
 * So much of a call rate may be used at once: workers without work look once a second. A rate of one
 * call a second or less is kept strictly.
 */
export const RATE_BURST_MS = SECOND

/** Whole milliseconds from one call to the next at a rate, and how much earlier one may come. */
export function rateOf(callsPerMinute: number): { stepMs: number; earlyMs: number } {
  const stepMs = Math.ceil(MINUTE / callsPerMinute)
  return { stepMs, earlyMs: Math.max(0, RATE_BURST_MS - stepMs) }
}
