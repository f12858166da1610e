import { inArray, sql } from 'drizzle-orm'
import { addDays } from '../../domain/calendar.ts'
import type { Instant } from '../../domain/instant.ts'
import { type KnownMetadata, resolveMetadata } from '../../domain/metadata.ts'
import { type PolicyOverrides, type ResolvedPolicy, resolvePolicy } from '../../domain/policy.ts'
import type { MoveSubject } from '../../domain/service-lifecycle.ts'
import type { SubjectKind } from '../../platform/action.ts'
import { anyOf } from '../../platform/any-of.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { productGroups, products } from '../catalog/tables.ts'
import { customers } from '../customers/tables.ts'
import { operations } from '../operations/tables.ts'
import { servers } from '../servers/tables.ts'
import { businessSettings } from '../settings/business.ts'
import { readSettings } from '../settings/sections.ts'
import { servicesSettings } from './installation-policy.ts'
import { services } from './tables.ts'

export type Service = typeof services.$inferSelect

/** A service with everything that its guards, screens and moves look at. */
export interface ServiceSubject {
  service: Service
  customer: Pick<
    typeof customers.$inferSelect,
    'id' | 'number' | 'name' | 'email' | 'kind' | 'language'
  >
  product: Pick<
    typeof products.$inferSelect,
    'id' | 'name' | 'moduleSettings' | 'serverGroupId' | 'metadata' | 'freeRenewalOnRequest'
  > | null
  server: Pick<typeof servers.$inferSelect, 'id' | 'name' | 'health' | 'suspendedAt'> | null
  /** Open operations: at most one on the server and one waiting. */
  operations: (typeof operations.$inferSelect)[]
  policy: ResolvedPolicy
  /** What each level sets of it. */
  policyLayers: PolicyOverrides
  metadata: KnownMetadata
  /** The business time zone. */
  zone: string
  /** `E + suspendAfterDays ≤ now`. */
  overdue: boolean
}

/** Loads many at once, in a handful of set-based queries. */
export async function loadServices(
  db: Db | Tx,
  ids: readonly string[],
  now: Instant,
): Promise<Map<string, ServiceSubject>> {
  if (ids.length === 0) return new Map()
  const rows = await db.select().from(services).where(anyOf(services.id, ids))
  const parts = await loadParts(db, rows)
  return new Map(rows.map((row) => [row.id, assemble(row, parts, now)]))
}

async function loadParts(db: Db | Tx, rows: Service[]) {
  const idsOf = (pick: (row: Service) => string | null) => [
    ...new Set(rows.map(pick).filter((id) => id !== null)),
  ]
  const customerIds = idsOf((row) => row.customerId)
  const productIds = idsOf((row) => row.productId)
  const serverIds = idsOf((row) => row.serverId)
  const [business, installation, customerRows, productRows, serverRows, operationRows] = [
    await readSettings(db, businessSettings),
    await readSettings(db, servicesSettings),
    await db.select().from(customers).where(inArray(customers.id, customerIds)),
    productIds.length === 0
      ? []
      : await db
          .select({ product: products, groupPolicy: productGroups.policy })
          .from(products)
          .innerJoin(productGroups, sql`${productGroups.id} = ${products.groupId}`)
          .where(inArray(products.id, productIds)),
    serverIds.length === 0
      ? []
      : await db.select().from(servers).where(inArray(servers.id, serverIds)),
    await db
      .select()
      .from(operations)
      .where(
        sql`${anyOf(
          operations.serviceId,
          idsOf((row) => row.id),
        )}
          and ${operations.state} in ('queued', 'running', 'unknown', 'failed')`,
      ),
  ]
  return {
    zone: business.timeZone,
    installation: installation.policy,
    customers: new Map(customerRows.map((row) => [row.id, row])),
    products: new Map(productRows.map((row) => [row.product.id, row])),
    servers: new Map(serverRows.map((row) => [row.id, row])),
    operations: Map.groupBy(operationRows, (row) => row.serviceId),
  }
}

type Parts = Awaited<ReturnType<typeof loadParts>>

function assemble(service: Service, parts: Parts, now: Instant): ServiceSubject {
  const customer = parts.customers.get(service.customerId)
  if (!customer) throw new Error(`service ${service.id} without its customer`)
  const product = parts.products.get(service.productId ?? '')
  const policyLayers = {
    service: service.policy,
    customer: customer.policy,
    product: product?.product.policy,
    group: product?.groupPolicy,
    installation: parts.installation,
  }
  const policy = resolvePolicy(service.cycle, policyLayers)
  const { expiresAt } = service
  const deadline =
    expiresAt === null ? null : addDays(expiresAt, policy.values.suspendAfterDays, parts.zone)
  return {
    service,
    customer,
    product: product?.product ?? null,
    server: parts.servers.get(service.serverId ?? '') ?? null,
    operations: parts.operations.get(service.id) ?? [],
    policy,
    policyLayers,
    metadata: resolveMetadata(service.metadata, product?.product.metadata ?? null),
    zone: parts.zone,
    overdue: deadline !== null && deadline <= now,
  }
}

/** Locks service rows in id order, the house's order; ids that do not exist are passed over. */
export async function lockServices(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx
    .select({ id: services.id })
    .from(services)
    .where(inArray(services.id, [...ids]))
    .orderBy(services.id)
    .for('no key update')
}

/** One locked service with its facts, for functions that work inside a transaction. */
export async function takeService(tx: Tx, id: string, now: Instant): Promise<ServiceSubject> {
  await lockServices(tx, [id])
  const subject = (await loadServices(tx, [id], now)).get(id)
  if (!subject) throw new Error(`no service ${id}`)
  return subject
}

export const serviceSubject: SubjectKind<ServiceSubject> = {
  noun: 'service',
  plural: 'services',
  load: loadServices,
  lock: lockServices,
  customerOf: (subject) => subject.service.customerId,
}

/** The part of a service that the domain's guards of moves look at. */
export function moveSubject(subject: ServiceSubject): MoveSubject {
  const { service, customer } = subject
  return {
    status: service.status,
    cycle: service.cycle,
    expiresAt: service.expiresAt,
    causes: service.suspensions.map(({ cause }) => cause),
    cancellationScheduled: service.cancellationRequestedAt !== null,
    customerKind: customer.kind,
    suspendedAt: service.suspendedAt,
    overdue: subject.overdue,
    metadata: subject.metadata,
    operations: subject.operations,
  }
}
