import assert from 'node:assert/strict'
import { test } from 'node:test'
import none from '@berth/module-none'
import { type DeliveryModule, field } from '@berth/sdk'
import { z } from 'zod'
import { moduleRegistry } from './modules.ts'

const base = none as unknown as DeliveryModule
const from = (module: DeliveryModule) => ({
  module,
  packageName: `@berth/module-${module.id}`,
  version: null,
  included: true,
})

test('a type has one module, found by its name', () => {
  const registry = moduleRegistry([from(base)])
  assert.equal(registry.get('none'), base)
  assert.equal(registry.get('other'), undefined)
  assert.deepEqual(registry.all(), [base])
  assert.throws(() => moduleRegistry([from(base), from({ ...base })]), /two modules/)
})

test('a module with secrets among its product settings is refused', () => {
  const label = { en: 'Key', fr: 'Clé' }
  const productSettings = z.strictObject({ key: z.string().meta(field({ label, secret: true })) })
  assert.throws(() => moduleRegistry([from({ ...base, productSettings })]), /cannot hold secrets/)
})
