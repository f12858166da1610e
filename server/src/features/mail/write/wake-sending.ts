import type { Tx } from '../../../platform/db.ts'
import { notify } from '../../../platform/notifications.ts'

/** NOTIFY channels that the sending loops listen to: of mails that a person awaits, of all others. */
export const AWAITED_CHANNEL = 'mails_awaited'
export const MAILS_CHANNEL = 'mails'

/** Makes workers look for due mails when the transaction commits. */
export async function wakeSending(tx: Tx, isAwaited = false): Promise<void> {
  await notify(tx, isAwaited ? AWAITED_CHANNEL : MAILS_CHANNEL, '')
}
