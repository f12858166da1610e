import type { Instant } from '../domain/instant.ts'

/** The one source of "now". Everything that decides is handed an instant read from here. */
export interface Clock {
  now(): Instant
}

/** A clock that can be set ahead of the machine's: the sandbox's and the tests'. */
export interface MovableClock extends Clock {
  /** Makes the clock read `to`; it goes on ticking unless it is frozen. */
  set(to: Instant): void
  readonly movable: true
}

export const systemClock: Clock = { now: () => Date.now() }

/** Ticks with the machine's clock, shifted by an offset that `set` changes. */
export function shiftedClock(offsetMs = 0): MovableClock {
  let offset = offsetMs
  return {
    movable: true,
    now: () => Date.now() + offset,
    set(to) {
      offset = to - Date.now()
    },
  }
}

/** Stands still at `at` until it is set again. Tests read exact instants with it. */
export function frozenClock(at: Instant): MovableClock {
  let current = at
  return {
    movable: true,
    now: () => current,
    set(to) {
      current = to
    },
  }
}

export function isMovable(clock: Clock): clock is MovableClock {
  return 'movable' in clock
}
