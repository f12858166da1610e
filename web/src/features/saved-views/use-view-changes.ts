import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { notifyDone, notifyProblem } from '../../ui/state/problem-alert.tsx'
import {
  changeView,
  createView,
  deleteView,
  type NewView,
  type ViewChange,
  type ViewScreen,
} from './view-requests.ts'

/** Writes saved views and shows the list of them anew. */
export function useViewChanges(screen: ViewScreen) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const refresh = () => queries.invalidateQueries({ queryKey: ['view', screen] })
  const changeNow = async (id: string, change: ViewChange) => {
    await changeView(id, change)
    await refresh()
  }
  const { mutate } = useMutation({
    mutationFn: ({ id, change }: { id: string; change: ViewChange }) => changeNow(id, change),
    onSuccess: () => notifyDone(t('savedViews.saved')),
    onError: (error) => notifyProblem(error, t),
  })
  return {
    change: (id: string, change: ViewChange) => mutate({ id, change }),
    changeNow,
    create: async (view: NewView) => {
      const created = await createView(screen, view)
      await refresh()
      return created
    },
    remove: async (id: string) => {
      await deleteView(id)
      await refresh()
    },
  }
}
