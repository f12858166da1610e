import type { DeliveryModule, OptionInput } from '@berth/sdk'
import { and, eq, isNull } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import { products } from '../catalog/tables.ts'

/**
 * What the server would call the plan of a product with these settings and options; null where the
 * module names no plans, or the settings are not what it asks for at present.
 */
export function plannedPlan(
  module: DeliveryModule,
  settings: Record<string, unknown>,
  options: readonly OptionInput[] = [],
): string | null {
  if (!module.planOf) return null
  const parsed = module.productSettings.safeParse(settings)
  if (!parsed.success) return null
  try {
    return module.planOf(parsed.data, options)
  } catch {
    // A module that cannot name this plan says nothing about it.
    return null
  }
}

/** The products on sale that stand for a plan, by id. */
export async function productsWithPlan(
  ctx: Context,
  type: string,
  plan: string | null,
): Promise<string[]> {
  const module = ctx.modules.get(type)
  if (!module || plan === null) return []
  const rows = await ctx.db
    .select({ id: products.id, settings: products.moduleSettings })
    .from(products)
    .where(and(eq(products.type, type), isNull(products.archivedAt)))
  return rows.flatMap(({ id, settings }) => (plannedPlan(module, settings) === plan ? [id] : []))
}
