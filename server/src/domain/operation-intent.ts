import type { OperationKind } from './operation-lifecycle.ts'

/** Intents after which nothing that was under way matters: the resource goes. */
const REMOVES: readonly OperationKind[] = ['terminate', 'redeliver']

/** Intents that undo each other. */
const OPPOSITE: Partial<Record<OperationKind, OperationKind>> = {
  suspend: 'unsuspend',
  unsuspend: 'suspend',
}

/**
 * Whether a new intent asks the operation that is on the server to give up: when it removes the
 * resource, undoes it, or wants the same again with other values. Everything else waits for its
 * turn, since giving up a creation for the sake of a new name would lose the creation.
 */
export function asksToAbort(intent: OperationKind, onServer: OperationKind): boolean {
  if (REMOVES.includes(intent)) return true
  return intent === onServer || OPPOSITE[intent] === onServer
}
