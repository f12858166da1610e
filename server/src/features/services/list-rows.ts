import { eq, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { addDays } from '../../domain/calendar.ts'
import type { Instant } from '../../domain/instant.ts'
import { type PolicyOverride, policyValue } from '../../domain/policy.ts'
import type { Db } from '../../platform/db.ts'
import { preparedPer } from '../../platform/prepared-per.ts'
import { productGroups, products } from '../catalog/tables.ts'
import { customers } from '../customers/tables.ts'
import { operations } from '../operations/tables.ts'
import { servers } from '../servers/tables.ts'
import { businessSettings } from '../settings/business.ts'
import { valuesInForce } from '../settings/sections.ts'
import { servicesSettings } from './installation-policy.ts'
import type { ListedService } from './present.ts'
import { services } from './tables.ts'

/** The open operation on the server and the one that waits: one of each at most, by unique index. */
const onServer = alias(operations, 'on_server')
const waiting = alias(operations, 'waiting')

const DEFAULT_ZONE = valuesInForce(businessSettings, {}).timeZone

const FIELDS = {
  service: {
    id: services.id,
    number: services.number,
    name: services.name,
    status: services.status,
    type: services.type,
    price: services.price,
    currency: services.currency,
    cycle: services.cycle,
    expiresAt: services.expiresAt,
    createdAt: services.createdAt,
    cancellationRequestedAt: services.cancellationRequestedAt,
    endedAt: services.endedAt,
    heldForever: services.heldForever,
    holdUntil: services.holdUntil,
    policy: services.policy,
  },
  customer: { id: customers.id, number: customers.number, name: customers.name },
  customerPolicy: customers.policy,
  product: { id: products.id, name: products.name },
  productPolicy: products.policy,
  groupPolicy: productGroups.policy,
  server: { id: servers.id, name: servers.name },
  /** The installation's rules, without which nobody can say what is overdue. */
  timeZone: sql<string | null>`(select value->>'timeZone' from settings
    where section = ${sql.raw(`'${businessSettings.name}'`)})`,
  installationPolicy: sql<PolicyOverride | null>`(select value->'policy' from settings
    where section = ${sql.raw(`'${servicesSettings.name}'`)})`,
  onServer: {
    id: onServer.id,
    kind: onServer.kind,
    state: onServer.state,
    attempts: onServer.attempts,
    dueAt: onServer.dueAt,
    progress: onServer.progress,
  },
  waiting: {
    id: waiting.id,
    kind: waiting.kind,
    state: waiting.state,
    attempts: waiting.attempts,
    dueAt: waiting.dueAt,
    progress: waiting.progress,
  },
}

/**
 * What lists show of services: one statement with a name, so that the server plans its seven tables
 * once per connection and not for every page.
 */
const rowsQuery = preparedPer((db) =>
  db
    .select(FIELDS)
    .from(services)
    .innerJoin(customers, eq(customers.id, services.customerId))
    .leftJoin(products, eq(products.id, services.productId))
    .leftJoin(productGroups, eq(productGroups.id, products.groupId))
    .leftJoin(servers, eq(servers.id, services.serverId))
    .leftJoin(
      onServer,
      sql`${onServer.serviceId} = ${services.id} and ${onServer.state} in ('running', 'unknown')`,
    )
    .leftJoin(
      waiting,
      sql`${waiting.serviceId} = ${services.id} and ${waiting.state} in ('queued', 'failed')`,
    )
    .where(sql`${services.id} = any(${sql.placeholder('ids')}::uuid[])`)
    .prepare('service_rows'),
)

type Row = Awaited<ReturnType<ReturnType<typeof rowsQuery>['execute']>>[number]

/** The rows of these services, in the order of the ids; those that went in between are left out. */
export async function loadRows(
  db: Db,
  ids: readonly string[],
  now: Instant,
): Promise<ListedService[]> {
  if (ids.length === 0) return []
  const rows = await rowsQuery(db).execute({ ids: [...ids] })
  const zone = rows[0]?.timeZone ?? DEFAULT_ZONE
  const byId = new Map(rows.map((row) => [row.service.id, row]))
  return ids.flatMap((id) => {
    const row = byId.get(id)
    return row ? [listed(row, zone, now)] : []
  })
}

function listed(row: Row, zone: string, now: Instant): ListedService {
  const { service, customer, product, server } = row
  const layers = {
    service: service.policy,
    customer: row.customerPolicy,
    product: row.productPolicy,
    group: row.groupPolicy,
    installation: row.installationPolicy,
  }
  const operations = [row.onServer, row.waiting].filter((operation) => operation !== null)
  return {
    ...{ service, customer, product, server, operations },
    overdue: isOverdue(service, policyValue(service.cycle, layers, 'suspendAfterDays'), {
      zone,
      now,
    }),
  }
}

/** `E + suspendAfterDays ≤ now`. */
function isOverdue(
  { expiresAt }: Pick<Row['service'], 'expiresAt'>,
  suspendAfterDays: number,
  { zone, now }: { zone: string; now: Instant },
): boolean {
  // Days are never negative, so that what has not expired need not be counted.
  if (expiresAt === null || expiresAt > now) return false
  return addDays(expiresAt, suspendAfterDays, zone) <= now
}
