import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTestApp } from '../../../test/app.ts'
import { makeProduct } from '../../../test/factories/catalog.ts'
import { makeOption } from '../../../test/factories/option.ts'
import { newId } from '../../platform/ids.ts'

const OPTIONS = '/api/v1/admin/options'
const eur = (amount: string) => ({ amount, currency: 'EUR' })
const label = { en: 'Memory', fr: 'Mémoire' }
const app = await startTestApp()

const memory = {
  key: 'memory_gb',
  kind: 'quantity',
  label,
  unit: 'GB',
  min: 10,
  max: 50,
  step: 5,
  prices: [{ cycle: 'monthly', price: eur('100') }],
}

test('staff make an option, share it between products, change and delete it', async () => {
  const staff = await app.staff()
  const made = await staff.post(OPTIONS, memory)
  assert.equal(made.status, 201)
  assert.deepEqual(made.body.prices, [
    { choice: null, cycle: 'monthly', price: eur('100'), setupFee: eur('0') },
  ])
  const { id } = made.body
  const products = [await makeProduct(app.ctx), await makeProduct(app.ctx)]
  for (const { product } of products) {
    const set = await staff.put(`/api/v1/admin/products/${product.id}/options`, { optionIds: [id] })
    assert.equal(set.status, 200)
    assert.equal(set.body.items[0].key, 'memory_gb')
  }
  const changed = await staff.patch(`${OPTIONS}/${id}`, { max: 100, required: true })
  assert.deepEqual([changed.body.max, changed.body.required], [100, true])
  const list = await staff.get(OPTIONS)
  const listed = list.body.items.find((item: { id: string }) => item.id === id)
  assert.deepEqual(
    new Set(listed.products.map((product: { id: string }) => product.id)),
    new Set(products.map(({ product }) => product.id)),
  )
  assert.equal((await staff.delete(`${OPTIONS}/${id}`)).status, 204)
  assert.equal((await staff.patch(`${OPTIONS}/${id}`, { max: 5 })).status, 404)
})

const bad: [string, Record<string, unknown>, string, string][] = [
  ['a quantity without limits', { min: null }, '/min', 'quantity_limits_needed'],
  ['limits the wrong way round', { min: 20, max: 10 }, '/max', 'max_below_min'],
  ['limits off the steps', { min: 3 }, '/step', 'off_the_steps'],
  ['limits of a text', { kind: 'text' }, '/min', 'only_for_quantities'],
  [
    'a choice of nothing',
    { kind: 'choice', min: null, max: null, step: null, prices: [] },
    '/choices',
    'choices_needed',
  ],
  [
    'a choice twice',
    {
      ...{ kind: 'choice', min: null, max: null, step: null, prices: [] },
      choices: [
        { value: 'a', label },
        { value: 'a', label },
      ],
    },
    '/choices/1/value',
    'choice_twice',
  ],
  [
    'a price of no choice',
    { prices: [{ choice: 'x', cycle: 'monthly', price: eur('1') }] },
    '/prices/0/choice',
    'price_of_unknown_choice',
  ],
  [
    'a monthly price of what is paid once',
    { recurring: false },
    '/prices/0/cycle',
    'once_is_onetime',
  ],
  [
    'two prices for one cycle',
    { prices: [...memory.prices, ...memory.prices] },
    '/prices/1',
    'price_twice',
  ],
  ['a server that is not chosen', { key: 'server_id' }, '/key', 'server_is_a_choice'],
  ['a key with capitals', { key: 'Memory' }, '/key', 'invalid_format'],
]
for (const [what, fields, pointer, code] of bad) {
  test(`refuses ${what} at ${pointer}`, async () => {
    const staff = await app.staff()
    const answer = await staff.post(OPTIONS, { ...memory, ...fields })
    assert.equal(answer.status, 422)
    const error = answer.body.errors.find((one: { pointer: string }) => one.pointer === pointer)
    assert.equal(error?.code, code)
    assert.doesNotMatch(error.detail, /^problem\./)
  })
}

