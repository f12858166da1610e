import type { SandboxProvider } from '@berth/module-sandbox/provider'
import type { Random } from '../../src/demo/random.ts'
import { CYCLES, isRecurring } from '../../src/domain/cycle.ts'
import { DAY, HOUR } from '../../src/domain/instant.ts'
import type { PolicyOverride } from '../../src/domain/policy.ts'
import type { ServiceDiscount } from '../../src/domain/service-option.ts'
import type { ServiceChanges } from '../../src/features/services/change.ts'
import type { NewService } from '../../src/features/services/create.ts'
import { newId } from '../../src/platform/ids.ts'
import type { TestApp, TestClient } from '../app.ts'
import { makeMethod, payBySelf } from './auto-pay.ts'
import { makeProduct } from './catalog.ts'
import { changeColumns } from './columns.ts'
import { makeCustomer } from './customer.ts'
import { makeOrder } from './order.ts'
import { makeServer } from './server.ts'
import { makeService } from './service.ts'

const CUSTOMERS = 14
const SERVICES = 27

export interface FleetMember {
  id: string
  customerId: string
  isHosted: boolean
}

export interface RandomFleet {
  members: FleetMember[]
  customerIds: string[]
  /** Customers with something on the server. */
  hostedIds: string[]
  /** Customers whose bank is asked without their doing. */
  chargedIds: Set<string>
  productIds: string[]
  provider: SandboxProvider
}

const AROUND_THE_CLOCK = { fromHour: 0, toHour: 24, weekends: true, holidays: true }

/** One or two fields that differ from what they would be. */
export function randomPolicy(random: Random): PolicyOverride {
  const field = (): PolicyOverride =>
    random.pick<PolicyOverride>([
      { invoiceLeadDays: random.int(0, 10) },
      { reminderDays: random.pick([[], [4], [6, 3, 2, 1], [0]]) },
      { suspendAfterDays: random.int(0, 3), minNoticeDays: random.int(0, 2) },
      { terminateAfterDays: random.int(1, 5), finalNoticeDays: random.pick([[], [2], [2, 1]]) },
      { autopayLeadDays: random.int(0, 4), autopayAttempts: random.int(1, 4) },
      { archiveAfterDays: random.int(0, 4) },
      { renewalGraceDays: random.int(0, 3), renewalBasis: 'payment_if_lapsed' },
      { destructiveHours: AROUND_THE_CLOCK },
      { destructiveHours: { fromHour: 10, toHour: 16, weekends: false, holidays: false } },
      { mailHours: { fromHour: 6, toHour: 12, weekends: random.chance(0.5), holidays: true } },
      { perCycle: { weekly: { invoiceLeadDays: 2, terminateAfterDays: 2 } } },
    ])
  return { ...field(), ...(random.chance(0.5) ? field() : {}) }
}

const maybePolicy = (random: Random, probability: number): PolicyOverride =>
  random.chance(probability) ? randomPolicy(random) : {}

const discountOf = (random: Random): ServiceDiscount => ({
  ...{ couponId: newId(), code: 'CHANCE', kind: 'percent', amount: '0' },
  basisPoints: random.pick([1234, 10_000]),
  renewals: random.pick([1, 2, null]),
})

/**
 * Services of all cycles at all points of their lives, with policies of every level, some on a
 * server, some that pay by themselves, some that staff have done something with.
 */
