import { and, inArray, sql } from 'drizzle-orm'
import {
  type AutomatedService,
  type DoneStep,
  type Facts,
  type OperationFact,
  type OrderFact,
  periodKey,
} from '../../domain/automation/index.ts'
import { fromIso, type Instant } from '../../domain/instant.ts'
import { discountEnd, nextPeriodTotal } from '../../domain/period-price.ts'
import { anyOf } from '../../platform/any-of.ts'
import { instantToSql } from '../../platform/columns.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { documents } from '../documents/tables.ts'
import { loadRenewalFacts, type Renewal } from '../renewals/facts.ts'
import { loadServices, type ServiceSubject } from '../services/subject.ts'
import { automationSteps } from './tables.ts'

/** A service as the decision sees it, with the subject that its steps are carried out on. */
export interface AutomationState {
  subject: ServiceSubject
  service: AutomatedService
  facts: Facts
}

/** Facts of many services in a handful of set-based queries, as they are at this moment. */
export async function loadStates(
  db: Db | Tx,
  ids: readonly string[],
  now: Instant,
): Promise<Map<string, AutomationState>> {
  const subjects = await loadServices(db, ids, now)
  const known = [...subjects.keys()]
  const renewals = await loadRenewalFacts(db, known, now)
  const mailed = await loadMailed(db, [...renewals.open.values()])
  const automated = new Map([...subjects].map(([id, subject]) => [id, automatedService(subject)]))
  const done = await loadDone(db, automated)
  return new Map(
    [...subjects].map(([id, subject]) => {
      const open = renewals.open.get(id)
      const facts = factsOf(subject, {
        renewal: open
          ? { cycle: open.cycle, periods: open.periods, mailedAt: mailed.get(open.id) ?? null }
          : null,
        done: done.get(id) ?? [],
        order: orderOf(subject),
        renewalsAppliedAt: (renewals.applied.get(id) ?? []).map((row) => row.at ?? 0),
      })
      return [id, { subject, facts, service: automated.get(id) as AutomatedService }]
    }),
  )
}

function automatedService({ service, product, metadata }: ServiceSubject): AutomatedService {
  const { currency } = service
  const end = discountEnd(service)
  return {
    id: service.id,
    status: service.status,
    cycle: service.cycle,
    price: { amount: nextPeriodTotal(service), currency },
    discountEnd: end && { atRenewals: end.atRenewals, price: { amount: end.price, currency } },
    orderedAt: service.createdAt,
    expiresAt: service.expiresAt,
    anchorDay: service.anchorDay ?? 1,
    maxRenewals: service.maxRenewals,
    renewalCount: service.renewalCount,
    cancellationScheduled: service.cancellationRequestedAt !== null && service.endedAt === null,
    endedAt: service.endedAt,
    archivedAt: service.archivedAt,
    deliverOn: service.deliverOn,
    freeRenewalOnClick: product?.freeRenewalOnRequest ?? false,
    metadata,
  }
}

type LoadedFacts = Pick<Facts, 'renewal' | 'done' | 'order' | 'renewalsAppliedAt'>

function factsOf({ service, operations }: ServiceSubject, loaded: LoadedFacts): Facts {
  const held = service.heldForever || service.holdUntil !== null
  return {
    ...loaded,
    causes: service.suspensions.map(({ cause, since }) => ({ cause, since: fromIso(since) ?? 0 })),
    suspendedAt: service.suspendedAt,
    hold: held ? { until: service.heldForever ? null : service.holdUntil } : null,
    graceUntil: service.graceUntil,
    paused: service.automationPaused,
    operations: operations.map(({ kind, state, dueAt, requestedBy }) => ({
      kind,
      byAutomation: requestedBy.kind === 'automation',
      state: state as OperationFact['state'],
      waitsForStaff: state === 'failed' && dueAt === null,
    })),
    charge: null,
  }
}

async function loadMailed(db: Db | Tx, open: readonly Renewal[]) {
  const ids = open.map((renewal) => renewal.documentId).filter((id) => id !== null)
  if (ids.length === 0) return new Map<string, Instant | null>()
  const rows = await db
    .select({ id: documents.id, mailedAt: documents.mailedAt })
    .from(documents)
    .where(inArray(documents.id, ids))
  const byDocument = new Map(rows.map((row) => [row.id, row.mailedAt]))
  return new Map(
    open.map((renewal) => [renewal.id, byDocument.get(renewal.documentId ?? '') ?? null]),
  )
}

/**
 * The order of a pending service. One that is not paid yet is looked after with its order, so that
 * all its services go the same way; here it only counts when it is paid.
 */
function orderOf({ service }: ServiceSubject): OrderFact | null {
  return service.status === 'pending' && service.paidAt !== null ? { state: 'paid' } : null
}

/** The steps of each service's present period. */
async function loadDone(db: Db | Tx, services: Map<string, AutomatedService>) {
  if (services.size === 0) return new Map<string, DoneStep[]>()
  const periods = [...new Set([...services.values()].map(periodKey))].map(instantToSql)
  const rows = await db
    .select()
    .from(automationSteps)
    .where(
      and(
        anyOf(automationSteps.serviceId, [...services.keys()]),
        sql`${automationSteps.periodStart} = any(${sql.param(periods)}::timestamptz[])`,
      ),
    )
  const present = rows.filter((row) => {
    const service = services.get(row.serviceId)
    return service !== undefined && row.periodStart === periodKey(service)
  })
  const steps = Map.groupBy(present, (row) => row.serviceId)
  return new Map(
    [...steps].map(([id, own]) => [
      id,
      own.map((row) => ({ key: row.step, at: row.doneAt, skipped: row.outcome === 'skipped' })),
    ]),
  )
}
