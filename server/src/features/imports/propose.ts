import type { OptionInput } from '@berth/sdk'
import { and, eq, isNull, or } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import { CYCLES, type Cycle, isRecurring } from '../../domain/cycle.ts'
import { firstPeriod } from '../../domain/renewal.ts'
import { toInstantJson, toMoneyJson } from '../../platform/json.ts'
import { type CataloguedProduct, loadProducts, priceFor } from '../catalog/queries.ts'
import { products } from '../catalog/tables.ts'
import { servers } from '../servers/tables.ts'
import { businessSettings } from '../settings/business.ts'
import { readSettings } from '../settings/sections.ts'
import { findOwners, type Owner } from './find-owners.ts'
import { listResources, type ResourceQuery } from './list-resources.ts'
import type { ProposalJson, ResourceJson } from './schemas.ts'

/** Staff look through many at once. */
const ENOUGH = 200
const NO_OPTIONS: readonly OptionInput[] = []

/**
 * What exists on a server, each with the service that it could become: the customer by the owner's
 * e-mail or name, the product by the hosting plan, terms from the product's prices. Proposals only:
 * whoever imports says what shall be. Errors as for the list of resources.
 */
export async function proposeImports(ctx: Context, serverId: string, query: ResourceQuery) {
  const page = await listResources(ctx, serverId, { ...query, enough: ENOUGH })
  const free = page.items.filter((one) => one.availability === 'free')
  const owners = await findOwners(
    ctx.db,
    free.flatMap(({ owner }) => owner ?? []),
  )
  const plans = await productsByPlan(ctx, page.type, serverId)
  const { timeZone } = await readSettings(ctx.db, businessSettings)
  const basis = { plans, zone: timeZone, now: ctx.clock.now() }
  return {
    canImport: page.canImport,
    type: page.type,
    products: [...new Set([...plans.values()].flat())].map(toChoice),
    items: page.items.map((one) => ({
      ...one,
      proposal:
        one.availability === 'free'
          ? propose(one, owners.get(one.owner ?? '') ?? null, basis)
          : null,
    })),
    nextCursor: page.nextCursor,
  }
}

/** Products on sale that this server can deliver, by the plan that their services are seen with. */
async function productsByPlan(
  ctx: Context,
  type: string,
  serverId: string,
): Promise<Map<string, CataloguedProduct[]>> {
  const module = ctx.modules.get(type)
  const [server] = await ctx.db
    .select({ groupId: servers.groupId })
    .from(servers)
    .where(eq(servers.id, serverId))
  const group = server?.groupId
    ? or(isNull(products.serverGroupId), eq(products.serverGroupId, server.groupId))
    : undefined
  const rows = await ctx.db
    .select({ id: products.id })
    .from(products)
    .where(and(eq(products.type, type), isNull(products.archivedAt), group))
    .orderBy(products.position, products.id)
  const loaded = await loadProducts(
    ctx.db,
    rows.map(({ id }) => id),
  )
  const found = rows.flatMap(({ id }) => loaded.get(id) ?? [])
  return Map.groupBy(found, ({ product }) => {
    const settings = module?.productSettings.safeParse(product.moduleSettings)
    return settings?.success ? planName(module?.planOf?.(settings.data, NO_OPTIONS) ?? '') : ''
  })
}

/** Plans are compared as people read them. */
const planName = (plan: string) => plan.trim().toLowerCase()

interface Basis {
  plans: ReadonlyMap<string, readonly CataloguedProduct[]>
  zone: string
  now: number
}

function propose(resource: ResourceJson, owner: Owner | null, basis: Basis): ProposalJson {
  const sameNamed = resource.plan ? (basis.plans.get(planName(resource.plan)) ?? []) : []
  const [product] = sameNamed
  const currency = owner?.currency ?? product?.prices[0]?.currency ?? null
  const cycle = product && currency ? firstCycle(product, currency) : null
  const listed = product && cycle && currency ? priceFor(product, cycle, currency) : null
  return {
    name: resource.suggestedName,
    customer: owner && { id: owner.id, number: owner.number, name: owner.name, by: owner.by },
    product: product
      ? { id: product.product.id, name: product.product.name, isOnly: sameNamed.length === 1 }
      : null,
    cycle,
    price: listed ? toMoneyJson({ amount: listed.price, currency: listed.currency }) : null,
    expiresAt:
      cycle && isRecurring(cycle)
        ? toInstantJson(firstPeriod(basis.now, cycle, basis.zone).expiresAt)
        : null,
    status: resource.state === 'suspended' ? 'suspended' : 'active',
  }
}

function firstCycle(product: CataloguedProduct, currency: string): Cycle | null {
  return CYCLES.find((cycle) => priceFor(product, cycle, currency) !== null) ?? null
}

function toChoice({ product, prices }: CataloguedProduct) {
  return {
    id: product.id,
    name: product.name,
    prices: prices.map(({ cycle, currency, price }) => ({
      cycle,
      price: toMoneyJson({ amount: price, currency }),
    })),
  }
}