export async function makeRandomFleet(
  app: TestApp,
  owner: TestClient,
  random: Random,
): Promise<RandomFleet> {
  const customerIds = await makeCustomers(app, owner, random)
  const { server, provider } = await makeServer(app.ctx)
  const plain = await makeProduct(app.ctx, {
    ...{ prices: { weekly: 450n, monthly: 999n }, deliverOn: 'payment' },
    policy: maybePolicy(random, 0.7),
  })
  const hosted = await makeProduct(app.ctx, {
    ...{ type: 'sandbox', serverGroupId: server.groupId, policy: maybePolicy(random, 0.7) },
    moduleSettings: { memoryMb: 1024, diskGb: 10, cpuCores: 1 },
  })
  const products = { plain: plain.product.id, hosted: hosted.product.id }
  const chargedIds = new Set<string>()
  const members: FleetMember[] = []
  for (let made = 0; made < SERVICES; made++)
    members.push(await makeMember(app, random, { customerId: random.pick(customerIds), products }))
  for (const { id, customerId } of members) {
    if (!random.chance(0.25)) continue
    if (!chargedIds.has(customerId))
      await makeMethod(
        app.ctx,
        customerId,
        random.pick(['succeed', 'succeed', 'refuse', 'pending']),
      )
    chargedIds.add(customerId)
    await payBySelf(app.ctx, id, { useCredit: random.chance(0.3) })
  }
  for (let made = 0; made < 2; made++) {
    const customerId = random.pick(customerIds)
    const productId = products.plain
    await makeOrder(app, { customerId, productId, cycle: 'weekly', quantity: random.int(1, 2) })
  }
  const hostedIds = members.flatMap(({ isHosted, customerId }) => (isHosted ? customerId : []))
  const productIds = [products.plain, products.hosted]
  return { members, customerIds, hostedIds, chargedIds, productIds, provider }
}

async function makeCustomers(app: TestApp, owner: TestClient, random: Random): Promise<string[]> {
  const ids: string[] = []
  for (let made = 0; made < CUSTOMERS; made++) {
    const { customer } = await makeCustomer(
      app,
      random.pick([
        {},
        { country: 'BE', language: 'fr' },
        { kind: 'business', country: 'DE', vatNumber: 'DE123456789' },
      ] as const),
    )
    ids.push(customer.id)
    const policy = maybePolicy(random, 0.3)
    const url = `/api/v1/admin/customers/${customer.id}`
    if (Object.keys(policy).length > 0) await owner.patch(url, { policy })
    if (random.chance(0.2))
      await owner.post(`${url}/credit/entries`, { amount: { amount: '2500', currency: 'EUR' } })
  }
  return ids
}

interface Place {
  customerId: string
  products: { plain: string; hosted: string }
}

async function makeMember(
  app: TestApp,
  random: Random,
  { customerId, products }: Place,
): Promise<FleetMember> {
  const now = app.ctx.clock.now()
  const cycle = random.pick(random.chance(0.35) ? CYCLES : (['weekly', 'monthly'] as const))
  const isHosted = random.chance(0.25)
  const productId = isHosted ? products.hosted : random.pick([products.plain, null])
  const expiresAt = isRecurring(cycle) ? now + random.int(-30, 14 * 24) * HOUR : null
  const wanted: Partial<NewService> = {
    ...{ customerId, productId, cycle, expiresAt, policy: maybePolicy(random, 0.4) },
    price: BigInt(cycle === 'free' ? 0 : random.pick([0, 333, 999, 2995])),
    anchorDay: expiresAt && random.int(1, 31),
    currency: random.pick(['EUR', 'EUR', 'EUR', 'USD']),
    discount: random.chance(0.2) ? discountOf(random) : null,
    maxRenewals: random.chance(0.1) ? random.int(0, 2) : null,
    trial: random.chance(0.1),
    metadata: random.pick<Record<string, string>>([
      ...[{}, {}, {}, {}, {}, {}],
      ...[{ disable_auto_suspend: 'true' }, { disable_auto_terminate: 'true' }],
      ...[{ disable_notify_expiration: 'true' }, { max_renewals_in_current_month: '1' }],
    ]),
  }
  const status = random.chance(0.85) ? 'active' : 'pending'
  const { id } = await makeService(app, {
    ...wanted,
    ...(isHosted ? { type: 'sandbox', deliverOn: 'payment' } : { status, deliverOn: 'payment' }),
    ...(isHosted || random.chance(0.5) ? { paidAt: now } : {}),
  })
  if (random.chance(0.3)) await changeColumns(app.ctx, id, somethingDone(random, now, cycle))
  return { id, customerId, isHosted }
}

/** What staff or the customer did before. */
const somethingDone = (random: Random, now: number, cycle: NewService['cycle']): ServiceChanges =>
  random.pick<ServiceChanges>([
    { cancellationRequestedAt: now },
    { cancellationRequestedAt: now },
    { holdUntil: now + random.int(1, 6) * DAY },
    {
      plannedPrice: {
        ...{ amount: '1499', cycle },
        from: new Date(now + random.int(1, 20) * DAY).toISOString(),
      },
    },
  ])
