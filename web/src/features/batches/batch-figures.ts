import type { Batch, BatchAction } from './batch-requests.ts'

type Counts = Batch['counts']

/** The states of a row in the order of the tabs. */
export const ROW_STATES = [
  ...['willDo', 'waiting', 'running', 'done', 'failed', 'skipped', 'cancelled'],
] as readonly (keyof Omit<Counts, 'total'>)[]

/** How far something is: whole services, and the part in percent. */
export interface Progress {
  done: number
  of: number
  percent: number
}

const progress = (done: number, of: number): Progress => ({
  done,
  of,
  percent: of === 0 ? 100 : (done / of) * 100,
})

/** How many services were asked what would happen to them. */
export function planningProgress(counts: Counts): Progress {
  return progress(counts.willDo + counts.skipped + counts.failed, counts.total)
}

/** How many services of a confirmed batch are settled; those skipped were never part of it. */
export function runProgress(counts: Counts): Progress {
  const { done, failed, cancelled } = counts
  return progress(done + failed + cancelled, counts.total - counts.skipped)
}

/** The tabs that have rows; the one that is open stays also when its last row has left. */
export function rowTabs(counts: Counts, open: string | null): { id: string; count: number }[] {
  return [
    { id: 'all', count: counts.total },
    ...ROW_STATES.filter((state) => counts[state] > 0 || state === open).map((state) => ({
      id: state,
      count: counts[state],
    })),
  ]
}

/** Whether figures move by themselves. */
export const isMoving = ({ state }: Pick<Batch, 'state'>) =>
  state === 'planning' || state === 'running'

/** What a confirmation takes: one click, a question, or the number of services typed. */
export type Confirmation = 'click' | 'question' | 'typed'

/** How a batch is confirmed. An undo takes nothing away. */
export function confirmationOf(
  batch: Pick<Batch, 'action' | 'undoOf' | 'typedConfirmation'>,
  actions: readonly Pick<BatchAction, 'action' | 'destructive'>[],
): Confirmation {
  if (batch.typedConfirmation) return 'typed'
  const action = actions.find((one) => one.action === batch.action)
  return batch.undoOf === null && action?.destructive ? 'question' : 'click'
}

/** Where the services of a batch come from. */
export function selectionKind(selection: Batch['selection']): 'chosen' | 'matched' | 'batch' {
  if ('batchId' in selection) return 'batch'
  return 'filters' in selection ? 'matched' : 'chosen'
}

/** The list of services that a batch was made from, as its address; null when chosen by hand. */
export function selectionSearch(selection: Batch['selection']): Record<string, unknown> | null {
  const { filters } = selection as { filters?: Record<string, unknown> }
  if (!filters) return null
  return Object.fromEntries(
    Object.entries(filters).map(([name, value]) => [
      name,
      Array.isArray(value) && name !== 'metadata' ? value.join(',') : value,
    ]),
  )
}
