import type { AnyAction } from '../../platform/feature.ts'
import type { Text } from '../../platform/text.ts'
import { undoCancellation } from '../cancellation/actions/undo-cancellation.ts'
import { undoPriceChange } from '../renewals/actions/undo-price-change.ts'
import type { BeforeValues } from './before-values.ts'
import { restoreCancellation } from './restore/restore-cancellation.ts'
import { restoreColumns } from './restore/restore-columns.ts'
import { restoreSuspensions } from './restore/restore-suspensions.ts'
import { withdrawRequested } from './restore/withdraw-requested.ts'

/** A row that was done: what it was asked, what stood before, what the action answered. */
export interface DoneRow {
  input: Record<string, unknown>
  before: BeforeValues
  result: Record<string, unknown>
}

/** The way back of a bulk action. */
export interface Undo {
  /** The bulk action that it looks like. */
  as: string
  /** What is done to each service. */
  action: AnyAction
  /** Its input for a row; null where that row cannot be taken back. */
  inputOf(row: DoneRow): unknown | null
  /** What stays as it is all the same. */
  leaves: Text
}

const MAILS = { key: 'batch.leaves.mails' }
const EXPIRY = ['expiresAt', 'anchorDay', 'graceUntil'] as const
const POLICY = ['policy', 'graceUntil'] as const
const AUTO_PAY = ['autoPay', 'autoPayAt', 'autoPayMethodId', 'autoPayCredit'] as const
const HOLD = ['holdUntil', 'heldForever', 'holdReason'] as const

function columns(as: string, permission: string, names: readonly (keyof BeforeValues)[]): Undo {
  return {
    as,
    action: restoreColumns(permission) as unknown as AnyAction,
    inputOf: ({ before }) =>
      Object.fromEntries(names.map((name) => [name, before[name] ?? null] as const)),
    leaves: MAILS,
  }
}

function suspensions(as: string, permission: string): Undo {
  return {
    as,
    action: restoreSuspensions(permission) as unknown as AnyAction,
    inputOf: ({ before, input }) => ({
      suspensions: before.suspensions,
      holdUntil: before.holdUntil,
      heldForever: before.heldForever,
      notify: input.notify !== false,
    }),
    leaves: MAILS,
  }
}

/** Bulk action → its way back. What is not here cannot be taken back. */
export const undos: ReadonlyMap<string, Undo> = new Map<string, Undo>([
  ['service.suspend', suspensions('service.unsuspend', 'services:unsuspend')],
  ['service.unsuspend', suspensions('service.suspend', 'services:suspend')],
  ['service.hold', columns('service.release', 'services:hold', HOLD)],
  ['service.release', columns('service.hold', 'services:hold', HOLD)],
  ['service.set_auto_pay', columns('service.stop_auto_pay', 'services:update', AUTO_PAY)],
  ['service.stop_auto_pay', columns('service.set_auto_pay', 'services:update', AUTO_PAY)],
  ['service.add_days', columns('service.subtract_days', 'services:update', EXPIRY)],
  ['service.subtract_days', columns('service.add_days', 'services:update', EXPIRY)],
  ['service.set_policy', columns('service.set_policy', 'services:update', POLICY)],
  [
    'service.pause_automation',
    columns('service.resume_automation', 'services:hold', ['automationPaused']),
  ],
  [
    'service.resume_automation',
    columns('service.pause_automation', 'services:hold', ['automationPaused']),
  ],
  [
    'service.cancel',
    {
      as: 'service.undo_cancellation',
      action: undoCancellation as unknown as AnyAction,
      inputOf: ({ result }) => (result.when === 'end_of_period' ? {} : null),
      leaves: MAILS,
    },
  ],
  [
    'service.undo_cancellation',
    {
      as: 'service.cancel',
      action: restoreCancellation as unknown as AnyAction,
      inputOf: ({ before }) => ({
        requestedAt: before.cancellationRequestedAt,
        reasonId: before.cancellationReasonId,
        details: before.cancellationDetails,
        by: before.cancellationBy,
      }),
      leaves: MAILS,
    },
  ],
  [
    'service.apply_price',
    {
      as: 'service.undo_price_change',
      action: undoPriceChange as unknown as AnyAction,
      inputOf: ({ before }) => (before.plannedPrice ? null : {}),
      leaves: MAILS,
    },
  ],
  [
    'service.renew',
    {
      as: 'service.withdraw_renewal',
      action: withdrawRequested as unknown as AnyAction,
      inputOf: ({ before, result }) =>
        before.openRenewalId === result.renewalId
          ? null
          : { renewalId: result.renewalId, replacedId: before.openRenewalId },
      leaves: { key: 'batch.leaves.documents' },
    },
  ],
])

/** A batch that cancels at once ends services: those do not come back. */
export function undoOf(batch: {
  action: string
  undoes: string | null
  input: Record<string, unknown>
}): Undo | null {
  if (batch.undoes !== null) return null
  if (batch.action === 'service.cancel' && batch.input.when === 'now') return null
  return undos.get(batch.action) ?? null
}
