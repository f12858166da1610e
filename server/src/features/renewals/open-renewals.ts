import { sql } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import { addDays } from '../../domain/calendar.ts'
import type { Instant } from '../../domain/instant.ts'
import { blocksTotal, type PeriodBlock, periodBlocks } from '../../domain/period-price.ts'
import type { Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { tellChanged } from '../../platform/stream.ts'
import { readInvoicing } from '../documents/invoicing-settings.ts'
import { openDocuments } from '../documents/open-documents.ts'
import { record } from '../history/record.ts'
import type { AutomatedSubject } from '../services/automated-subject.ts'
import { renewalLines } from './renewal-lines.ts'
import { renewals } from './tables.ts'

/** The next period of one service, as the automation's step says it. */
export interface PlannedRenewal {
  subject: AutomatedSubject
  periods: number
  startsAt: Instant
  endsAt: Instant
  /** When the document's mail may leave. */
  mailAt: Instant
  /** The policy step that asks, with the level its value came from; for the history. */
  cause: Env['cause']
}

/**
 * Opens the renewals of many locked services at once, each with its document. Where one is open
 * already nothing is made: everything else is built only from the rows that came back.
 */
export async function openRenewals(
  tx: Tx,
  env: Env,
  planned: readonly PlannedRenewal[],
): Promise<void> {
  if (planned.length === 0) return
  const rows = await insertRenewals(tx, env, planned)
  const made = planned.flatMap((plan) => {
    const renewal = rows.get(plan.subject.service.id)
    return renewal ? [{ plan, renewal }] : []
  })
  const { invoicing, business } = await readInvoicing(tx)
  const drafts = made.map(({ plan, renewal }) => {
    const { subject, startsAt, endsAt, mailAt } = plan
    const blocks = blocksOf(plan)
    const lines = renewalLines({ subject, renewal, offer: { startsAt, endsAt, blocks } })
    const dueAt = addDays(env.now, invoicing.paymentTermDays, business.timeZone)
    const { customerId, currency } = subject.service
    return { renewal, document: { customerId, currency, dueAt, mailAt, lines } }
  })
  await recordRequests(
    tx,
    env,
    made.map(({ plan }) => plan),
  )
  await tellChanged(
    tx,
    made.map(({ plan: { subject } }) => ({
      subject: 'service',
      id: subject.service.id,
      customerId: subject.service.customerId,
    })),
  )
  const wanted = drafts.map(({ document }) => document)
  const opened = await openDocuments(tx, env, wanted)
  await linkDocuments(
    tx,
    drafts.map(({ renewal }, index) => ({
      renewalId: renewal.id,
      documentId: opened[index]?.documentId ?? '',
      lineId: opened[index]?.lineIds[0] ?? '',
    })),
  )
}

/** One statement for all whose step has the same reason. */
async function recordRequests(tx: Tx, env: Env, made: readonly PlannedRenewal[]): Promise<void> {
  for (const plans of Map.groupBy(made, ({ cause }) => JSON.stringify(cause)).values()) {
    const [{ cause } = env] = plans
    await record(
      tx,
      { ...env, cause },
      plans.map(({ subject: { service }, periods }) => ({
        subject: 'service',
        subjectId: service.id,
        customerId: service.customerId,
        kind: 'service.renewal_requested',
        after: { cycle: service.cycle, periods },
      })),
    )
  }
}

/** The service's own cycle and price, with its options and discount: every option has one there. */
function blocksOf({ subject: { service }, periods }: PlannedRenewal): PeriodBlock[] {
  const { cycle, price: unitPrice } = service
  const blocks = periodBlocks(service, { cycle, periods, unitPrice })
  if (!blocks) throw new Error(`service ${service.id} has an option without a price`)
  return blocks
}

async function insertRenewals(tx: Tx, env: Env, planned: readonly PlannedRenewal[]) {
  const { actor, now } = env
  const rows = await tx
    .insert(renewals)
    .values(
      planned.map((plan) => {
        const { service } = plan.subject
        return {
          id: newId(),
          serviceId: service.id,
          customerId: service.customerId,
          state: 'open' as const,
          cycle: service.cycle,
          periods: plan.periods,
          currency: service.currency,
          price: blocksTotal(blocksOf(plan)),
          periodStartAt: plan.startsAt,
          periodEndAt: plan.endsAt,
          requestedBy: { kind: actor.kind, id: actor.id, name: actor.name },
          createdAt: now,
        }
      }),
    )
    .onConflictDoNothing({ target: renewals.serviceId, where: sql`state = 'open'` })
    .returning({ id: renewals.id, serviceId: renewals.serviceId })
  return new Map(rows.map((row) => [row.serviceId, row]))
}

interface Link {
  renewalId: string
  documentId: string
  lineId: string
}

async function linkDocuments(tx: Tx, links: readonly Link[]): Promise<void> {
  if (links.length === 0) return
  const column = (pick: (link: Link) => string) => sql.param(links.map(pick))
  await tx.execute(sql`
    update renewals r set document_id = l.document_id, line_id = l.line_id
    from unnest(
      ${column((link) => link.renewalId)}::uuid[],
      ${column((link) => link.documentId)}::uuid[],
      ${column((link) => link.lineId)}::uuid[]
    ) as l(renewal_id, document_id, line_id)
    where r.id = l.renewal_id`)
}
