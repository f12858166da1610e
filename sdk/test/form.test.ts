import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { field, formSchema, secretFields } from '../src/index.ts'

const label = { en: 'Label', fr: 'Libellé' }
const form = z.strictObject({
  url: z.url().meta(field({ label, placeholder: 'https://…' })),
  token: z
    .string()
    .min(1)
    .meta(field({ label, secret: true })),
  key: z
    .string()
    .meta(field({ label, secret: true, multiline: true }))
    .optional(),
  size: z
    .int()
    .min(1)
    .max(9)
    .default(3)
    .meta(field({ label, unit: 'GiB', help: label })),
  kind: z.enum(['a', 'b']).meta(field({ label, options: { a: label, b: label } })),
  place: z.string().meta(field({ label, choices: 'places' })),
})

test('a form keeps metadata, order, limits and what must be given', () => {
  const schema = formSchema(form)
  assert.deepEqual(Object.keys(schema.properties ?? {}), [
    'url',
    'token',
    'key',
    'size',
    'kind',
    'place',
  ])
  assert.deepEqual(schema.required, ['url', 'token', 'kind', 'place'])
  assert.equal(schema.additionalProperties, false)
  const { size, kind, key, place } = z
    .record(z.string(), z.looseObject({}))
    .parse(schema.properties)
  assert.deepEqual(size, {
    type: 'integer',
    minimum: 1,
    maximum: 9,
    default: 3,
    label,
    unit: 'GiB',
    help: label,
  })
  assert.deepEqual(kind?.options, { a: label, b: label })
  assert.equal(key?.multiline, true)
  assert.equal(place?.choices, 'places')
})

test('the secret fields are known by name, also optional ones', () => {
  assert.deepEqual(secretFields(form), ['token', 'key'])
  assert.deepEqual(secretFields(z.object({})), [])
})
