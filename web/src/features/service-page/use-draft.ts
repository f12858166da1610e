import { useCallback, useEffect, useState } from 'react'

interface DraftState<T> {
  /** What was stored when the draft began: what was typed is told by the difference. */
  base: T
  draft: T
  /** Counts how often the draft was filled anew, for inputs that keep their own text. */
  round: number
}

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** A copy of what is stored, to type in: it follows what others save until something is typed. */
export function useDraft<T>(stored: T) {
  const [state, setState] = useState<DraftState<T>>({ base: stored, draft: stored, round: 0 })
  useEffect(() => {
    setState((before) => {
      const isUntouched = isSame(before.draft, before.base)
      return isUntouched && !isSame(before.base, stored) ? renewed(before, stored) : before
    })
  }, [stored])
  return {
    ...state,
    isChanged: !isSame(state.draft, state.base),
    set: useCallback((draft: T) => setState((before) => ({ ...before, draft })), []),
    /** What was typed is stored now; what is stored comes with the next look. */
    saved: useCallback(() => setState((before) => ({ ...before, base: before.draft })), []),
    discard: () => setState((before) => renewed(before, stored)),
  }
}

function renewed<T>(before: DraftState<T>, stored: T): DraftState<T> {
  return { base: stored, draft: stored, round: before.round + 1 }
}
