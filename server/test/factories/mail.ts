import type { Context } from '../../src/context.ts'
import { mails } from '../../src/features/mail/tables.ts'
import { newId } from '../../src/platform/ids.ts'

/** A plain mail that is due at once; nobody waits for it. */
export async function queueMail(
  { db, clock }: Context,
  dedupeKey: string,
  { id: customerId, email: toAddress }: { id: string; email: string },
): Promise<string> {
  const id = newId()
  const now = clock.now()
  await db.insert(mails).values({
    ...{ id, dedupeKey, template: 'document_paid', customerId, toAddress, language: 'en' },
    ...{ subject: 'News', text: 'News.', html: '<p>News.</p>', state: 'queued' },
    ...{ dueAt: now, createdAt: now },
  })
  return id
}
