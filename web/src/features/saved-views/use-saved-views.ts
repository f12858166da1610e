import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { ListDefaults } from '../../ui/table/list-state.ts'
import type { ListState } from '../../ui/table/use-list-state.ts'
import { type SavedView, type ViewScreen, viewsQuery } from './view-requests.ts'
import { isChanged, NO_VIEW, showView } from './view-state.ts'

/** The saved views of a list: which there are, which is open, whether it was changed. */
export function useSavedViews(screen: ViewScreen, list: ListState, defaults: ListDefaults) {
  const { data: views = [] } = useQuery(viewsQuery(screen))
  const isBare = Object.keys(useSearch({ strict: false }) as object).length === 0
  const preferred = views.find((view) => view.isDefault)
  const { change } = list
  useEffect(() => {
    if (isBare && preferred) change(showView(preferred, defaults), { replace: true })
  }, [isBare, preferred, change, defaults])
  const open = views.find((view) => view.id === list.view) ?? null
  return {
    views,
    open,
    isChanged: open !== null && isChanged(open, list, defaults),
    show: (view: SavedView | null) =>
      change({ ...showView(view, defaults), ...(!view && preferred ? { view: NO_VIEW } : {}) }),
  }
}
