import { sql } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import { addDays } from '../../domain/calendar.ts'
import type { Instant } from '../../domain/instant.ts'
import { blocksTotal, type PeriodBlock, periodBlocks } from '../../domain/period-price.ts'
import type { Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { insertManyReturning } from '../../platform/insert-many.ts'
import { tellChanged } from '../../platform/stream.ts'
import { readInvoicing } from '../documents/invoicing-settings.ts'
import { type NewDocument, openDocuments } from '../documents/open-documents.ts'
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
  const { invoicing, business } = await readInvoicing(tx)
  const dueAt = addDays(env.now, invoicing.paymentTermDays, business.timeZone)
  const drafts = planned.map((plan) => draftOf(plan, dueAt))
  const inserted = await insertRenewals(tx, env, drafts)
  const made = drafts.filter(({ renewal }) => inserted.has(renewal.id))
  await record(
    tx,
    env,
    made.map(({ plan: { subject, periods, cause } }) => ({
      subject: 'service',
      subjectId: subject.service.id,
      customerId: subject.service.customerId,
      kind: 'service.renewal_requested',
      after: { cycle: subject.service.cycle, periods },
      cause,
    })),
  )
  await tellChanged(
    tx,
    made.map(({ plan: { subject } }) => ({
      subject: 'service',
      id: subject.service.id,
      customerId: subject.service.customerId,
    })),
  )
  const documents = made.map(({ document }) => document)
  await openDocuments(tx, env, documents)
}

interface RenewalDraft {
  plan: PlannedRenewal
  renewal: { id: string; price: bigint }
  document: NewDocument & { id: string }
}

/** Ids are given here, so that renewal and document are written once, each naming the other. */
function draftOf(plan: PlannedRenewal, dueAt: Instant): RenewalDraft {
  const { subject, startsAt, endsAt, mailAt } = plan
  const { customerId, currency } = subject.service
  const blocks = blocksOf(plan)
  const renewal = { id: newId(), price: blocksTotal(blocks) }
  const lines = renewalLines({ subject, renewal, offer: { startsAt, endsAt, blocks } })
  const terms = { customerId, buyer: subject.customer, currency, dueAt, mailAt }
  return { plan, renewal, document: { id: newId(), ...terms, lines } }
}

/** The service's own cycle and price, with its options and discount: every option has one there. */
function blocksOf({ subject: { service }, periods }: PlannedRenewal): PeriodBlock[] {
  const { cycle, price: unitPrice } = service
  const blocks = periodBlocks(service, { cycle, periods, unitPrice })
  if (!blocks) throw new Error(`service ${service.id} has an option without a price`)
  return blocks
}

function insertRenewals(
  tx: Tx,
  { actor, now }: Env,
  drafts: readonly RenewalDraft[],
): Promise<Set<string>> {
  const requestedBy = { kind: actor.kind, id: actor.id, name: actor.name }
  return insertManyReturning(
    tx,
    renewals,
    drafts.map(({ plan, renewal, document }) => {
      const { service } = plan.subject
      return {
        id: renewal.id,
        serviceId: service.id,
        customerId: service.customerId,
        documentId: document.id,
        lineId: document.lines[0]?.id,
        state: 'open' as const,
        cycle: service.cycle,
        periods: plan.periods,
        currency: service.currency,
        price: renewal.price,
        periodStartAt: plan.startsAt,
        periodEndAt: plan.endsAt,
        requestedBy,
        createdAt: now,
      }
    }),
    sql`on conflict (service_id) where state = 'open' do nothing`,
  )
}
