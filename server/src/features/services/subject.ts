import { addDays } from '../../domain/calendar.ts'
import type { Instant } from '../../domain/instant.ts'
import { type KnownMetadata, resolveMetadata } from '../../domain/metadata.ts'
import { type PolicyOverrides, type ResolvedPolicy, resolvePolicy } from '../../domain/policy.ts'
import type { MoveSubject } from '../../domain/service-lifecycle.ts'
import type { SubjectKind } from '../../platform/action.ts'
import type { Db, Tx } from '../../platform/db.ts'
import type { products } from '../catalog/tables.ts'
import type { customers } from '../customers/tables.ts'
import { lockServices } from '../operations/lock-services.ts'
import type { operations } from '../operations/tables.ts'
import type { servers } from '../servers/tables.ts'
import { readParts, type ServiceParts } from './load-parts.ts'
import type { services } from './tables.ts'

export type Service = typeof services.$inferSelect

/** A service with everything that its guards, screens and moves look at. */
export interface ServiceSubject {
  service: Service
  customer: Pick<
    typeof customers.$inferSelect,
    | 'id'
    | 'number'
    | 'name'
    | 'email'
    | 'kind'
    | 'language'
    | 'holdUntil'
    | 'heldForever'
    | 'holdReason'
  >
  product: Pick<
    typeof products.$inferSelect,
    | 'id'
    | 'name'
    | 'moduleSettings'
    | 'orderFields'
    | 'serverGroupId'
    | 'metadata'
    | 'freeRenewalOnRequest'
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

/** Loads many at once, in a handful of set-based queries; a few in one. */
export async function loadServices(
  db: Db | Tx,
  ids: readonly string[],
  now: Instant,
): Promise<Map<string, ServiceSubject>> {
  if (ids.length === 0) return new Map()
  const parts = await readParts(db, ids)
  return new Map(parts.services.map((row) => [row.id, assemble(row, parts, now)]))
}

function assemble(service: Service, parts: ServiceParts, now: Instant): ServiceSubject {
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

/** One locked service with its facts, for functions that work inside a transaction. */
export async function takeService(tx: Tx, id: string, now: Instant): Promise<ServiceSubject> {
  await lockServices(tx, [id])
  return loadLocked(tx, id, now)
}

/** The same for one that the caller has locked. */
export async function loadLocked(tx: Tx, id: string, now: Instant): Promise<ServiceSubject> {
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
