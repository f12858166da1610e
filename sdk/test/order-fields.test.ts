import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import {
  formSchema,
  type OrderField,
  orderFieldSchema,
  secretFields,
  withOrderFields,
} from '../src/index.ts'

const label = { en: 'Label', fr: 'Libellé' }
const own = z.strictObject({ hostname: z.string() })
const form = (...fields: OrderField[]) => withOrderFields(own, fields)
const accepts = (field: OrderField, value: unknown) =>
  form(field).safeParse({ hostname: 'a', ...(value === undefined ? {} : { V: value }) }).success

test('a form without further fields is the module’s own', () => {
  assert.equal(form(), own)
})

test('each type takes what it says and nothing else', () => {
  const textual: OrderField = { type: 'text', name: 'V', label, maxLength: 3, pattern: '^[a-z]*$' }
  assert.deepEqual(
    ['abc', 'abcd', 'A', 1, undefined].map((value) => accepts(textual, value)),
    [true, false, false, false, true],
  )
  const whole: OrderField = { type: 'integer', name: 'V', label, min: 2, max: 4 }
  assert.deepEqual(
    [2, 4, 5, 2.5, '3'].map((value) => accepts(whole, value)),
    [true, true, false, false, false],
  )
  const choice: OrderField = { type: 'choice', name: 'V', label, options: [{ value: 'a', label }] }
  assert.deepEqual(
    ['a', 'b', ''].map((value) => accepts(choice, value)),
    [true, false, false],
  )
  assert.deepEqual(
    [true, 'true'].map((value) => accepts({ type: 'boolean', name: 'V', label }, value)),
    [true, false],
  )
})

test('what is required must be given, unless there is a default', () => {
  const needed: OrderField = { type: 'text', name: 'V', label, required: true }
  assert.equal(accepts(needed, undefined), false)
  assert.equal(accepts(needed, ''), false)
  const filled = form({ ...needed, default: 'x' }).parse({ hostname: 'a' })
  assert.deepEqual(filled, { hostname: 'a', V: 'x' })
})

test('the module’s own field is not replaced by one of the same name', () => {
  const same = form({ type: 'integer', name: 'hostname', label })
  assert.equal(same.safeParse({ hostname: 'a' }).success, true)
})

test('labels, help and options are kept for the form, secrets for the sealing', () => {
  const schema = form(
    { type: 'text', name: 'TOKEN', label, secret: true },
    { type: 'choice', name: 'MAP', label, help: label, options: [{ value: 'a', label }] },
  )
  assert.deepEqual(secretFields(schema), ['TOKEN'])
  const { MAP } = formSchema(schema).properties as Record<string, Record<string, unknown>>
  assert.deepEqual([MAP?.label, MAP?.help, MAP?.options], [label, label, { a: label }])
})

test('a pattern that is none, and a name that is none, are refused', () => {
  const named = { type: 'text', name: 'V', label }
  assert.equal(orderFieldSchema.safeParse(named).success, true)
  assert.equal(orderFieldSchema.safeParse({ ...named, pattern: '(' }).success, false)
  assert.equal(orderFieldSchema.safeParse({ ...named, name: 'no name' }).success, false)
})
