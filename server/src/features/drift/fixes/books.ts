import type { SuspensionCause } from '../../../domain/service-lifecycle.ts'
import { changeProduct } from '../../services/actions/change-product.ts'
import { deliver } from '../../services/actions/deliver.ts'
import { setStatus } from '../../services/actions/set-status.ts'
import { suspend } from '../../services/actions/suspend.ts'
import { terminate } from '../../services/actions/terminate.ts'
import { unsuspend } from '../../services/actions/unsuspend.ts'
import type { DriftKind } from '../tables.ts'
import { type Delegate, delegate } from './delegate.ts'

/** What staff may say about a fix of the books; each kind reads its own part. */
export interface BooksWish {
  note: string
  notify: boolean
  message: string
  cause: Extract<SuspensionCause, 'abuse' | 'request' | 'dispute' | 'other'>
  /** Epoch milliseconds, like `expiresAt`. */
  holdUntil?: number
  expiresAt?: number
  productId?: string
}

/**
 * How the books are brought to what the server says. Each is an action of the service's page, with
 * its guards, its right and its history. `wrong_owner` has none: what is there is taken as right.
 */
export const BOOKS: Partial<Record<DriftKind, Delegate<BooksWish>>> = {
  missing_resource: delegate(terminate, ({ note, notify }, { service }) => ({
    ...{ confirm: service.name, note, notify, force: false },
  })),
  running_though_suspended: delegate(unsuspend, ({ note, notify, holdUntil }) => ({
    ...{ note, notify, holdUntil },
  })),
  suspended_though_active: delegate(suspend, ({ cause, note, message, notify }) => ({
    ...{ cause, note, message, notify },
  })),
  alive_though_ended: delegate(setStatus, ({ note, expiresAt }) => ({
    ...{ status: 'active' as const, expiresAt, note, confirm: true },
  })),
  wrong_plan: delegate(changeProduct, ({ productId, note }) => ({
    ...{ productId: productId ?? null, how: 'books' as const, price: 'keep' as const, note },
  })),
  orphan_resource: delegate(deliver, () => ({})),
}
