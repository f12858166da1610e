import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  type Chosen,
  fieldsOf,
  hasPassed,
  splitErrors,
  stillToImport,
  toImportBody,
  toServiceBody,
} from '../src/features/new-service/draft.ts'
import {
  CUSTOM,
  prefillQuery,
  readFirstStep,
  toAddress,
} from '../src/features/new-service/first-step.ts'
import type { ImportRow, Prefill } from '../src/features/new-service/new-service-requests.ts'

const EUR = 'EUR'
const prefill: Prefill = {
  customer: { id: 'c-1', number: 7, name: 'Ada' },
  currency: EUR,
  currencies: [EUR],
  product: { id: 'p-1', name: { en: 'Quay S', fr: 'Quai S' } },
  type: {
    id: 'sandbox',
    name: { en: 'Sandbox', fr: 'Bac à sable' },
    needsServer: true,
    canImport: true,
    orderForm: {},
  },
  name: 'Quay S',
  cycle: 'monthly',
  cycles: [{ cycle: 'monthly', price: { amount: '1000', currency: EUR } }],
  price: { amount: '1000', currency: EUR },
  expiresAt: '2025-04-10T12:00:00.000Z',
  maxRenewals: 12,
  servers: [],
}

describe('the first step in the address', () => {
  test('is read back as it was written', () => {
    const step = readFirstStep({ customer: 'c-1', product: CUSTOM, type: 'none', step: 2 })
    assert.equal(step.isSecond, true)
    assert.deepEqual(toAddress(step, 'import'), {
      customer: 'c-1',
      product: 'custom',
      type: 'none',
      step: '2',
      view: 'import',
    })
    assert.deepEqual(toAddress(readFirstStep({}), undefined), {})
  })

  test('asks the server once it is complete', () => {
    const start = readFirstStep({ customer: 'c-1' })
    assert.equal(prefillQuery(start), null)
    assert.equal(prefillQuery({ ...start, product: CUSTOM }), null)
    assert.deepEqual(prefillQuery({ ...start, product: CUSTOM, type: 'none' }), {
      customerId: 'c-1',
      type: 'none',
    })
    assert.deepEqual(prefillQuery({ ...start, product: 'p-1', type: 'docker' }), {
      customerId: 'c-1',
      productId: 'p-1',
      type: 'docker',
    })
  })
})

describe('the form of a new service', () => {
  test('shows what the server prefilled, but for what was typed', () => {
    assert.equal(fieldsOf(prefill, {}).price, '1000')
    assert.equal(fieldsOf(prefill, {}).maxRenewals, 12)
    const typed = fieldsOf(prefill, { price: '500', maxRenewals: null, expiresAt: null })
    assert.deepEqual([typed.price, typed.maxRenewals, typed.expiresAt], ['500', null, null])
  })

  test('lets another cycle bring its own expiry and price, and keeps what was typed', () => {
    const yearly: Prefill = {
      ...prefill,
      cycle: 'annually',
      price: { amount: '9000', currency: EUR },
      expiresAt: '2026-03-10T12:00:00.000Z',
    }
    const fields = fieldsOf(yearly, { name: 'Mine', cycle: 'annually' })
    assert.deepEqual(
      [fields.name, fields.price, fields.expiresAt],
      ['Mine', '9000', '2026-03-10T12:00:00.000Z'],
    )
  })

  test('of a service for life has no expiry, though one was typed before', () => {
    const forLife: Prefill = { ...prefill, cycle: 'onetime', expiresAt: null }
    assert.equal(fieldsOf(forLife, { expiresAt: '2025-05-01T00:00:00Z' }).expiresAt, null)
  })

  test('sends amounts in the customer’s currency and leaves empty ones out', () => {
    const fields = fieldsOf(prefill, { initialPrice: null, price: '500', notes: 'n' })
    const body = toServiceBody(prefill, fields, { serverId: 's-1', orderData: { hostname: 'a' } })
    assert.deepEqual(body.price, { amount: '500', currency: EUR })
    assert.equal('initialPrice' in body, false)
    assert.deepEqual(
      [body.customerId, body.productId, body.type, body.serverId, body.deliver, body.notes],
      ['c-1', 'p-1', 'sandbox', 's-1', true, 'n'],
    )
    const none = { ...prefill, type: { ...prefill.type, id: 'none', needsServer: false } }
    assert.equal(toServiceBody(none, fields, { serverId: 's-1', orderData: {} }).serverId, null)
  })
})

describe('an import', () => {
  const chosen: Chosen[] = [
    { remoteId: 'r-1', name: 'One' },
    { remoteId: 'r-2', name: 'Two', price: '700', expiresAt: '2025-06-01T00:00:00Z' },
  ]

  test('gives each row its own values, else the shared ones', () => {
    const { rows } = toImportBody(prefill, fieldsOf(prefill, { notes: 'shared' }), {
      serverId: 's-1',
      chosen,
    })
    assert.deepEqual(
      rows.map(({ remoteId, name, price, expiresAt, notes, serverId }) => [
        ...[remoteId, name, price?.amount, expiresAt, notes, serverId],
      ]),
      [
        ['r-1', 'One', '1000', '2025-04-10T12:00:00.000Z', 'shared', 's-1'],
        ['r-2', 'Two', '700', '2025-06-01T00:00:00Z', 'shared', 's-1'],
      ],
    )
    assert.equal('deliver' in (rows[0] ?? {}), false)
  })

  test('shows complaints at the row’s own fields, and the others once', () => {
    const { rows, shared } = splitErrors(
      {
        '/rows/1/remoteId': 'linked',
        '/rows/0/maxRenewals': 'too many',
        '/rows/1/maxRenewals': 'too many',
        '/rows': 'odd',
      },
      2,
    )
    assert.deepEqual(rows, [{}, { '/remoteId': 'linked' }])
    assert.deepEqual(shared, { '/maxRenewals': 'too many', '/rows': 'odd' })
  })

  test('leaves chosen what was undone, as it was typed', () => {
    const row = (remoteId: string, state: ImportRow['state']) => ({ remoteId, state }) as ImportRow
    const left = stillToImport(chosen, [row('r-1', 'done'), row('r-2', 'undone')])
    assert.deepEqual(left, [chosen[1]])
  })

  test('asks to confirm when one expiry has passed', () => {
    const now = Date.parse('2025-03-10T12:00:00Z')
    assert.equal(hasPassed([null, '2025-03-10T12:00:00Z'], now), true)
    assert.equal(hasPassed([null, '2025-03-10T12:00:01Z'], now), false)
  })
})
