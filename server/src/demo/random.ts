import type { Instant } from '../domain/instant.ts'

/** Chance that comes out the same each time, from a seed number. */
export interface Random {
  /** From 0 up to, but not, 1. */
  next(): number
  /** A whole number, both ends included. */
  int(from: number, to: number): number
  chance(probability: number): boolean
  pick<T>(list: readonly T[]): T
  /** Each thing as often as its weight says. */
  weighted<T>(choices: readonly (readonly [T, number])[]): T
}

/** A generator of 32 bits of state (mulberry32): plenty for names and dates, useless for secrets. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const pick = <T>(list: readonly T[]): T => {
    if (list.length === 0) throw new RangeError('nothing to pick from')
    return list[Math.floor(next() * list.length)] as T
  }
  return {
    next,
    pick,
    int: (from, to) => from + Math.floor(next() * (to - from + 1)),
    chance: (probability) => next() < probability,
    weighted(choices) {
      let left = next() * choices.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [thing, weight] of choices) {
        left -= weight
        if (left < 0) return thing
      }
      return (choices.at(-1) as (typeof choices)[number])[0]
    },
  }
}

/** A uuid version 7 of a past moment, so that rows made up sort as if they had been made then. */
export function idAt(random: Random, at: Instant): string {
  const hex = Math.floor(at).toString(16).padStart(12, '0')
  const part = (bits: number) =>
    Math.floor(random.next() * 2 ** bits)
      .toString(16)
      .padStart(bits / 4, '0')
  const variant = '89ab'[random.int(0, 3)]
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7${part(12)}-${variant}${part(12)}-${part(24)}${part(24)}`
}
