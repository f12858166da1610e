import assert from 'node:assert/strict'
import { z } from 'zod'
import { formSchema } from '../../form.ts'
import type { Trial } from '../trial.ts'
import type { Scenario } from './scenario.ts'

const textSchema = z.object({ en: z.string().min(1), fr: z.string().min(1) })

/** Parsed, written as JSON, read again and parsed again: the same. The JSON Schema agrees with zod. */
function checkRoundTrip(schema: z.ZodObject, example: Record<string, unknown>) {
  const parsed = schema.parse(example)
  assert.deepEqual(schema.parse(JSON.parse(JSON.stringify(parsed))), parsed)
  const described = formSchema(schema)
  assert.deepEqual(JSON.parse(JSON.stringify(described)), described)
  const rebuilt = z.fromJSONSchema(described as Parameters<typeof z.fromJSONSchema>[0])
  assert.ok(rebuilt.safeParse(example).success, 'the JSON Schema takes the example')
  assert.ok(!rebuilt.safeParse([]).success, 'the JSON Schema refuses nonsense')
}

/** Every field has a label in both languages, and its choices have a loader. */
function checkFields(schema: z.ZodObject, loaders: readonly string[]) {
  const { properties } = z
    .object({ properties: z.record(z.string(), z.looseObject({})) })
    .parse({ properties: {}, ...formSchema(schema) })
  for (const [name, property] of Object.entries(properties)) {
    assert.ok(textSchema.safeParse(property.label).success, `${name} has a label in en and fr`)
    if (property.help !== undefined) textSchema.parse(property.help)
    if (typeof property.choices === 'string') {
      assert.ok(loaders.includes(property.choices), `${name}: loader ${property.choices} exists`)
    }
  }
}

export const FORMS: readonly Scenario[] = [
  {
    name: 'settings survive a JSON Schema round trip',
    async run({ module, target }: Trial) {
      checkRoundTrip(module.serverSettings, target.server.settings)
      checkRoundTrip(module.productSettings, target.product)
      checkRoundTrip(module.orderForm, target.orderData)
    },
  },
  {
    name: 'every field has its label in both languages and its choices load',
    async run({ module, target, context }: Trial) {
      const loaders = Object.keys(module.choices ?? {})
      const forms = [module.serverSettings, module.productSettings, module.orderForm]
      for (const form of [...forms, ...Object.values(module.actionForms ?? {})]) {
        checkFields(form, loaders)
      }
      for (const load of Object.values(module.choices ?? {})) {
        const loaded = await load(context('choices'), target.server)
        assert.ok(loaded.ok && loaded.value.length > 0)
        for (const choice of loaded.value) textSchema.parse(choice.label)
      }
    },
  },
]
