import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { field, formSchema } from '../../sdk/src/form.ts'
import { PANEL_ICONS, panelSchema } from '../../sdk/src/panel.ts'
import { PANEL } from '../dev/made-up-service.ts'
import { type FormSchema, readFields } from '../src/ui/form/schema-model.ts'
import { PANEL_ICON_NAMES } from '../src/ui/panel/panel-icon-names.ts'

test('every picture a module may name is known', () => {
  assert.deepEqual([...PANEL_ICON_NAMES].sort(), [...PANEL_ICONS].sort())
})

test('the panel that shows the pieces is one a module may return', () => {
  const panel = {
    ...PANEL,
    overview: {
      ...PANEL.overview,
      credentials: PANEL.overview.credentials.map((one) => ({
        ...one,
        secret: 'x',
        audience: ['staff'],
      })),
    },
    actions: PANEL.actions.map((one) => ({
      ...one,
      permission: 'services:panel',
      audience: ['staff'],
    })),
    tabs: PANEL.tabs.map((one) => ({ ...one, audience: ['staff'] })),
  }
  assert.deepEqual(panelSchema.safeParse(panel).error?.issues, undefined)
})

test('a module’s form is read with its words', () => {
  const label = { en: 'Memory', fr: 'Mémoire' }
  const schema = formSchema(
    z.object({
      memory: z
        .int()
        .min(64)
        .meta(field({ label, unit: 'MiB', help: { en: 'RAM', fr: 'RAM' } })),
      token: z.string().meta(field({ label, secret: true })),
      image: z.string().meta(field({ label, choices: 'images' })),
      mode: z
        .enum(['a', 'b'])
        .default('a')
        .meta(field({ label, options: { a: { en: 'A', fr: 'À' }, b: label } })),
      tags: z.array(z.string()).optional().meta(field({ label })),
      environment: z.record(z.string(), z.string()).meta(field({ label })),
    }),
  ) as FormSchema
  const fields = readFields(schema, { language: 'fr' })
  assert.deepEqual(
    fields.map((one) => [one.name, one.kind, one.isRequired]),
    [
      ['memory', 'number', true],
      ['token', 'secret', true],
      ['image', 'loadedChoice', true],
      ['mode', 'choice', false],
      ['tags', 'tags', false],
      ['environment', 'keyValue', true],
    ],
  )
  const [memory, , , mode] = fields
  assert.ok(memory?.kind === 'number' && memory.min === 64 && memory.max === undefined)
  assert.equal(memory.unit, 'MiB')
  assert.deepEqual(mode?.kind === 'choice' && mode.options, [
    { value: 'a', label: 'À' },
    { value: 'b', label: 'Mémoire' },
  ])
})
