import type { SandboxResource } from '@berth/module-sandbox/provider'
import type { Facts, ScheduleEntry } from '../domain/automation/index.ts'
import { addDays } from '../domain/calendar.ts'
import { type Instant, SECOND } from '../domain/instant.ts'
import type { Books } from './books.ts'
import type { Estate } from './establish.ts'
import { born, type Life, live, NOTHING_YET, scheduleOf } from './live.ts'
import { type Making, tell } from './making.ts'
import { noteFailure } from './operate.ts'
import { makeMachine, wishFor } from './resources.ts'
import type { Sale } from './sell.ts'
import { suspensionsOf } from './suspend.ts'

type ServiceRow = Books['services'][number]

/** A service of the books with its life, if it was ever delivered. */
export interface Kept {
  row: ServiceRow
  sale: Sale
  life: Life | null
  remote: SandboxResource | null
}

/** Writes one unit of an order: the service as it stands now. */
export function keepService(making: Making, estate: Estate, sale: Sale, unit: number): Kept {
  const { plan, client } = sale
  const id = sale.serviceIds[unit] ?? ''
  const isMachine = plan.product.type === 'sandbox'
  const wish = isMachine ? wishFor(making, plan.product, client.buyer.domain) : null
  const servers = estate.servers.get(plan.product.serverGroup ?? '') ?? []
  const serverId = isMachine ? making.random.pick(servers) : null
  const blank = pendingRow(estate, sale, { id, serverId, wish })
  tell(making, {
    ...{ at: plan.placedAt, actor: sale.actor, cause: { kind: 'order', orderId: sale.orderId } },
    ...{ subject: 'service', subjectId: id, customerId: client.row.id, kind: 'service.created' },
    after: { name: blank.name, status: 'pending', type: blank.type, cycle: plan.cycle },
  })
  if (plan.deliveredAt === null) return keepUndelivered(making, { row: blank, sale })
  const deliveredAt = plan.deliveredAt + unit * 7 * SECOND
  const price = { amount: sale.price, currency: client.row.currency }
  const birth = {
    id,
    plan,
    price,
    orderedAt: plan.placedAt,
    deliveredAt,
    habit: client.buyer.habit,
  }
  const { life, schedule } = live(birth, making)
  noteSchedule(making, id, schedule)
  noteSteps(making, life)
  const row = { ...blank, ...livedColumns(making, { life, estate, deliveredAt }) }
  const machine = {
    serviceId: id,
    name: row.name,
    owner: client.buyer.email,
    product: plan.product,
  }
  const made =
    wish && row.endedAt === null
      ? makeMachine(making, {
          ...machine,
          wish,
          createdAt: deliveredAt,
          suspendedAt: life.facts.suspendedAt,
        })
      : null
  return {
    row: { ...row, resource: made?.stored ?? null },
    sale,
    life,
    remote: made?.remote ?? null,
  }
}

interface Unit {
  id: string
  serverId: string | null
  wish: { hostname: string; region: string } | null
}

function pendingRow(estate: Estate, sale: Sale, unit: Unit): ServiceRow {
  const { plan, client, price, initialPrice, orderId } = sale
  const { product, cycle } = plan
  const label = product.name[client.row.language]
  const name =
    product.group === 'domains'
      ? client.buyer.domain.replace('.example', product.name.en.endsWith('.fr') ? '.fr' : '.com')
      : (unit.wish?.hostname ?? label)
  return {
    id: unit.id,
    number: 0,
    customerId: client.row.id,
    productId: estate.productIds.get(product) ?? null,
    type: product.type,
    serverId: unit.serverId,
    orderId,
    name,
    description: '',
    notes: '',
    status: 'pending',
    cycle,
    currency: client.row.currency,
    price,
    initialPrice,
    expiresAt: null,
    anchorDay: null,
    maxRenewals: product.maxRenewals,
    renewalCount: 0,
    suspensions: [],
    suspendedAt: null,
    cancellationRequestedAt: null,
    cancellationReasonId: null,
    cancellationDetails: null,
    cancellationBy: null,
    trial: plan.trial,
    autoPay: false,
    autoPayAt: null,
    autoPayMethodId: null,
    autoPayCredit: false,
    metadata: {},
    orderData: unit.wish ? { ...unit.wish } : {},
    orderSecrets: {},
    resource: null,
    policy: {},
    deliverOn: product.deliverOn,
    holdUntil: null,
    heldForever: false,
    holdReason: null,
    automationPaused: false,
    graceUntil: null,
    paidAt: plan.paidAt,
    deliveredAt: null,
    endedAt: null,
    removedAt: null,
    archivedAt: null,
    placeHeld: unit.serverId !== null,
    stockHeld: product.stock !== null,
    createdAt: plan.placedAt,
    version: 1,
    search: '',
  }
}

