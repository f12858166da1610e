import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { orderForm } from '../src/forms.ts'
import { cpanelModule } from '../src/index.ts'
import { codeOf, domainOf, usernameFor } from '../src/username.ts'
import { addAccount } from './stand-in/state.ts'
import { errorOf, KEY, onlyAccount, serviceOf, taken, withWhm } from './with-whm.ts'

describe('the name of an account', () => {
  test('is one that WHM takes, whatever the domain', () => {
    const domains = ['example.com', '1and1.fr', 'test.org', '123.net', 'a.io', 'xn--mnchen-3ya.de']
    for (const domain of domains) {
      const name = usernameFor(domain, KEY)
      assert.match(name, /^(?!test)[a-z][a-z0-9]{8,15}$/, domain)
      assert.ok(name.endsWith(codeOf(KEY)))
    }
    assert.equal(usernameFor('example.com', KEY), `exam${codeOf(KEY)}`)
  })

  test('is the same for the same key and another for another, also in its first eight signs', () => {
    assert.equal(usernameFor('example.com', KEY), usernameFor('example.com', KEY))
    const names = Array.from({ length: 2000 }, (_, i) => usernameFor('example.com', `key ${i}`))
    assert.equal(new Set(names).size, names.length)
    const beginnings = new Set(names.map((name) => name.slice(0, 8)))
    assert.ok(beginnings.size > 1980, 'beginnings seldom meet')
    assert.notEqual(usernameFor('example.com', KEY, 1), usernameFor('example.com', KEY))
  })

  test('that is taken gives way to another, which is reserved too', () =>
    withWhm(async ({ standIn, server, context }) => {
      const first = usernameFor('example.com', KEY)
      addAccount(standIn.state, { user: `${first.slice(0, 8)}zz` })
      const ctx = context()
      const made = taken(await cpanelModule.create(ctx, server, serviceOf()))
      assert.equal(made.remoteId, usernameFor('example.com', KEY, 1))
      assert.deepEqual(ctx.reserved, [first, made.remoteId])
      const [found] = taken(await cpanelModule.find(context(), server, KEY))
      assert.equal(found?.remoteId, made.remoteId)
    }))
})

test('a domain is understood as people write it', () => {
  const written = ['Example.COM', ' www.example.com ', 'münchen.de', 'sub.example.co.uk']
  assert.deepEqual(written.map(domainOf), [
    'example.com',
    'example.com',
    'xn--mnchen-3ya.de',
    'sub.example.co.uk',
  ])
  for (const good of written) assert.ok(orderForm.safeParse({ domain: good.trim() }).success, good)
  for (const wrong of [
    'localhost',
    'a@b.de',
    '192.0.2.1',
    '-a.de',
    'http://a.de',
    'a..b.de',
    'a_b.de',
  ]) {
    assert.ok(!orderForm.safeParse({ domain: wrong }).success, wrong)
  }
  for (const wrong of ['localhost', '192.0.2.1', '-a.de', 'a..b', 'exa mple.com', 'a_b.de']) {
    assert.equal(domainOf(wrong), null, wrong)
  }
})

describe('our key', () => {
  test('is kept in WHM’s store, in both directions, before the account is made', () =>
    withWhm(async ({ standIn, delivered }) => {
      const { resource } = await delivered()
      const marks = standIn.state.stores.get('berth')
      assert.deepEqual(Object.fromEntries(marks ?? []), {
        [resource?.remoteId ?? '']: KEY,
        [KEY]: resource?.remoteId,
      })
      const order = standIn.exchanges.map((exchange) => exchange.name)
      assert.ok(order.indexOf('personalization_set') < order.indexOf('createacct'))
    }))

  test('is found by the account’s name when the store was lost, and is written again', () =>
    withWhm(async ({ standIn, server, context, delivered }) => {
      const { resource } = await delivered()
      standIn.state.stores.clear()
      const [found] = taken(await cpanelModule.find(context(), server, KEY))
      assert.equal(found?.remoteId, resource?.remoteId)
      const again = taken(await cpanelModule.create(context(), server, serviceOf()))
      assert.equal(again.remoteId, resource?.remoteId)
      assert.equal(standIn.state.accounts.size, 1)
      assert.equal(standIn.state.stores.get('berth')?.get(KEY), resource?.remoteId)
    }))

  test('of another service is not taken over, though the name would fit', () =>
    withWhm(async ({ standIn, server, context }) => {
      const user = usernameFor('example.com', KEY)
      addAccount(standIn.state, { user, domain: 'example.com' })
      standIn.state.stores.set('berth', new Map([[user, 'another-key']]))
      assert.deepEqual(taken(await cpanelModule.find(context(), server, KEY)), [])
      const refused = errorOf(await cpanelModule.create(context(), server, serviceOf()))
      assert.equal(refused.code, 'conflict')
      assert.equal(standIn.state.accounts.size, 1)
    }))

  test('goes with the account', () =>
    withWhm(async ({ standIn, server, context, delivered }) => {
      const service = await delivered()
      taken(await cpanelModule.terminate(context(), server, service))
      const marks = [...(standIn.state.stores.get('berth')?.values() ?? [])]
      assert.deepEqual(marks, ['', ''])
      assert.deepEqual(taken(await cpanelModule.find(context(), server, KEY)), [])
    }))

  test('stays with the service’s other account when a duplicate is discarded', () =>
    withWhm(async ({ standIn, server, context, delivered }) => {
      const { resource } = await delivered()
      const twin = addAccount(standIn.state, { user: 'twin' })
      standIn.state.stores.get('berth')?.set('twin', KEY)
      const there = { remoteId: twin.user, data: {}, secrets: {}, connection: [] }
      taken(await cpanelModule.discard?.(context(), server, there))
      assert.deepEqual([...standIn.state.accounts.keys()], [resource?.remoteId])
      const [found] = taken(await cpanelModule.find(context(), server, KEY))
      assert.equal(found?.remoteId, resource?.remoteId)
    }))
})

describe('an account that is not surely ours', () => {
  test('is not removed when its name was given away and made anew', () =>
    withWhm(async ({ standIn, server, context, delivered }) => {
      const service = await delivered()
      standIn.state.accounts.clear()
      standIn.state.stores.clear()
      const user = service.resource?.remoteId ?? ''
      // Whoever made it took the very name; only the day tells.
      addAccount(standIn.state, { user, domain: 'example.com' })
      standIn.state.stores.set('berth', new Map([[user, 'another-key']]))
      const refused = errorOf(await cpanelModule.terminate(context(), server, service))
      assert.equal(refused.code, 'conflict')
      standIn.state.stores.clear()
      const adopted = { ...service, key: 'an-imported-service' }
      const unsure = errorOf(await cpanelModule.terminate(context(), server, adopted))
      assert.equal(unsure.code, 'conflict')
      assert.match(unsure.message, /made anew/)
      assert.equal(onlyAccount(standIn).user, user)
    }))
})
