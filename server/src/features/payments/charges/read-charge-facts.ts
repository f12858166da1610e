import { sql } from 'drizzle-orm'
import type { ChargeFact } from '../../../domain/automation/index.ts'
import { instantFromSql } from '../../../platform/columns.ts'
import type { Db, Tx } from '../../../platform/db.ts'

/** A service that pays by itself, or whose document is being charged, with its open document. */
export interface ChargedService {
  readonly id: string
  readonly documentId: string | null
}

/**
 * What the automation decides from, by service: failed attempts since auto-pay was switched on, and
 * whether one is under way. Without auto-pay, or with nothing to charge and no credit to use, a
 * service is missing, unless an attempt of its document is still under way.
 */
export async function readChargeFacts(
  db: Db | Tx,
  services: readonly ChargedService[],
): Promise<Map<string, ChargeFact>> {
  if (services.length === 0) return new Map()
  const ids = services.map(({ id }) => id)
  const documentIds = services.map(({ documentId }) => documentId)
  const { rows } = await db.execute<Row>(sql`
    select s.id, coalesce(f.failed, 0)::int as failed, f.last_at as "lastAt",
      coalesce(f.in_flight, false) as "inFlight",
      s.auto_pay and (s.auto_pay_credit or c.credit_pays_renewals or exists (
        select from payment_methods m where m.customer_id = s.customer_id and m.closed_at is null
      )) as able
    from unnest(${sql.param(ids)}::uuid[], ${sql.param(documentIds)}::uuid[]) as asked (id, document_id)
    join services s on s.id = asked.id
    join customers c on c.id = s.customer_id
    left join lateral (
      select
        count(*) filter (where failed) as failed,
        max(settled_at) filter (where failed) as last_at,
        bool_or(state in ('queued', 'running', 'unknown', 'pending')) as in_flight
      from (
        select state, settled_at, state in ('refused', 'needs_customer')
          and created_at >= coalesce(s.auto_pay_at, s.created_at) as failed
        from charges where document_id = asked.document_id
      ) attempts
    ) f on true`)
  return new Map(
    rows
      .filter(({ able, inFlight }) => able || inFlight)
      .map(({ id, failed, lastAt, inFlight }) => {
        const lastAttemptAt = lastAt === null ? null : instantFromSql(lastAt)
        return [id, { failedAttempts: failed, lastAttemptAt, inFlight }]
      }),
  )
}

type Row = {
  id: string
  failed: number
  lastAt: string | null
  inFlight: boolean
  able: boolean
}
