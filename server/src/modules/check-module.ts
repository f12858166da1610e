import { type DeliveryModule, formSchema, secretFields } from '@berth/sdk'
import { z } from 'zod'
import { refusal, type Step, wordsOf } from './refusal.ts'

const run = z.custom<(...args: never[]) => unknown>((value) => typeof value === 'function', {
  error: 'must be a function',
})
const form = z.custom<z.ZodObject>(isForm, { error: 'must be a z.object({…}) of zod 4' })
const text = z.object({ en: z.string().min(1), fr: z.string().min(1) })

/** What every module has; abilities are functions where they are there at all. */
const shape = z.looseObject({
  id: z.string().regex(/^[a-z][a-z0-9_-]{1,31}$/),
  name: text,
  kinds: z.array(z.string().min(1)).min(1),
  needsServer: z.boolean(),
  settleMs: z.number().min(0),
  timeLimitMs: z.number().min(1),
  serverSettings: form,
  productSettings: form,
  orderForm: form,
  actionForms: z.record(z.string(), form).optional(),
  choices: z.record(z.string(), run).optional(),
  ...every(
    ['testConnection', 'list', 'find', 'inspect', 'create', 'suspend', 'unsuspend', 'terminate'],
    run,
  ),
  ...every(
    [
      ...[
        'adopt',
        'discard',
        'changePlan',
        'planOf',
        'rename',
        'reinstall',
        'resetPassword',
        'power',
      ],
      ...['changeOwner', 'pickServer', 'usage', 'panel', 'panelAction', 'orderFields'],
    ],
    run.optional(),
  ),
})

function every<T>(names: readonly string[], schema: T): Record<string, T> {
  return Object.fromEntries(names.map((name) => [name, schema]))
}

/** From whichever copy of zod it came. */
function isForm(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('_zod' in value)) return false
  const { _zod } = value as z.ZodObject
  return _zod?.def?.type === 'object'
}

/** Whether what a package exports by default can be used as a module. */
export function checkModule(exported: unknown): Step<DeliveryModule> {
  if (exported === undefined) return refusal('no_default_export')
  const checked = shape.safeParse(exported)
  if (!checked.success) return refusal('not_a_module', { message: wordsOf(checked.error) })
  const module = exported as DeliveryModule
  const { serverSettings, productSettings, orderForm, actionForms } = module
  const forms = { serverSettings, productSettings, orderForm, ...actionForms }
  for (const [name, schema] of Object.entries(forms)) {
    try {
      formSchema(schema)
    } catch (error) {
      return refusal('form_without_schema', { form: name, message: wordsOf(error) })
    }
  }
  if (secretFields(productSettings).length > 0) return refusal('secret_product_settings')
  return { ok: true, value: module }
}
