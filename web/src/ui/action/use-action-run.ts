import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newIdempotencyKey, send } from '../../api/client.ts'
import { toProblem } from '../../api/problem.ts'
import { notifyDone } from '../state/problem-alert.tsx'
import { type ActionContext, urlVerb } from './action-types.ts'

type RunContext = Pick<ActionContext, 'subject' | 'texts' | 'alsoRefresh' | 'onDone'>

/**
 * Carries out an action with a body and says so. One Idempotency-Key per intent, so that no click
 * counts twice; what shows the subject is refetched.
 */
export function useActionRun(context: RunContext, verb: string, onSuccess?: () => void) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [key, setKey] = useState(newIdempotencyKey)
  const { subject, texts, alsoRefresh = [], onDone } = context
  return useMutation({
    mutationFn: (body: unknown) =>
      send({
        method: 'POST',
        url: `${subject.href}/${urlVerb(verb)}`,
        body,
        idempotencyKey: key,
      }),
    onSuccess: async (answer) => {
      setKey(newIdempotencyKey())
      notifyDone(t(`${texts}.${verb}.done`, { name: subject.name }))
      onSuccess?.()
      onDone?.(verb, answer)
      const keys = [[subject.type], ...alsoRefresh]
      await Promise.all(keys.map((queryKey) => queries.invalidateQueries({ queryKey })))
    },
    onError: (error) => {
      // An answered refusal is final for its key; corrected input is a new intent. Without an
      // answer it may have been done: the same key finds out.
      if (toProblem(error).status >= 400) setKey(newIdempotencyKey())
    },
  })
}
