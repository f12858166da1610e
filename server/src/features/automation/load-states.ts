import { sql } from 'drizzle-orm'
import {
  type AutomatedService,
  type DoneStep,
  type Facts,
  type HoldFact,
  type OperationFact,
  type OrderFact,
  periodKey,
} from '../../domain/automation/index.ts'
import { fromIso, type Instant } from '../../domain/instant.ts'
import { discountEnd, nextPeriodTotal, type PricedService } from '../../domain/period-price.ts'
import { idArray } from '../../platform/any-of.ts'
import { plainArrayText } from '../../platform/array-text.ts'
import { instantFromSql, instantToSql } from '../../platform/columns.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { type ChargedService, readChargeFacts } from '../payments/charges/read-charge-facts.ts'
import {
  type OpenRenewal,
  readAppliedRenewals,
  readOpenRenewals,
} from '../renewals/read-renewals.ts'
import {
  type AutomatedRow,
  type AutomatedSubject,
  loadAutomated,
} from '../services/automated-subject.ts'
import { loadHeldBack } from './brake/load-held-back.ts'

/** A service as the decision sees it, with the subject that its steps are carried out on. */
export interface AutomationState {
  subject: AutomatedSubject
  service: AutomatedService
  facts: Facts
}

/** Facts of many services in a handful of set-based queries, as they are at this moment. */
export async function loadStates(
  db: Db | Tx,
  ids: readonly string[],
  now: Instant,
): Promise<Map<string, AutomationState>> {
  const subjects = await loadAutomated(db, ids)
  const known = [...subjects.keys()]
  const renewals = await readOpenRenewals(db, known)
  const applied = await readAppliedRenewals(db, known, now)
  const automated = new Map([...subjects].map(([id, subject]) => [id, automatedService(subject)]))
  const done = await loadDone(db, automated)
  const heldBack = await loadHeldBack(db, known)
  const charging = await readChargeFacts(db, charged([...subjects.values()], renewals))
  return new Map(
    [...subjects].map(([id, subject]) => {
      const open = renewals.get(id)
      const facts = factsOf(subject, {
        renewal: open
          ? { cycle: open.cycle, periods: open.periods, mailedAt: open.mailedAt }
          : null,
        done: done.get(id) ?? [],
        heldBack: heldBack.get(id) ?? null,
        ...(charging.get(id) ?? { charge: null, lastRefusedAt: null }),
        order: orderOf(subject),
        renewalsAppliedAt: applied.get(id) ?? [],
      })
      return [id, { subject, facts, service: automated.get(id) as AutomatedService }]
    }),
  )
}

function automatedService({ service, product, metadata }: AutomatedSubject): AutomatedService {
  return {
    id: service.id,
    status: service.status,
    cycle: service.cycle,
    firstCycle: service.firstCycle,
    ...periodPrice(service),
    plannedPrice: plannedPrice(service),
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

/** Of a service what its prices are worked out from. */
type PricedRow = PricedService & Pick<AutomatedRow, 'currency' | 'plannedPrice'>

/** What a period costs with options and discount, and where the discount ends. */
function periodPrice(service: PricedRow): Pick<AutomatedService, 'price' | 'discountEnd'> {
  const { currency } = service
  const end = discountEnd(service)
  return {
    price: { amount: nextPeriodTotal(service), currency },
    discountEnd: end && { atRenewals: end.atRenewals, price: { amount: end.price, currency } },
  }
}

/** A change of the cycle since then leaves nothing of it. */
export function plannedPrice(service: PricedRow): AutomatedService['plannedPrice'] {
  const planned = service.plannedPrice
  if (planned?.cycle !== service.cycle) return null
  return {
    at: fromIso(planned.from) ?? 0,
    ...periodPrice({ ...service, price: BigInt(planned.amount) }),
  }
}

/** Those that pay by themselves, or whose open document may have been charged. */
function charged(
  subjects: readonly AutomatedSubject[],
  renewals: ReadonlyMap<string, OpenRenewal>,
): ChargedService[] {
  return subjects.flatMap(({ service: { id, autoPay } }) => {
    const open = renewals.get(id)
    const documentId = open?.documentId ?? null
    return autoPay || documentId !== null ? [{ id, documentId }] : []
  })
}

type LoadedFacts = Pick<
  Facts,
  'renewal' | 'done' | 'heldBack' | 'order' | 'charge' | 'lastRefusedAt' | 'renewalsAppliedAt'
>

function factsOf({ service, customer, operations }: AutomatedSubject, loaded: LoadedFacts): Facts {
  return {
    ...loaded,
    causes: service.suspensions.map(({ cause, since }) => ({ cause, since: fromIso(since) ?? 0 })),
    suspendedAt: service.suspendedAt,
    hold: laterHold(service, customer),
    graceUntil: service.graceUntil,
    paused: service.automationPaused,
    operations: operations.map(({ kind, state, dueAt, requestedBy }) => ({
      kind,
      byAutomation: requestedBy.kind === 'automation',
      state: state as OperationFact['state'],
      waitsForStaff: state === 'failed' && dueAt === null,
    })),
  }
}

interface Holdable {
  holdUntil: Instant | null
  heldForever: boolean
}

/** The service's own hold or its customer's, whichever lasts longer. */
function laterHold(...levels: readonly Holdable[]): HoldFact | null {
  if (levels.some(({ heldForever }) => heldForever)) return { until: null }
  const dates = levels.flatMap(({ holdUntil }) => holdUntil ?? [])
  return dates.length === 0 ? null : { until: Math.max(...dates) }
}

/**
 * The order of a pending service. One that is not paid yet is looked after with its order, so that
 * all its services go the same way; here it only counts when it is paid.
 */
function orderOf({ service }: AutomatedSubject): OrderFact | null {
  return service.status === 'pending' && service.paidAt !== null ? { state: 'paid' } : null
}

/** The steps of each service's present period. */
async function loadDone(
  db: Db | Tx,
  services: Map<string, AutomatedService>,
): Promise<Map<string, DoneStep[]>> {
  const done = new Map<string, DoneStep[]>()
  if (services.size === 0) return done
  const ids = idArray([...services.keys()])
  const periods = sql.param(plainArrayText([...services.values()].map(periodKey).map(instantToSql)))
  type Row = { serviceId: string; key: string; at: string; skipped: boolean }
  const { rows } = await db.execute<Row>(sql`
    select s.service_id as "serviceId", s.step as key, s.done_at as at,
      s.outcome = 'skipped' as skipped
    from unnest(${ids}, ${periods}::timestamptz[]) as p(service_id, period_start)
    join automation_steps s using (service_id, period_start)
    order by s.id`)
  for (const { serviceId, key, at, skipped } of rows) {
    const step = { key, at: instantFromSql(at), skipped }
    const list = done.get(serviceId)
    if (list) list.push(step)
    else done.set(serviceId, [step])
  }
  return done
}
