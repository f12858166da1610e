import { and, eq } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db.ts'
import { amountDue } from '../../documents/document-totals.ts'
import { findDocument } from '../../documents/queries.ts'
import { renewals } from '../../renewals/tables.ts'
import { dueFacts } from '../write/document-facts.ts'
import type { Correspondent } from '../write/writer.ts'

/** What is to pay for a service's next period; null when nothing is. */
export async function openRenewalFacts(db: Db | Tx, serviceId: string, who: Correspondent) {
  const [renewal] = await db
    .select({ documentId: renewals.documentId })
    .from(renewals)
    .where(and(eq(renewals.serviceId, serviceId), eq(renewals.state, 'open')))
  const subject = renewal?.documentId ? await findDocument(db, renewal.documentId) : null
  return subject && amountDue(subject.document) > 0n ? dueFacts(subject, who) : null
}
