import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useRef, useState } from 'react'
import type { StreamProgress } from '../../api/event-stream.ts'
import { toProblem } from '../../api/problem.ts'
import { focusBack } from '../../ui/action/focus-back.ts'
import { EffectDialog } from './effect-dialog.tsx'
import { EffectProgress } from './effect-progress.tsx'
import type { Asking } from './effect-requests.ts'
import type { PolicyEffect } from './policy-effect.ts'

/** A look that is over by then shows no progress: it would only flicker. */
const QUIET_MS = 500

interface EffectCheck {
  /** Null where the change cannot move any service: it is saved at once. */
  ask: ((asking: Asking) => Promise<PolicyEffect>) | null
  save: () => void
  /** Replaces the usual words above the effect. */
  title?: string
  /** Shows the effect also where nothing moves. */
  isAlwaysShown?: boolean
}

/**
 * Shows what other rules would do before they are saved, and how far the looking is. A change that
 * moves nothing is saved at once; one that the server refuses is too, so that its words appear
 * beside the fields, and what somebody else saved meanwhile is offered.
 */
export function useEffectCheck({ ask, save, title, isAlwaysShown = false }: EffectCheck): {
  start: () => void
  isAsking: boolean
  dialog: ReactNode
} {
  const [isOpen, setOpen] = useState(false)
  const [progress, setProgress] = useState<StreamProgress | null>(null)
  const [isLong, setLong] = useState(false)
  const asking = useRef<AbortController>(null)
  // Remembered at once: a button that shows that it waits loses the focus before the dialog is there.
  const origin = useRef<Element>(null)
  const check = useMutation({
    mutationFn: async () => {
      if (!ask) throw new Error('nothing to ask')
      asking.current = new AbortController()
      setProgress(null)
      const patience = setTimeout(() => setLong(true), QUIET_MS)
      const { signal } = asking.current
      return await ask({ signal, onProgress: setProgress }).finally(() => {
        clearTimeout(patience)
        setLong(false)
      })
    },
    onSuccess: (effect) => (effect.moved > 0 || isAlwaysShown ? setOpen(true) : save()),
    onError: (error) => {
      if (asking.current?.signal.aborted) return
      const { status, code } = toProblem(error)
      if (status === 422 || code === 'stale_form') save()
      else setOpen(true)
    },
  })
  const confirm = () => {
    setOpen(false)
    save()
  }
  const start = () => {
    if (!ask) return save()
    if (check.isPending) return
    origin.current = document.activeElement
    check.mutate()
  }
  const close = () => {
    setOpen(false)
    focusBack(origin.current)
  }
  return {
    start,
    isAsking: check.isPending,
    dialog: (
      <>
        {check.isPending && isLong && progress && (
          <EffectProgress progress={progress} onCancel={() => asking.current?.abort()} />
        )}
        {isOpen && (
          <EffectDialog
            effect={check.data}
            error={check.error}
            title={title}
            onConfirm={confirm}
            onClose={close}
          />
        )}
      </>
    ),
  }
}
