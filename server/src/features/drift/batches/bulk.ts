import type { AnyAction } from '../../../platform/feature.ts'
import { deleteThere } from '../actions/delete-there.ts'
import { fixBooks } from '../actions/fix-books.ts'
import { fixServer } from '../actions/fix-server.ts'
import { ignoreDrift, reopenDrift } from '../actions/ignore-drift.ts'
import type { Drift } from '../drift-subject.ts'

const actions = [fixServer, fixBooks, deleteThere, ignoreDrift, reopenDrift]

/** What can be done to many rows at once. Imports differ in their customers: they have a wizard. */
const bulk = new Map(actions.map((action) => [action.id, action as unknown as AnyAction]))

export function bulkAction(id: string): AnyAction {
  const action = bulk.get(id as (typeof actions)[number]['id'])
  if (!action) throw new Error(`no bulk action ${id}`)
  return action
}

/** Removals ask for their number, typed once for all. */
export const asksForCount = (action: string): boolean => action === deleteThere.id

/** A batch's input as one row's action takes it. */
export const inputFor = (
  { action, input }: { action: string; input: Record<string, unknown> },
  { remoteId }: Pick<Drift, 'remoteId'>,
) => (asksForCount(action) ? { ...input, confirm: remoteId } : input)
