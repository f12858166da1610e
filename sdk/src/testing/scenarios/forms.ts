import assert from 'node:assert/strict'
import { z } from 'zod'
import { formSchema, secretFields } from '../../form.ts'
import { type OrderField, orderFieldSchema, withOrderFields } from '../../order-fields.ts'
import { type Trial, value } from '../trial.ts'
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

/** The fields that the target's product asks besides the order form. */
async function readOrderFields({ module, target, context }: Trial): Promise<readonly OrderField[]> {
  const product = module.productSettings.parse(target.product)
  const read = await module.orderFields?.(context('order-fields'), target.server, product)
  return read ? value(read) : []
}

export const FORMS: readonly Scenario[] = [
  {
    name: 'settings survive a JSON Schema round trip',
    async run(trial) {
      const { module, target } = trial
      checkRoundTrip(module.serverSettings, target.server.settings)
      checkRoundTrip(module.productSettings, target.product)
      const asked = withOrderFields(module.orderForm, await readOrderFields(trial))
      checkRoundTrip(asked, target.orderData)
    },
  },
  {
    name: 'every field has its label in both languages and its choices load',
    async run({ module, target, context }) {
      const loaders = Object.keys(module.choices ?? {})
      const forms = [module.serverSettings, module.productSettings, module.orderForm]
      for (const form of [...forms, ...Object.values(module.actionForms ?? {})]) {
        checkFields(form, loaders)
      }
      for (const load of Object.values(module.choices ?? {})) {
        const loaded = value(await load(context('choices'), target.server))
        assert.ok(loaded.length > 0, 'there is something to choose')
        for (const choice of loaded) textSchema.parse(choice.label)
      }
    },
  },
  {
    name: 'product settings hold no secrets',
    async run({ module }) {
      // Everybody who reads the catalogue sees them: Berth refuses such a module.
      assert.deepEqual(secretFields(module.productSettings), [])
    },
  },
  {
    name: 'what a product asks besides the order form is a form too',
    cannotRun: ({ module }) => (module.orderFields ? null : 'its products ask nothing more'),
    async run(trial) {
      const fields = await readOrderFields(trial)
      const own = Object.keys(trial.module.orderForm.shape)
      for (const one of fields) {
        orderFieldSchema.parse(one)
        assert.ok(!own.includes(one.name), `${one.name} is a field of the order form already`)
      }
      const names = fields.map(({ name }) => name)
      assert.equal(new Set(names).size, names.length, 'each name is there once')
      checkFields(withOrderFields(trial.module.orderForm, fields), [])
    },
  },
]
