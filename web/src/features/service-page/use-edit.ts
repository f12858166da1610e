import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newIdempotencyKey, send } from '../../api/client.ts'
import { toProblem } from '../../api/problem.ts'
import { useActionPreview } from '../../ui/action/action-preview.tsx'
import { notifyDone } from '../../ui/state/problem-alert.tsx'
import { type ServicePage, serviceHref } from '../services/service-requests.ts'
import {
  differing,
  draftOf,
  type EditDraft,
  type EditField,
  isWhole,
  rebase,
  toChanges,
  withField,
} from './edit-draft.ts'

/** What the server asks before it takes an edit. */
export interface EditAnswers {
  /** The expiry lies in the past, and that is meant. */
  confirmPast?: true
  openRenewal?: 'keep' | 'remake'
}

interface EditState {
  version: number
  /** Counts how often the fields were filled anew, for inputs that keep their own text. */
  round: number
  /** As it was stored when the form last looked. */
  base: EditDraft
  draft: EditDraft
  followed: EditField[]
  conflicts: EditField[]
  answers: EditAnswers
}

const begin = (service: ServicePage, round = 0): EditState => ({
  version: service.version,
  round,
  base: draftOf(service),
  draft: draftOf(service),
  followed: [],
  conflicts: [],
  answers: {},
})

/** The edit of a service: what is typed survives errors and other people's saving. */
export function useEdit(service: ServicePage) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [state, setState] = useState(() => begin(service))
  const [key, setKey] = useState(newIdempotencyKey)
  const url = serviceHref(service.id)
  useEffect(() => {
    setState((before) => (before.version === service.version ? before : follow(before, service)))
  }, [service])
  const { base, draft, answers } = state
  const changed = differing(base, draft)
  const isReady = changed.length > 0 && isWhole(draft)
  const body = useMemo(() => ({ ...toChanges(base, draft), ...answers }), [base, draft, answers])
  const preview = useActionPreview({ method: 'PATCH', url, body, enabled: isReady })
  const save = useMutation({
    mutationFn: () => send<ServicePage>({ method: 'PATCH', url, body, idempotencyKey: key }),
    onSuccess: async (saved) => {
      setKey(newIdempotencyKey())
      setState((before) => begin(saved, before.round + 1))
      notifyDone(t('servicePage.edit.saved', { name: saved.name }))
      queries.setQueryData(['service', service.id], saved)
      await Promise.all(
        ['service', 'document'].map((topic) => queries.invalidateQueries({ queryKey: [topic] })),
      )
    },
    onError: (error) => {
      if (toProblem(error).status >= 400) setKey(newIdempotencyKey())
    },
  })
  return {
    ...state,
    changed,
    isReady,
    preview,
    save,
    set: (change: Partial<EditDraft>) => {
      save.reset()
      setState((before) => ({ ...before, draft: { ...before.draft, ...change } }))
    },
    answer: (change: EditAnswers) =>
      setState((before) => ({ ...before, answers: { ...before.answers, ...change } })),
    discard: () => {
      save.reset()
      setState((before) => begin(service, before.round + 1))
    },
    /** Ends a conflict: with what was typed, or with what somebody else saved. */
    settle: (field: EditField, whose: 'mine' | 'theirs') =>
      setState((before) => ({
        ...before,
        round: before.round + 1,
        draft: whose === 'mine' ? before.draft : withField(before.draft, before.base, field),
        conflicts: before.conflicts.filter((one) => one !== field),
      })),
  }
}

export type Edit = ReturnType<typeof useEdit>

function follow(before: EditState, service: ServicePage): EditState {
  const theirs = draftOf(service)
  const { draft, followed, conflicts } = rebase(before.base, before.draft, theirs)
  const wasTyped = differing(before.base, before.draft).length > 0
  return {
    ...before,
    version: service.version,
    round: followed.length > 0 ? before.round + 1 : before.round,
    base: theirs,
    draft,
    // Who had typed nothing has simply a fresh form before them.
    followed: wasTyped ? [...new Set([...before.followed, ...followed])] : [],
    conflicts: [...new Set([...before.conflicts, ...conflicts])],
  }
}
