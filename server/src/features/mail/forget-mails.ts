import { eq } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import type { EventPayload } from '../../platform/events.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { mailDigestItems, mails } from './tables.ts'

/** The job `mail.forget`: what was written to a customer who is forgotten goes too. */
export async function forgetMails(ctx: Context, { customerId }: EventPayload): Promise<void> {
  if (typeof customerId !== 'string') return
  await inTransaction(ctx, async (tx) => {
    await tx.delete(mailDigestItems).where(eq(mailDigestItems.customerId, customerId))
    await tx.delete(mails).where(eq(mails.customerId, customerId))
  })
}
