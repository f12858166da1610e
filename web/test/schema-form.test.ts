import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type FieldSchema, type FormField, readFields } from '../src/ui/form/schema-model.ts'
import { filledValues, initialValues, isComplete } from '../src/ui/form/schema-values.ts'

const form = (properties: Record<string, FieldSchema>, required: string[] = []) => ({
  type: 'object',
  properties,
  required,
})
const one = (schema: FieldSchema, language = 'fr'): FormField => {
  const [field] = readFields(form({ it: schema }, ['it']), { language })
  assert.ok(field)
  return field
}

const KINDS: [FieldSchema, FormField['kind']][] = [
  [{ type: 'string' }, 'text'],
  [{ type: 'string', multiline: true }, 'multiline'],
  [{ type: 'string', secret: true }, 'secret'],
  [{ type: 'string', format: 'date' }, 'day'],
  [{ type: 'string', format: 'date-time' }, 'instant'],
  [{ type: 'string', enum: ['a', 'b'] }, 'choice'],
  [{ type: 'string', choices: 'images' }, 'loadedChoice'],
  [{ type: 'integer' }, 'number'],
  [{ type: 'number' }, 'number'],
  [{ type: 'boolean' }, 'boolean'],
  [{ type: 'array', items: { type: 'string' } }, 'tags'],
  [{ type: 'array', items: { type: 'string', enum: ['a'] } }, 'choices'],
  [{ type: 'array', items: { type: 'object' } }, 'json'],
  [{ type: 'object', additionalProperties: { type: 'string' } }, 'keyValue'],
  [{ type: 'object', properties: { amount: {}, currency: {} } }, 'money'],
  [{ type: 'object', properties: { a: { type: 'string' } } }, 'group'],
  [{ anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }] }, 'instant'],
  [{ type: ['integer', 'null'] }, 'number'],
  [{}, 'json'],
]

for (const [schema, kind] of KINDS) {
  test(`${JSON.stringify(schema)} is drawn as ${kind}`, () => {
    assert.equal(one(schema).kind, kind)
  })
}

test('labels come from the schema in the reader’s language, else from the screen, else from the name', () => {
  assert.equal(one({ type: 'string', label: { en: 'Memory', fr: 'Mémoire' } }).label, 'Mémoire')
  const [field] = readFields(form({ note: { type: 'string' } }), {
    language: 'fr',
    labelOf: () => 'Remarque',
  })
  assert.equal(field?.label, 'Remarque')
  const [bare] = readFields(form({ maxRenewals: { type: 'integer' } }), { language: 'en' })
  assert.equal(bare?.label, 'Max renewals')
})

test('zod’s safe-integer bounds are no bounds', () => {
  const field = one({ type: 'integer', minimum: 64, maximum: Number.MAX_SAFE_INTEGER })
  assert.ok(field.kind === 'number' && field.min === 64 && field.max === undefined)
})

test('a field that may be null or has a default is not required', () => {
  assert.equal(one({ type: 'string' }).isRequired, true)
  assert.equal(one({ anyOf: [{ type: 'string' }, { type: 'null' }] }).isRequired, false)
  assert.equal(one({ type: 'string', default: 'x' }).isRequired, false)
})

test('pointers follow groups and escape slashes, as the server writes them', () => {
  const [group] = readFields(
    form({ 'a/b': { type: 'object', properties: { c: { type: 'string' } } } }),
    { language: 'en' },
  )
  assert.ok(group?.kind === 'group')
  assert.equal(group.fields[0]?.pointer, '/a~1b/c')
})

test('values begin with what is given, then the default; booleans are false', () => {
  const schema = form({
    a: { type: 'string', default: 'x' },
    b: { type: 'integer', default: 0 },
    c: { type: 'boolean' },
    d: { type: 'object', properties: { e: { type: 'string', default: 'y' } } },
  })
  assert.deepEqual(initialValues(schema, { a: 'given' }), {
    a: 'given',
    b: 0,
    c: false,
    d: { e: 'y' },
  })
})

test('what was left empty is not sent; zero and false are', () => {
  const schema = form({
    a: { type: 'string' },
    b: { type: 'integer' },
    c: { type: 'boolean' },
    s: { type: 'string', secret: true },
  })
  const fields = readFields(schema, { language: 'en' })
  assert.deepEqual(filledValues(fields, { a: '', b: 0, c: false, s: '' }), { b: 0, c: false })
})

test('a form is complete when its required fields are filled, inside groups too', () => {
  const schema = form({ g: form({ a: { type: 'string' } }, ['a']), n: { type: 'integer' } }, ['n'])
  const fields = readFields(schema, { language: 'en' })
  assert.equal(isComplete(fields, { n: 0 }), false)
  assert.equal(isComplete(fields, { n: 0, g: { a: 'x' } }), true)
})
