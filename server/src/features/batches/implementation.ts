import type { AnyAction } from '../../platform/feature.ts'
import type { Batch } from './batch-subject.ts'
import { bulkActions } from './bulk-actions.ts'
import { undos } from './undos.ts'

/** What a batch does to each of its services: a bulk action, or the way back of one. */
export function implementationOf(batch: Pick<Batch, 'action' | 'undoes'>): AnyAction {
  const action =
    batch.undoes === null ? bulkActions.get(batch.action)?.action : undos.get(batch.undoes)?.action
  if (!action) throw new Error(`no bulk action ${batch.undoes ?? batch.action}`)
  return action
}

/** Whether its number of services is to be typed. */
export function asksForNumber({ action, undoes }: Pick<Batch, 'action' | 'undoes'>): boolean {
  return undoes === null && bulkActions.get(action)?.typedConfirmation === true
}
