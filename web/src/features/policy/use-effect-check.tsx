import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { toProblem } from '../../api/problem.ts'
import { EffectDialog } from './effect-dialog.tsx'
import type { PolicyEffect } from './policy-effect.ts'

interface EffectCheck {
  /** Null where the change cannot move any service: it is saved at once. */
  ask: (() => Promise<PolicyEffect>) | null
  save: () => void
}

/**
 * Shows what other rules would do before they are saved. A change that moves nothing is saved at
 * once; one that the server refuses is too, so that its words appear beside the fields.
 */
export function useEffectCheck({ ask, save }: EffectCheck): {
  start: () => void
  isAsking: boolean
  dialog: ReactNode
} {
  const [isOpen, setOpen] = useState(false)
  const check = useMutation({
    mutationFn: () => (ask ? ask() : Promise.reject(new Error('nothing to ask'))),
    onSuccess: (effect) => (effect.moved > 0 ? setOpen(true) : save()),
    onError: (error) => (toProblem(error).status === 422 ? save() : setOpen(true)),
  })
  const confirm = () => {
    setOpen(false)
    save()
  }
  return {
    start: () => (ask ? !check.isPending && check.mutate() : save()),
    isAsking: check.isPending,
    dialog: isOpen && (
      <EffectDialog
        effect={check.data}
        error={check.error}
        onConfirm={confirm}
        onClose={() => setOpen(false)}
      />
    ),
  }
}
