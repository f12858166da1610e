import type { Instant } from '../../domain/instant.ts'
import { defineProblems, Problem } from '../../platform/problem.ts'
import type { Suspicion } from './judge.ts'

defineProblems({
  safe_mode: {
    status: 409,
    en: 'Berth is in safe mode: nothing is sent, charged, numbered or delivered until an owner has confirmed that this is production.',
    fr: 'Berth est en mode sans échec : rien n’est envoyé, prélevé, numéroté ni livré tant qu’un propriétaire n’a pas confirmé qu’il s’agit de la production.',
  },
})

export interface SafeModeState {
  since: Instant
  because: Suspicion
  /** Staff said that this is a copy: it stays like this for good. */
  isCopy: boolean
}

/** Whether this process may do anything that is seen outside. Kept current by `watchInstallation`. */
export interface SafeMode {
  readonly current: SafeModeState | null
  set(state: SafeModeState | null): void
  /** Told after each change. */
  onChange(listener: () => void): void
}

export function openSafeMode(): SafeMode {
  let current: SafeModeState | null = null
  const listeners: (() => void)[] = []
  return {
    get current() {
      return current
    },
    set(state) {
      const changed = state?.since !== current?.since || state?.isCopy !== current?.isCopy
      current = state
      if (changed) for (const listener of listeners) listener()
    },
    onChange(listener) {
      listeners.push(listener)
    },
  }
}

/** For whatever sends, charges, numbers, delivers or asks others: refused in safe mode. */
export function assertNotSafe({ safeMode }: { safeMode: SafeMode }): void {
  if (safeMode.current) throw new Problem('safe_mode')
}
