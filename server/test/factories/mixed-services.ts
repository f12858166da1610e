import { eq, sql } from 'drizzle-orm'
import { randomFrom } from '../../src/demo/random.ts'
import { CYCLES } from '../../src/domain/cycle.ts'
import { DAY } from '../../src/domain/instant.ts'
import {
  isEnded,
  STATUSES,
  SUSPENSION_CAUSES,
  type SuspensionCause,
} from '../../src/domain/service-lifecycle.ts'
import { operations } from '../../src/features/operations/tables.ts'
import { serviceSchedule, services } from '../../src/features/services/tables.ts'
import { newId } from '../../src/platform/ids.ts'
import type { TestApp } from '../app.ts'
import { makeGroup, makeProduct } from './catalog.ts'
import { makeCustomer } from './customer.ts'
import { makeServer } from './server.ts'
import { makeService } from './service.ts'

const OPERATION_STATES = ['queued', 'running', 'failed', 'unknown', 'succeeded'] as const

/**
 * Services of every kind that a list can tell apart, many of them alike in what lists sort by. The
 * same seed makes the same services; states are written as they are, without living through them.
 */
export async function makeMixedServices(app: TestApp, count: number, seed = 1) {
  const random = randomFrom(seed)
  const { ctx } = app
  const now = ctx.clock.now()
  const groups = [await makeGroup(ctx), await makeGroup(ctx)]
  const products = []
  for (const [index, name] of ['Alpha', 'Beta', 'Gamma'].entries()) {
    const groupId = groups[index % 2]?.id ?? ''
    products.push((await makeProduct(ctx, { groupId, name: { en: name, fr: name } })).product)
  }
  const { server, provider } = await makeServer(ctx)
  const servers = [server, (await makeServer(ctx, { provider })).server]
  const customers = []
  for (const name of ['Anne Ébène', 'Bob 50%_off', 'Cie & Fils']) {
    customers.push((await makeCustomer(app, { name })).customer)
  }
  for (let made = 0; made < count; made++) {
    const status = random.pick(STATUSES)
    const cycle = random.pick(CYCLES)
    const endless = cycle === 'onetime' || cycle === 'free'
    const { id } = await makeService(app, {
      customerId: random.pick(customers).id,
      productId: random.chance(0.3) ? null : random.pick(products).id,
      type: random.pick(['none', 'sandbox']),
      serverId: random.chance(0.3) ? null : random.pick(servers).id,
      name: `Name ${random.int(1, 6)}`,
      cycle,
      currency: random.pick(['EUR', 'USD']),
      price: BigInt(random.int(0, 5) * 500),
      trial: random.chance(0.2),
      autoPay: random.chance(0.4),
      metadata: random.pick<Record<string, string>>([
        {},
        { rack: 'A1' },
        { rack: 'B2', note: 'a:b' },
      ]),
    })
    const causes: SuspensionCause[] = status === 'suspended' ? [random.pick(SUSPENSION_CAUSES)] : []
    if (causes.length > 0 && random.chance(0.3)) causes.push(random.pick(SUSPENSION_CAUSES))
    await ctx.db
      .update(services)
      .set({
        status,
        suspensions: [...new Set(causes)].map((cause) => ({
          ...{ cause, note: '', message: '', since: new Date(now).toISOString() },
          by: { kind: 'staff', id: null, name: 'Staff' },
        })),
        createdAt: now - random.int(0, 12) * (DAY / 2),
        expiresAt: endless || status === 'pending' ? null : now + random.int(-6, 12) * (DAY / 2),
        cancellationRequestedAt: random.chance(0.2) ? now : null,
        holdUntil: random.chance(0.2) ? now + random.int(-1, 1) * DAY : null,
        heldForever: random.chance(0.1),
        automationPaused: random.chance(0.1),
        endedAt: isEnded(status) ? now : null,
        archivedAt: isEnded(status) && random.chance(0.5) ? now : null,
      })
      .where(eq(services.id, id))
    if (random.chance(0.1)) {
      const blocked = sql`update ${serviceSchedule} set blocked_on = 'staff' where service_id = ${id}`
      await ctx.db.execute(blocked)
    }
    if (random.chance(0.4)) {
      await ctx.db.insert(operations).values({
        ...{ id: newId(), serviceId: id, kind: 'suspend', input: {}, createdAt: now },
        state: random.pick(OPERATION_STATES),
        dueAt: random.chance(0.5) ? now + DAY : null,
        ...{ requestedBy: { kind: 'staff', id: null, name: 'Staff' }, cause: {}, progress: null },
      })
    }
  }
  return { groups, products, servers, customers }
}
