import { resolveMetadata } from '../../domain/metadata.ts'
import {
  type PolicyOverride,
  type PolicyOverrides,
  type ResolvedPolicy,
  resolvePolicy,
} from '../../domain/policy.ts'
import type { Db, Tx } from '../../platform/db.ts'
import type { customers } from '../customers/tables.ts'
import { businessSettings } from '../settings/business.ts'
import { readSettings } from '../settings/sections.ts'
import { servicesSettings } from './installation-policy.ts'
import {
  type OpenOperation,
  readAutomatedRows,
  readCustomers,
  readOpenOperations,
} from './read-automated.ts'
import { readProducts, type ServiceProduct } from './read-products.ts'
import type { Service, ServiceSubject } from './subject.ts'

/** The columns of a service that the automation, its forecast and its mails look at. */
export type AutomatedRow = Omit<
  Service,
  | 'initialPrice'
  | 'trial'
  | 'description'
  | 'notes'
  | 'orderData'
  | 'orderSecrets'
  | 'resource'
  | 'holdReason'
  | 'deliveredAt'
  | 'removedAt'
  | 'placeHeld'
  | 'stockHeld'
  | 'version'
  | 'cancellationReasonId'
  | 'cancellationDetails'
  | 'cancellationBy'
  | 'search'
  | 'expiresSort'
>

/** Of a customer what decisions, documents and previews need. */
export type AutomatedCustomer = Pick<
  typeof customers.$inferSelect,
  | 'id'
  | 'number'
  | 'kind'
  | 'name'
  | 'language'
  | 'country'
  | 'vatNumber'
  | 'policy'
  | 'holdUntil'
  | 'heldForever'
>

/**
 * A service as the automation looks at it: what decides, and nothing that only a move or a screen
 * needs. `loadServices` has the whole of it.
 */
export interface AutomatedSubject
  extends Pick<ServiceSubject, 'policy' | 'policyLayers' | 'metadata' | 'zone'> {
  service: AutomatedRow
  customer: AutomatedCustomer
  product: Pick<ServiceProduct, 'id' | 'name' | 'freeRenewalOnRequest'> | null
  /** Open operations: at most one on the server and one waiting. */
  operations: readonly OpenOperation[]
}

/** Loads many at once, for the sweep and for those who look ahead: a handful of narrow queries. */
export async function loadAutomated(
  db: Db | Tx,
  ids: readonly string[],
): Promise<Map<string, AutomatedSubject>> {
  if (ids.length === 0) return new Map()
  const rows = await readAutomatedRows(db, ids)
  const buyers = await readCustomers(db, [...new Set(rows.map((row) => row.customerId))])
  const products = await readProducts(db, [...new Set(rows.flatMap((row) => row.productId ?? []))])
  const operations = await readOpenOperations(db, ids)
  const { timeZone: zone } = await readSettings(db, businessSettings)
  const { policy: installation } = await readSettings(db, servicesSettings)
  const policyOf = policies(installation)
  return new Map(
    rows.map((service): [string, AutomatedSubject] => {
      const customer = buyers.get(service.customerId)
      if (!customer) throw new Error(`service ${service.id} without its customer`)
      const product = products.get(service.productId ?? '') ?? null
      const subject = {
        ...policyOf(service, customer, product),
        ...{ service, customer, product, zone },
        operations: operations.get(service.id) ?? [],
        metadata: resolveMetadata(service.metadata, product?.metadata ?? null),
      }
      return [service.id, subject]
    }),
  )
}

interface Resolved {
  policy: ResolvedPolicy
  policyLayers: PolicyOverrides
}

/** Resolves policies once for all services that share cycle, product and nothing of their own. */
function policies(installation: PolicyOverride) {
  const shared = new Map<string, Resolved>()
  return (
    { cycle, policy: own }: AutomatedRow,
    { policy: customer }: AutomatedCustomer,
    product: ServiceProduct | null,
  ): Resolved => {
    const layers = { service: own, customer, installation }
    const all = { ...layers, product: product?.policy, group: product?.groupPolicy }
    const resolve = () => ({ policy: resolvePolicy(cycle, all), policyLayers: all })
    if (!isEmpty(own) || !isEmpty(customer)) return resolve()
    const key = `${cycle} ${product?.id}`
    const known = shared.get(key) ?? resolve()
    shared.set(key, known)
    return known
  }
}

const isEmpty = (override: PolicyOverride) => Object.keys(override).length === 0