test('a product has one option of each key', async () => {
  const staff = await app.staff()
  const { product } = await makeProduct(app.ctx)
  const first = await makeOption(app.ctx, { key: 'os' })
  const second = await makeOption(app.ctx, { key: 'os' })
  const third = await makeOption(app.ctx, { key: 'disk' })
  const url = `/api/v1/admin/products/${product.id}/options`
  const ids = [first, second, third].map(({ option }) => option.id)
  const both = await staff.put(url, { optionIds: ids })
  assert.equal(both.body.errors[0].pointer, '/optionIds/1')
  assert.equal(both.body.errors[0].code, 'option_key_twice')
  assert.equal((await staff.put(url, { optionIds: [ids[0], ids[2]] })).status, 200)
  const renamed = await staff.patch(`${OPTIONS}/${ids[2]}`, { key: 'os' })
  assert.equal(renamed.body.errors[0].pointer, '/key')
  const unknown = await staff.put(url, { optionIds: [newId()] })
  assert.equal(unknown.body.errors[0].code, 'unknown_option')
  assert.equal((await staff.get(url)).body.items.length, 2)
})

test('what a cycle has no price for is not asked in it, and prices stand in the labels', async () => {
  const staff = await app.staff()
  const { product } = await makeProduct(app.ctx, { prices: { monthly: 1000n, annually: 9000n } })
  const choices = ['debian', 'windows'].map((value) => ({ value, label: { en: value, fr: value } }))
  const os = await makeOption(app.ctx, {
    ...{ key: 'os', kind: 'choice', choices, required: true },
    choicePrices: { debian: { monthly: 0n, annually: 0n }, windows: { monthly: 500n } },
  })
  const extra = await makeOption(app.ctx, { key: 'backup', kind: 'checkbox' })
  const free = await makeOption(app.ctx, { key: 'note', prices: {} })
  const optionIds = [os, extra, free].map(({ option }) => option.id)
  await staff.put(`/api/v1/admin/products/${product.id}/options`, { optionIds })
  const forms = async (currency: string) =>
    (await staff.get(`/api/v1/admin/products/${product.id}/option-forms?currency=${currency}`)).body
      .forms
  const { monthly, annually } = await forms('EUR')
  assert.deepEqual(Object.keys(monthly.properties), ['os', 'backup', 'note'])
  assert.deepEqual(monthly.properties.os.enum, ['debian', 'windows'])
  assert.equal(monthly.properties.os.options.windows.en, 'windows (+€5.00)')
  assert.equal(monthly.properties.backup.label.en, 'Extra (+€10.00)')
  assert.deepEqual(monthly.required, ['os'])
  assert.deepEqual(Object.keys(annually.properties), ['os', 'note'])
  assert.deepEqual(annually.properties.os.enum, ['debian'])
  assert.deepEqual(Object.keys((await forms('CHF')).monthly.properties), ['note'])
})

test('the form of one option is there on all terms, for staff who type the price', async () => {
  const staff = await app.staff()
  const { option } = await makeOption(app.ctx, { key: 'backup', kind: 'checkbox' })
  const label = async (cycle: string) => {
    const url = `${OPTIONS}/${option.id}/form?cycle=${cycle}&currency=EUR`
    return (await staff.get(url)).body.form.properties.backup.label.en
  }
  assert.equal(await label('monthly'), 'Extra (+€10.00)')
  assert.equal(await label('weekly'), 'Extra')
})

test('support reads options and changes none', async () => {
  const support = await app.staff('support')
  assert.equal((await support.get(OPTIONS)).status, 200)
  assert.equal((await support.post(OPTIONS, memory)).status, 403)
  const { option } = await makeOption(app.ctx)
  assert.equal((await support.delete(`${OPTIONS}/${option.id}`)).status, 403)
})
