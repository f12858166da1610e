import { sql } from 'drizzle-orm'
import type { ChargeFact } from '../../../domain/automation/index.ts'
import type { Instant } from '../../../domain/instant.ts'
import { idArray } from '../../../platform/any-of.ts'
import { instantFromSql } from '../../../platform/columns.ts'
import type { Db, Tx } from '../../../platform/db.ts'

/** A service that pays by itself, or of whose open renewal there is a document to charge. */
export interface ChargedService {
  readonly id: string
  readonly documentId: string | null
}

export interface ChargeFacts {
  /**
   * Attempts since auto-pay was switched on that left something to pay, refused or paid in part, and
   * whether one is under way. Null without auto-pay, or with nothing to charge and no credit to use,
   * unless an attempt is under way.
   */
  charge: ChargeFact | null
  /** When an attempt of its document last failed, whether or not it pays by itself any more. */
  lastRefusedAt: Instant | null
}

/** What the automation decides from, by service. */
export async function readChargeFacts(
  db: Db | Tx,
  services: readonly ChargedService[],
): Promise<Map<string, ChargeFacts>> {
  if (services.length === 0) return new Map()
  const ids = services.map(({ id }) => id)
  const documentIds = services.map(({ documentId }) => documentId)
  const { rows } = await db.execute<Row>(sql`
    select s.id, coalesce(f.failed, 0)::int as failed, f.last_at as "lastAt", f.refused_at as "refusedAt",
      coalesce(f.in_flight, false) as "inFlight",
      s.auto_pay and (s.auto_pay_credit or c.credit_pays_renewals or exists (
        select from payment_methods m where m.customer_id = s.customer_id and m.closed_at is null
      )) as able
    from unnest(${idArray(ids)}, ${idArray(documentIds)}) as asked (id, document_id)
    join services s on s.id = asked.id
    join customers c on c.id = s.customer_id
    left join lateral (
      select
        count(*) filter (where failed) as failed,
        max(settled_at) filter (where failed) as last_at,
        max(settled_at) filter (where refused) as refused_at,
        bool_or(state in ('queued', 'running', 'unknown', 'pending')) as in_flight
      from (
        select state, settled_at, refused,
          (refused or state = 'succeeded')
            and created_at >= coalesce(s.auto_pay_at, s.created_at) as failed
        from charges, lateral (select state in ('refused', 'needs_customer') as refused) answer
        where document_id = asked.document_id
      ) attempts
    ) f on true`)
  return new Map(
    rows.map(({ id, failed, lastAt, refusedAt, able, inFlight }) => {
      const attempts = { failedAttempts: failed, lastAttemptAt: instantOf(lastAt), inFlight }
      const charge = able || inFlight ? attempts : null
      return [id, { charge, lastRefusedAt: instantOf(refusedAt) }]
    }),
  )
}

const instantOf = (at: string | null) => (at === null ? null : instantFromSql(at))

type Row = {
  id: string
  failed: number
  lastAt: string | null
  refusedAt: string | null
  inFlight: boolean
  able: boolean
}
