import { isDeepStrictEqual } from 'node:util'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { actorOf } from '../../../platform/access.ts'
import type { Http } from '../../../platform/feature.ts'
import { notFound } from '../../../platform/problem.ts'
import type { Language } from '../../../platform/text.ts'
import { productGroups, products } from '../../catalog/tables.ts'
import { customers } from '../../customers/tables.ts'
import { servicesSettings } from '../../services/installation-policy.ts'
import { businessSettings } from '../../settings/business.ts'
import { policyOverride } from '../../settings/policy-override.ts'
import { findSection, readSettings } from '../../settings/sections.ts'
import { parseValues } from '../../settings/write-settings.ts'
import { effectJson, toEffectJson } from './effect-json.ts'
import { measureEffect } from './measure-effect.ts'
import type { RuleChange } from './rule-change.ts'

const response = { 200: effectJson }
const summary = (what: string) => `What ${what} would do to services, before it is saved`

/** What a change of the rules would do, asked with the same body as the change itself. */
export function effectRoutes(http: Http, ctx: Context): void {
  const measure = async (change: RuleChange, language: Language) =>
    toEffectJson(await measureEffect(ctx, change), language)

  http.post(
    '/api/v1/admin/settings/:section/effect',
    {
      config: { access: { kind: 'staff', permission: 'settings:read' } },
      schema: {
        summary: summary('a section of the settings'),
        tags: ['settings'],
        params: z.object({ section: z.string().min(1).max(60) }),
        body: z.strictObject({
          version: z.int().min(0),
          values: z.record(z.string(), z.unknown()),
        }),
        response,
      },
    },
    async (request) => {
      const { params, body } = request
      const change = await changeOfSection(ctx.db, params.section, body.values)
      return measure(change, actorOf(request).language)
    },
  )

  for (const { noun, level, permission, table, key } of OWNERS) {
    http.post(
      `/api/v1/admin/${noun}/:id/effect`,
      {
        config: { access: { kind: 'staff', permission } },
        schema: {
          summary: summary('another policy'),
          tags: [noun],
          params: z.object({ id: z.uuid() }),
          body: z.strictObject({ policy: policyOverride }),
          response,
        },
      },
      async (request) => {
        const { id } = request.params
        const [row] = await ctx.db
          .select({ policy: table.policy })
          .from(table)
          .where(eq(table.id, id))
        if (!row) throw notFound()
        const policy = { level, was: row.policy, values: request.body.policy }
        const change = { affects: { [key]: id }, policy, calendar: null }
        return measure(change, actorOf(request).language)
      },
    )
  }
}

/** What carries a policy besides the installation and the service itself. */
const OWNERS = [
  {
    noun: 'products',
    level: 'product',
    permission: 'products:read',
    table: products,
    key: 'productId',
  },
  {
    noun: 'product-groups',
    level: 'group',
    permission: 'products:read',
    table: productGroups,
    key: 'groupId',
  },
  {
    noun: 'customers',
    level: 'customer',
    permission: 'customers:read',
    table: customers,
    key: 'customerId',
  },
] as const

/** Sections that no decision reads change nothing. */
async function changeOfSection(
  db: Context['db'],
  name: string,
  wanted: Record<string, unknown>,
): Promise<RuleChange> {
  const section = findSection(name)
  if (!section) throw notFound()
  const values = parseValues(section, wanted)
  const affects = { section: name }
  if (name === servicesSettings.name) {
    const was = await readSettings(db, servicesSettings)
    const { policy, holidays } = servicesSettings.schema.parse(values)
    return {
      affects,
      policy: { level: 'installation', was: was.policy, values: policy },
      calendar: isDeepStrictEqual(was.holidays, holidays) ? null : { holidays },
    }
  }
  if (name !== businessSettings.name) return { affects, policy: null, calendar: null }
  const was = await readSettings(db, businessSettings)
  const { timeZone: zone } = businessSettings.schema.parse(values)
  return { affects, policy: null, calendar: zone === was.timeZone ? null : { zone } }
}
