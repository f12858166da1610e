import assert from 'node:assert/strict'
import { test } from 'node:test'
import { offerForm } from '../src/features/my-services/offer-form.ts'
import { readChoice, writeChoice } from '../src/features/shop/order-choice.ts'

test('a choice survives its way through the address', () => {
  const choice = {
    ...{ cycle: 'monthly', quantity: 3, form: { hostname: 'www.é.fr', backups: true } },
    ...{ options: { memory_gb: 20, os: 'debian' }, couponCode: 'ÉTÉ-25' },
  }
  assert.deepEqual(readChoice(writeChoice(choice)), choice)
  const plain = { cycle: null, quantity: 1, form: {}, options: {}, couponCode: '' }
  assert.deepEqual(writeChoice({ ...plain, form: { hostname: '' } }), {})
  assert.deepEqual(readChoice({}), plain)
})

test('an address that was tampered with is a choice all the same', () => {
  for (const quantity of ['0', '-4', '1.5', 'many']) {
    assert.equal(readChoice({ quantity }).quantity, 1)
  }
  assert.equal(readChoice({ quantity: '100000' }).quantity, 100)
  for (const form of ['{', '[1]', 'null', '7']) assert.deepEqual(readChoice({ form }).form, {})
})

test('a renewal offers the cycles that have a price, a cancellation asks for its reason', () => {
  const cycles = [{ cycle: 'monthly', label: 'monthly · €10.00' }]
  const form = { type: 'object', properties: { cycle: { enum: ['weekly', 'monthly'] } } }
  const renew = offerForm({ id: 'service.renew', allowed: true, form }, cycles)
  assert.deepEqual(renew.form?.properties?.cycle?.enum, ['monthly'])
  assert.deepEqual(renew.form?.required, ['cycle'])
  const reason = { type: 'object', properties: { reasonId: { type: 'string' } } }
  const cancel = offerForm({ id: 'service.cancel', allowed: true, form: reason }, cycles)
  assert.deepEqual(cancel.form?.required, ['when', 'reasonId'])
})
