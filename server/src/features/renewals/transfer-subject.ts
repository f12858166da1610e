import { and, eq, inArray, isNotNull, isNull, ne, sql } from 'drizzle-orm'
import type { Instant } from '../../domain/instant.ts'
import type { SubjectKind } from '../../platform/action.ts'
import type { Db, Tx } from '../../platform/db.ts'
import type { customers } from '../customers/tables.ts'
import { nameOf } from '../documents/document-name.ts'
import { documentLines, documents } from '../documents/tables.ts'
import { type ServiceSubject, serviceSubject } from '../services/subject.ts'

/** A document that is still to be paid and names the service. */
export interface UnpaidDocument {
  id: string
  /** What people call it. */
  name: string
  /** True when all it asks for of this service is a renewal, which may be withdrawn. */
  isRenewal: boolean
  /** A charge of it is under way. */
  isCharging: boolean
}

/** A service with what its move to another customer depends on. */
export interface TransferSubject extends ServiceSubject {
  unpaid: UnpaidDocument[]
  /** Who is to have it; only once the request has named somebody. */
  target?: typeof customers.$inferSelect
  /** Whether the module can tell its server of the new owner. */
  tellsServer?: boolean
}

const RENEWAL_LINES = ['renewal', 'renewal_part']

/** The documents still to be paid that ask for something of these services. */
async function loadUnpaid(db: Db | Tx, serviceIds: readonly string[]) {
  if (serviceIds.length === 0) return new Map<string, UnpaidDocument[]>()
  const corrected = sql`exists (
    select from ${documentLines} c where c.corrects_line_id = ${documentLines.id})`
  const rows = await db
    .select({ line: documentLines, document: documents })
    .from(documentLines)
    .innerJoin(documents, eq(documents.id, documentLines.documentId))
    .where(
      and(
        isNotNull(documentLines.serviceId),
        inArray(documentLines.serviceId, [...serviceIds]),
        eq(documents.kind, 'invoice'),
        ne(documents.state, 'void'),
        isNull(documents.paidAt),
        sql`not ${corrected}`,
      ),
    )
  const byService = Map.groupBy(rows, ({ line }) => line.serviceId ?? '')
  return new Map([...byService].map(([id, own]) => [id, documentsOf(own)]))
}

type Row = { line: typeof documentLines.$inferSelect; document: typeof documents.$inferSelect }

function documentsOf(rows: readonly Row[]): UnpaidDocument[] {
  return [...Map.groupBy(rows, ({ document }) => document.id).values()].flatMap((own) => {
    const [first] = own
    if (!first) return []
    const isRenewal = own.every(({ line }) => RENEWAL_LINES.includes(line.kind))
    const { document } = first
    const isCharging = document.chargingSince !== null
    return [{ id: document.id, name: nameOf(document), isRenewal, isCharging }]
  })
}

async function load(db: Db | Tx, ids: readonly string[], now: Instant) {
  const subjects = await serviceSubject.load(db, ids, now)
  const unpaid = await loadUnpaid(db, [...subjects.keys()])
  return new Map(
    [...subjects].map(([id, subject]): [string, TransferSubject] => [
      id,
      { ...subject, unpaid: unpaid.get(id) ?? [] },
    ]),
  )
}

export const transferSubject: SubjectKind<TransferSubject> = { ...serviceSubject, load }
