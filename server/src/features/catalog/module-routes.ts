import { formSchema } from '@berth/sdk'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import type { Http } from '../../platform/feature.ts'

const schema = z.record(z.string(), z.unknown())

const moduleJson = z.object({
  /** The service type. */
  id: z.string(),
  name: z.object({ en: z.string(), fr: z.string() }),
  kinds: z.array(z.string()),
  needsServer: z.boolean(),
  /** JSON Schemas, with label, help, secret, choices, options, unit, placeholder, multiline. */
  serverSettings: schema,
  productSettings: schema,
  orderForm: schema,
  /** What the module can do beyond the required. */
  abilities: z.array(z.string()),
})

const ABILITIES = [
  'adopt',
  'changePlan',
  'rename',
  'reinstall',
  'resetPassword',
  'power',
  'changeOwner',
  'usage',
  'panel',
  'orderFields',
] as const

/** Staff: the delivery modules of this installation, with the forms that they ask for. */
export function moduleRoutes(http: Http, ctx: Context): void {
  http.get(
    '/api/v1/admin/modules',
    {
      config: { access: { kind: 'staff', permission: 'products:read' } },
      schema: {
        summary: 'The delivery modules with their forms',
        tags: ['products'],
        response: { 200: z.object({ items: z.array(moduleJson) }) },
      },
    },
    () => ({
      items: ctx.modules.all().map((module) => ({
        id: module.id,
        name: module.name,
        kinds: [...module.kinds],
        needsServer: module.needsServer,
        serverSettings: formSchema(module.serverSettings),
        productSettings: formSchema(module.productSettings),
        orderForm: formSchema(module.orderForm),
        abilities: ABILITIES.filter((ability) => module[ability] !== undefined),
      })),
    }),
  )
}