function keepUndelivered(making: Making, { row, sale }: { row: ServiceRow; sale: Sale }): Kept {
  const { plan, price, document } = sale
  const { zone } = making.calendar
  const { paidAt } = plan
  const endedAt = plan.stage === 'given_up' ? document.voidedAt : null
  const leavesAt = endedAt === null ? null : addDays(endedAt, ARCHIVED_AFTER_DAYS, zone)
  const archivedAt = leavesAt !== null && leavesAt <= making.now ? leavesAt : null
  const { id = '' } = row
  const birth = { id, plan, price: { amount: price, currency: row.currency } }
  const times = { orderedAt: plan.placedAt, deliveredAt: plan.placedAt, habit: 'prompt' as const }
  const status = endedAt === null ? ('pending' as const) : ('cancelled' as const)
  const ends = { status, endedAt, archivedAt, expiresAt: null }
  const service = { ...born({ ...birth, ...times }, zone), ...ends }
  const facts: Facts = {
    ...NOTHING_YET,
    order: paidAt === null ? null : { state: 'paid' },
    operations: plan.stage === 'failed' ? [FAILED_CREATE] : [],
  }
  noteSchedule(making, id, scheduleOf(service, facts, making))
  if (plan.stage === 'failed' && paidAt !== null)
    noteFailure(making, { row, kind: 'create', at: paidAt, because: { rule: 'order_paid' } })
  if (endedAt === null) return { row, sale, life: null, remote: null }
  const ended = { ...ENDED, status, endedAt, archivedAt, removedAt: endedAt, version: 2 }
  return { row: { ...row, ...ended }, sale, life: null, remote: null }
}

/** The program's own delay. */
const ARCHIVED_AFTER_DAYS = 90

const FAILED_CREATE = {
  kind: 'create',
  byAutomation: true,
  state: 'failed',
  waitsForStaff: true,
} as const

function noteSchedule({ books, now }: Making, serviceId: string, entry: ScheduleEntry): void {
  const because = entry.because ? { ...entry.because } : null
  const shared = { serviceId, decidedAt: now, failures: 0, lastError: null }
  books.schedule.push({ ...shared, ...entry, because })
}

const ENDED = { placeHeld: false, stockHeld: false } as const

interface Lived {
  life: Life
  estate: Estate
  deliveredAt: Instant
}

function livedColumns(making: Making, { life, estate, deliveredAt }: Lived): Partial<ServiceRow> {
  const { service, facts, cancelledBy, heldBy } = life
  const { endedAt, expiresAt } = service
  const isHeld = heldBy !== null && endedAt === null
  return {
    status: service.status,
    expiresAt,
    anchorDay: expiresAt === null ? null : service.anchorDay,
    renewalCount: service.renewalCount,
    suspensions: suspensionsOf(facts, estate),
    suspendedAt: facts.suspendedAt,
    cancellationRequestedAt: cancelledBy?.at ?? null,
    cancellationReasonId: cancelledBy ? making.random.pick(making.reasonIds) : null,
    cancellationDetails: cancelledBy ? '' : null,
    deliveredAt,
    endedAt,
    removedAt: endedAt,
    archivedAt: service.archivedAt,
    holdUntil: isHeld ? heldBy.until : null,
    heldForever: isHeld && heldBy.until === null,
    holdReason: isHeld ? 'Promised by phone to wait for the transfer' : null,
    version: 2 + life.happenings.length + 2 * life.renewals.length,
    ...(endedAt === null ? {} : ENDED),
  }
}

const DAYS_OF_STEPS = 60

/** Steps of the present period decide what comes next; older ones are for the curious. */
function noteSteps({ books, now }: Making, { steps, service }: Life): void {
  const from = now - DAYS_OF_STEPS * 24 * 3600 * SECOND
  const present = service.expiresAt
  for (const { period, step, at } of steps) {
    if (at < from && period !== present) continue
    const shared = {
      serviceId: service.id,
      periodStart: period,
      dueAt: at,
      doneAt: at,
      runId: null,
    }
    const because = { ...step.because }
    const sent = step.kind !== 'remind' || step.send
    const outcome = sent ? ('done' as const) : ('skipped' as const)
    books.steps.push({ ...shared, step: step.key, outcome, because })
    for (const key of step.skips)
      books.steps.push({ ...shared, step: key, outcome: 'skipped', because })
  }
}
