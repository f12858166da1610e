import { eq, inArray } from 'drizzle-orm'
import type { Random } from '../../src/demo/random.ts'
import { DAY, HOUR, type Instant, toIso } from '../../src/domain/instant.ts'
import { documents } from '../../src/features/documents/tables.ts'
import { sandboxObjects } from '../../src/features/payments/sandbox/objects.ts'
import { charges } from '../../src/features/payments/tables.ts'
import { services } from '../../src/features/services/tables.ts'
import type { TestApp, TestClient } from '../app.ts'
import { payDocument } from './payment.ts'
import { type RandomFleet, randomPolicy } from './random-fleet.ts'

/** Whom something happened to. */
export interface Happening {
  at: Instant
  customerIds: readonly string[]
}

interface Scene {
  app: TestApp
  owner: TestClient
  fleet: RandomFleet
  random: Random
}

/** Something that a person or a bank does. Answers whom it touched; null when nothing came of it. */
export async function happen(scene: Scene): Promise<Happening | null> {
  const { app, random } = scene
  const at = app.clock.now()
  const done = await random.weighted([
    [() => payOne(scene), 4],
    [() => decideCharge(scene), 2],
    [() => editOne(scene), 4],
    [() => editCustomer(scene), 1],
    [() => editProduct(scene), 0.5],
  ])()
  return done && { at, ...done }
}

type Done = Omit<Happening, 'at'> | null

async function payOne({ app, random }: Scene): Promise<Done> {
  const { db } = app.ctx
  const open = await db
    .select()
    .from(documents)
    .where(inArray(documents.state, ['open', 'issued']))
    .orderBy(documents.createdAt, documents.id)
  if (open.length === 0) return null
  const { id, customerId, currency, gross, paid, credited } = random.pick(open)
  if (currency !== 'EUR' || gross - paid - credited <= 0n) return null
  const due = gross - paid - credited
  await payDocument(app.ctx, id, random.chance(0.15) && due > 1n ? due / 2n : due)
  return { customerIds: [customerId] }
}

/** The bank answers a debit that was under way. */
async function decideCharge({ app, random }: Scene): Promise<Done> {
  const waiting = await app.ctx.db
    .select()
    .from(charges)
    .where(eq(charges.state, 'pending'))
    .orderBy(charges.createdAt, charges.id)
  if (waiting.length === 0) return null
  const { id, documentId } = random.pick(waiting)
  const outcome = random.pick(['succeeded', 'refused'])
  await app.anonymous.post(`/api/v1/sandbox/gateway/charges/${id}/decision`, { outcome })
  const [document] = await app.ctx.db
    .select()
    .from(documents)
    .where(eq(documents.id, documentId ?? ''))
  return document ? { customerIds: [document.customerId] } : null
}

async function editOne({ app, owner, fleet, random }: Scene): Promise<Done> {
  const { id, customerId } = random.pick(fleet.members)
  const url = `/api/v1/admin/services/${id}`
  const inDays = (days: number) => toIso(app.clock.now() + days * DAY)
  const [verb, body] = random.weighted<[string, object]>([
    [['hold', { until: inDays(random.int(1, 2)), reason: 'asked' }], 2],
    [['release', {}], 1],
    [['add-days', { days: random.int(1, 5) }], 2],
    [['subtract-days', { days: random.int(1, 5) }], 1],
    [['cancel', { when: 'end_of_period' }], 1],
    [['cancel', { when: 'now' }], 0.5],
    [['undo-cancellation', {}], 1],
    [['set-policy', randomPolicy(random)], 3],
    [['pause-automation', {}], 0.5],
    [['resume-automation', {}], 1],
    [['suspend', { cause: 'abuse' }], 0.5],
    [['unsuspend', { causes: ['abuse'] }], 1],
    [['withdraw-renewal', {}], 0.5],
    [['renew', {}], 0.5],
    [['stop-auto-pay', {}], 0.5],
    [['', { expiresAt: inDays(random.int(-3, 12)), confirmPast: true }], 1.5],
    [['', { price: { amount: '1777', currency: 'EUR' }, openRenewal: 'remake' }], 1],
  ])
  const answer = verb ? await owner.post(`${url}/${verb}`, body) : await owner.patch(url, body)
  if (answer.status >= 500) throw new Error(`${verb} ${JSON.stringify(answer.body)}`)
  return answer.status < 300 ? { customerIds: [customerId] } : null
}

async function editCustomer({ app, owner, fleet, random }: Scene): Promise<Done> {
  const customerId = random.pick(fleet.customerIds)
  const url = `/api/v1/admin/customers/${customerId}`
  const until = toIso(app.clock.now() + random.int(4, 30) * HOUR)
  const answer = await random.pick([
    () => owner.patch(url, { policy: randomPolicy(random) }),
    () => owner.post(`${url}/hold`, { until }),
    () => owner.post(`${url}/release`),
  ])()
  return answer.status < 300 ? { customerIds: [customerId] } : null
}

async function editProduct({ app, owner, fleet, random }: Scene): Promise<Done> {
  const productId = random.pick(fleet.productIds)
  const policy = randomPolicy(random)
  const answer = await owner.patch(`/api/v1/admin/products/${productId}`, { policy })
  if (answer.status >= 300) throw new Error(JSON.stringify(answer.body))
  const concerned = await app.ctx.db
    .select({ customerId: services.customerId })
    .from(services)
    .where(eq(services.productId, productId))
  return { customerIds: concerned.map(({ customerId }) => customerId) }
}

/** From here on the provider answers nothing, or everything again. */
export function setOutage({ provider }: RandomFleet, isOut: boolean): void {
  const effect = { kind: 'refuse', code: 'transient', status: 503 }
  const rules = isOut ? [{ operation: '*', effect }] : []
  const { status, body } = provider.control({ method: 'PATCH', path: 'behaviour', body: { rules } })
  if (status >= 300) throw new Error(JSON.stringify(body))
}

/** What all charges do from here on; null: what stands on each card. */
export async function setBank(
  { ctx }: TestApp,
  always: 'refuse' | 'unreachable' | null,
): Promise<void> {
  await sandboxObjects(ctx).put('script', 'charges', { next: [], always })
}
