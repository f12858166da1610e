import assert from 'node:assert/strict'
import { test } from 'node:test'
import { askedServices, isSound } from '../src/features/my-services/my-list.ts'
import { offerForm } from '../src/features/my-services/offer-form.ts'
import { wishOf } from '../src/features/my-services/what-if-wish.ts'

const GROUP = '0195a7b0-0000-7000-8000-000000000001'

test('J1: an address whose filter means nothing is not sound, every other is', () => {
  const sound: [string | null, Record<string, string>, boolean][] = [
    [null, {}, true],
    ['all', {}, true],
    ['suspended', { productGroupId: GROUP }, true],
    ['dancing', {}, false],
    ['active', { productGroupId: 'x' }, false],
  ]
  for (const [tab, filters, expected] of sound) assert.equal(isSound({ tab, filters }), expected)
})

test('the list asks for its tab as a status, and for nothing that is empty', () => {
  const query = { search: 'shop', sort: '-createdAt', productGroupId: '', limit: '10' }
  assert.deepEqual(askedServices({ tab: 'active', query }), {
    sort: '-createdAt',
    limit: '10',
    q: 'shop',
    status: 'active',
  })
  assert.deepEqual(askedServices({ tab: 'all', query: {} }), {})
})

test('one renews for any cycle with a price, and changes to another than one has', () => {
  const cycles = [
    { cycle: 'monthly', label: 'monthly · €10' },
    { cycle: 'quarterly', label: 'quarterly · €27' },
  ]
  const form = {
    type: 'object',
    properties: { cycle: { type: 'string', enum: ['weekly'] }, openRenewal: {} },
  }
  const drawn = (id: string, isRenewing = false) =>
    offerForm({ id, allowed: true, form: form as never }, cycles, isRenewing).form?.properties
  const offered = (id: string) => drawn(id)?.cycle?.enum
  assert.deepEqual(offered('service.renew'), ['monthly', 'quarterly'])
  assert.deepEqual(offered('service.change_cycle'), ['quarterly'])
  assert.equal('openRenewal' in (drawn('service.change_cycle') ?? {}), false, 'none is open')
  assert.ok('openRenewal' in (drawn('service.change_cycle', true) ?? {}))
})

test('a dialog asks what its form would mean once it says enough', () => {
  assert.deepEqual(wishOf('cancel', { when: 'now' }), { do: 'cancel', when: 'now' })
  assert.equal(wishOf('cancel', {}), null)
  assert.deepEqual(wishOf('change_cycle', { cycle: 'annually' }), {
    do: 'change_cycle',
    cycle: 'annually',
    pay: false,
  })
  assert.equal(wishOf('rename', { name: 'x' }), null)
})
