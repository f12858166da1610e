import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { CYCLES } from '../../domain/cycle.ts'
import { POLICY_LEVELS, type PolicyOverrides, resolvePolicy } from '../../domain/policy.ts'
import type { Http } from '../../platform/feature.ts'
import { notFound } from '../../platform/problem.ts'
import { productGroups } from '../catalog/tables.ts'
import { servicesSettings } from '../services/installation-policy.ts'
import { readSettings } from '../settings/sections.ts'

const oneCycle = z.object({
  values: z.record(z.string(), z.unknown()),
  /** Per field, where its value was set. */
  from: z.record(z.string(), z.enum(POLICY_LEVELS)),
})

/** What a level of the policy leaves empty has these values, from these levels. */
export function inheritedPolicyRoutes(http: Http, ctx: Context): void {
  http.get(
    '/api/v1/admin/policies/inherited',
    {
      config: { access: { kind: 'staff', permission: 'services:read' } },
      schema: {
        summary: 'The policy that a level inherits, per cycle, with the level of each value',
        tags: ['settings'],
        querystring: z.strictObject({
          /** Who inherits. A customer’s services may have a product that sets something else. */
          level: z.enum(['installation', 'group', 'product', 'customer']),
          /** A product’s group. */
          groupId: z.uuid().optional(),
        }),
        response: { 200: z.object({ cycles: z.partialRecord(z.enum(CYCLES), oneCycle) }) },
      },
    },
    async (request) => {
      const { level, groupId } = request.query
      const layers = await layersBelow(ctx, level, groupId)
      return {
        cycles: Object.fromEntries(
          CYCLES.map((cycle) => {
            const { values, from } = resolvePolicy(cycle, layers)
            return [cycle, { values: { ...values }, from }]
          }),
        ),
      }
    },
  )
}

async function layersBelow(
  ctx: Context,
  level: string,
  groupId: string | undefined,
): Promise<PolicyOverrides> {
  if (level === 'installation') return {}
  const installation = (await readSettings(ctx.db, servicesSettings)).policy
  if (level !== 'product' || groupId === undefined) return { installation }
  const [group] = await ctx.db
    .select({ policy: productGroups.policy })
    .from(productGroups)
    .where(eq(productGroups.id, groupId))
  if (!group) throw notFound()
  return { installation, group: group.policy }
}
