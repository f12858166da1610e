import { and, desc, eq, isNotNull } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db.ts'
import { notFound } from '../../../platform/problem.ts'
import { customers } from '../../customers/tables.ts'
import { documentLines, documents } from '../../documents/tables.ts'
import { services } from '../../services/tables.ts'
import type { PreviewInput } from './schemas.ts'

/** What a preview speaks of: what was chosen, and what belongs to it. */
export interface About {
  customerId: string
  serviceId: string | null
  documentId: string | null
}

/** Null when nothing was chosen; 404 when it does not exist. */
export async function findAbout(
  db: Db | Tx,
  { serviceId, documentId, customerId }: PreviewInput,
): Promise<About | null> {
  if (serviceId) {
    const [found] = await db.select().from(services).where(eq(services.id, serviceId))
    if (!found) throw notFound()
    const { customerId } = found
    return { customerId, serviceId, documentId: await documentOf(db, serviceId) }
  }
  if (documentId) {
    const [found] = await db.select().from(documents).where(eq(documents.id, documentId))
    if (!found) throw notFound()
    return { customerId: found.customerId, documentId, serviceId: await serviceOf(db, documentId) }
  }
  return customerId ? ofCustomer(db, customerId) : null
}

/** Their newest service and document. */
async function ofCustomer(db: Db | Tx, customerId: string): Promise<About> {
  const [found] = await db.select().from(customers).where(eq(customers.id, customerId))
  if (!found) throw notFound()
  const [service] = await db
    .select({ id: services.id })
    .from(services)
    .where(eq(services.customerId, customerId))
    .orderBy(desc(services.createdAt))
    .limit(1)
  const [document] = await db
    .select({ id: documents.id })
    .from(documents)
    .where(eq(documents.customerId, customerId))
    .orderBy(desc(documents.serial))
    .limit(1)
  return { customerId, serviceId: service?.id ?? null, documentId: document?.id ?? null }
}

async function documentOf(db: Db | Tx, serviceId: string): Promise<string | null> {
  const [line] = await db
    .select({ id: documentLines.documentId })
    .from(documentLines)
    .innerJoin(documents, eq(documents.id, documentLines.documentId))
    .where(eq(documentLines.serviceId, serviceId))
    .orderBy(desc(documents.serial))
    .limit(1)
  return line?.id ?? null
}

async function serviceOf(db: Db | Tx, documentId: string): Promise<string | null> {
  const [line] = await db
    .select({ id: documentLines.serviceId })
    .from(documentLines)
    .where(and(eq(documentLines.documentId, documentId), isNotNull(documentLines.serviceId)))
    .orderBy(documentLines.position)
    .limit(1)
  return line?.id ?? null
}
