import { formSchema } from '@berth/sdk'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import type { Http } from '../../platform/feature.ts'
import { say } from '../../platform/text.ts'

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
  /** The npm package, and its version where it has one. */
  package: z.string(),
  version: z.string().nullable(),
  /** It comes with Berth; otherwise the configuration names it. */
  included: z.boolean(),
})

/** A package that the configuration names and that could not become a module. */
const problemJson = z.object({
  /** As the configuration names it. */
  specifier: z.string(),
  package: z.string().nullable(),
  version: z.string().nullable(),
  /** Stable: `not_found`, `sdk_mismatch`, `import_failed`, … */
  code: z.string(),
  text: z.object({ en: z.string(), fr: z.string() }),
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
        summary: 'The delivery modules with their forms, and packages that could not be one',
        tags: ['products'],
        response: { 200: z.object({ items: z.array(moduleJson), problems: z.array(problemJson) }) },
      },
    },
    () => ({
      items: ctx.modules.installed().map(({ module, packageName, version, included }) => ({
        id: module.id,
        name: module.name,
        kinds: [...module.kinds],
        needsServer: module.needsServer,
        serverSettings: formSchema(module.serverSettings),
        productSettings: formSchema(module.productSettings),
        orderForm: formSchema(module.orderForm),
        abilities: ABILITIES.filter((ability) => module[ability] !== undefined),
        package: packageName,
        version,
        included,
      })),
      problems: ctx.modules.refused().map(({ specifier, packageName, version, code, problem }) => ({
        specifier,
        package: packageName,
        version,
        code,
        text: { en: say(problem, 'en'), fr: say(problem, 'fr') },
      })),
    }),
  )
}
