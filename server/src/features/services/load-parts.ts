import { and, eq, inArray, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { anyOf } from '../../platform/any-of.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { preparedIn } from '../../platform/prepared-in.ts'
import { productGroups, products } from '../catalog/tables.ts'
import { customers } from '../customers/tables.ts'
import { operations } from '../operations/tables.ts'
import { servers } from '../servers/tables.ts'
import { businessSettings } from '../settings/business.ts'
import { readSettings, type SettingsSection, valuesInForce } from '../settings/sections.ts'
import { settings } from '../settings/tables.ts'
import { servicesSettings } from './installation-policy.ts'
import { services } from './tables.ts'

/** So few services are read in one statement; of more, what they share would come once for each. */
const FEW = 4

/** Of what a service belongs to only what its guards, screens and moves look at. */
const CUSTOMER = {
  id: customers.id,
  number: customers.number,
  name: customers.name,
  email: customers.email,
  kind: customers.kind,
  language: customers.language,
  policy: customers.policy,
  holdUntil: customers.holdUntil,
  heldForever: customers.heldForever,
  holdReason: customers.holdReason,
}
const PRODUCT = {
  id: products.id,
  name: products.name,
  moduleSettings: products.moduleSettings,
  orderFields: products.orderFields,
  serverGroupId: products.serverGroupId,
  metadata: products.metadata,
  freeRenewalOnRequest: products.freeRenewalOnRequest,
  policy: products.policy,
}
const SERVER = {
  id: servers.id,
  name: servers.name,
  health: servers.health,
  suspendedAt: servers.suspendedAt,
}

type Row<T extends { $inferSelect: unknown }> = T['$inferSelect']
type Part<T extends { $inferSelect: unknown }, Fields> = Pick<Row<T>, keyof Fields & keyof Row<T>>

/** What services are put together from: rows by id, and the settings that apply to all. */
export interface ServiceParts {
  services: Row<typeof services>[]
  customers: Map<string, Part<typeof customers, typeof CUSTOMER>>
  products: Map<
    string,
    {
      product: Part<typeof products, typeof PRODUCT>
      groupPolicy: Row<typeof productGroups>['policy']
    }
  >
  servers: Map<string, Part<typeof servers, typeof SERVER>>
  /** The open ones, by service. */
  operations: Map<string, Row<typeof operations>[]>
  zone: string
  installation: ReturnType<typeof policyOf>
}

const policyOf = (stored: StoredSettings) => valuesOf(servicesSettings, stored).policy

type StoredSettings = Record<string, unknown> | null

const valuesOf = <S extends Parameters<typeof valuesInForce>[0]>(
  section: S,
  stored: StoredSettings,
) => valuesInForce(section as SettingsSection<S['schema']>, stored ?? {})

/** Reads services with all that belongs to them. */
export function readParts(db: Db | Tx, ids: readonly string[]): Promise<ServiceParts> {
  return ids.length <= FEW ? readFew(db, ids) : readMany(db, ids)
}

const isOpen = sql`${operations.state} in ('queued', 'running', 'unknown', 'failed')`
const business = alias(settings, 'business_settings')
const installation = alias(settings, 'services_settings')

/** By name: eight tables take longer to plan than to read. One id has the one plan that fits it. */
const one = preparedIn((db) =>
  withParts(db)
    .where(eq(services.id, sql.placeholder('id')))
    .prepare('services_one'),
)
const few = preparedIn((db) =>
  withParts(db)
    .where(sql`${services.id} = any(${sql.placeholder('ids')}::uuid[])`)
    .prepare('services_few'),
)

const withParts = (db: Db | Tx) =>
  db
    .select({
      service: services,
      customer: CUSTOMER,
      product: PRODUCT,
      groupPolicy: productGroups.policy,
      server: SERVER,
      operation: operations,
      business: business.value,
      installation: installation.value,
    })
    .from(services)
    .innerJoin(customers, eq(customers.id, services.customerId))
    .leftJoin(products, eq(products.id, services.productId))
    .leftJoin(productGroups, eq(productGroups.id, products.groupId))
    .leftJoin(servers, eq(servers.id, services.serverId))
    .leftJoin(operations, and(eq(operations.serviceId, services.id), isOpen))
    .leftJoin(business, eq(business.section, businessSettings.name))
    .leftJoin(installation, eq(installation.section, servicesSettings.name))

async function readFew(db: Db | Tx, ids: readonly string[]): Promise<ServiceParts> {
  const [id] = ids
  const rows =
    ids.length === 1 ? await one(db).execute({ id }) : await few(db).execute({ ids: [...ids] })
  const byId = <T>(pick: (row: (typeof rows)[number]) => [string, T] | null) =>
    new Map(rows.map(pick).filter((entry) => entry !== null))
  const open = rows.flatMap(({ operation }) => operation ?? [])
  return {
    services: [...byId(({ service }) => [service.id, service]).values()],
    customers: byId(({ customer }) => [customer.id, customer]),
    products: byId(
      ({ product, groupPolicy }) =>
        product && [product.id, { product, groupPolicy: groupPolicy ?? {} }],
    ),
    servers: byId(({ server }) => server && [server.id, server]),
    operations: Map.groupBy(open, (operation) => operation.serviceId),
    zone: valuesOf(businessSettings, rows[0]?.business ?? null).timeZone,
    installation: policyOf(rows[0]?.installation ?? null),
  }
}

async function readMany(db: Db | Tx, ids: readonly string[]): Promise<ServiceParts> {
  const rows = await db.select().from(services).where(anyOf(services.id, ids))
  const idsOf = (pick: (row: (typeof rows)[number]) => string | null) => [
    ...new Set(rows.map(pick).filter((id) => id !== null)),
  ]
  const customerIds = idsOf((row) => row.customerId)
  const productIds = idsOf((row) => row.productId)
  const serverIds = idsOf((row) => row.serverId)
  const customerRows = await db
    .select(CUSTOMER)
    .from(customers)
    .where(inArray(customers.id, customerIds))
  const productRows =
    productIds.length === 0
      ? []
      : await db
          .select({ product: PRODUCT, groupPolicy: productGroups.policy })
          .from(products)
          .innerJoin(productGroups, eq(productGroups.id, products.groupId))
          .where(inArray(products.id, productIds))
  const serverRows =
    serverIds.length === 0
      ? []
      : await db.select(SERVER).from(servers).where(inArray(servers.id, serverIds))
  const operationRows = await db
    .select()
    .from(operations)
    .where(
      and(
        anyOf(
          operations.serviceId,
          idsOf((row) => row.id),
        ),
        isOpen,
      ),
    )
  return {
    services: rows,
    customers: new Map(customerRows.map((row) => [row.id, row])),
    products: new Map(productRows.map((row) => [row.product.id, row])),
    servers: new Map(serverRows.map((row) => [row.id, row])),
    operations: Map.groupBy(operationRows, (row) => row.serviceId),
    zone: (await readSettings(db, businessSettings)).timeZone,
    installation: (await readSettings(db, servicesSettings)).policy,
  }
}
