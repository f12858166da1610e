import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { startTestApp } from '../../../test/app.ts'
import { makeCustomer, makeLoggedInCustomer } from '../../../test/factories/customer.ts'

const app = await startTestApp()
const owner = await app.staff()
const URL = '/api/v1/admin/customers'
const pointers = (answer: { body: { errors: { pointer: string }[] } }) =>
  answer.body.errors.map((error) => error.pointer)

describe('staff and customers', () => {
  test('a customer is made with a user who is invited', async () => {
    const answer = await owner.post(URL, {
      kind: 'business',
      name: 'Forêt SARL',
      email: 'Compta@Foret.example',
      country: 'fr',
      vatNumber: 'fr 40 303 265 045',
      user: { name: 'Élodie', email: 'elodie@foret.example' },
    })
    assert.equal(answer.status, 201)
    const page = (await owner.get(`${URL}/${answer.body.id}`)).body
    assert.equal(page.email, 'compta@foret.example')
    assert.equal(page.vatNumber, 'FR40303265045')
    assert.equal(page.country, 'FR')
    assert.equal(page.currency, 'EUR')
    assert.deepEqual(
      page.users.map((user: { email: string }) => user.email),
      ['elodie@foret.example'],
    )
  })

  test('every wrong field is named, and nothing is made', async () => {
    const answer = await owner.post(URL, {
      kind: 'consumer',
      name: 'Half Done',
      email: 'half@done.example',
      country: 'ZZ',
      currency: 'JPY',
      vatNumber: 'FR40303265045',
    })
    assert.equal(answer.status, 422)
    assert.deepEqual(pointers(answer), ['/country', '/currency', '/vatNumber'])
    assert.equal((await owner.get(`${URL}?search=half`)).body.total.count, 0)
  })

  test('an unknown field and a text that is no address are refused', async () => {
    const answer = await owner.post(URL, { name: 'X', email: 'nope', colour: 'red' })
    assert.equal(answer.status, 422)
    assert.deepEqual(pointers(answer).sort(), ['/colour', '/email'])
  })

  test('a user with an address that is taken leaves no customer behind', async () => {
    const { user } = await makeCustomer(app)
    const answer = await owner.post(URL, {
      name: 'Second',
      email: 'second@customer.example',
      user: { name: 'Second', email: user.email },
    })
    assert.deepEqual(pointers(answer), ['/email'])
    assert.equal((await owner.get(`${URL}?search=second@customer`)).body.total.count, 0)
  })

  test('are found by name without accents, by e-mail of a user and by number', async () => {
    const { customer, user } = await makeCustomer(app, { name: 'Gaëlle Bœuf' })
    const found = async (search: string) =>
      (await owner.get(`${URL}?search=${encodeURIComponent(search)}`)).body.items.map(
        (item: { id: string }) => item.id,
      )
    for (const search of ['gaelle', 'GAËLLE', user.email, `#${customer.number}`]) {
      assert.deepEqual(await found(search), [customer.id], search)
    }
    assert.ok((await found(String(customer.number))).includes(customer.id))
    assert.deepEqual(await found('100% sure_'), [])
  })

  test('are listed page by page, in either direction, each once', async () => {
    for (const sort of ['name', '-number', '-createdAt', 'createdAt']) {
      const seen: string[] = []
      let cursor = ''
      do {
        const page = (await owner.get(`${URL}?limit=2&sort=${sort}${cursor}`)).body
        seen.push(...page.items.map((item: { id: string }) => item.id))
        cursor = page.nextCursor ? `&cursor=${page.nextCursor}` : ''
        assert.equal(page.total.exact, true)
        if (!cursor) assert.equal(seen.length, page.total.count)
      } while (cursor)
      assert.equal(new Set(seen).size, seen.length, sort)
    }
  })

  test('a limit or a sort that is not offered is an error, not a surprise', async () => {
    for (const query of ['limit=100000', 'limit=0', 'sort=email', 'cursor=x', 'colour=red']) {
      assert.equal((await owner.get(`${URL}?${query}`)).status, 422, query)
    }
  })

  test('a change is checked, counted and written into the history', async () => {
    const { customer } = await makeCustomer(app)
    const { customer: other } = await makeCustomer(app)
    const url = `${URL}/${customer.id}`
    const changed = await owner.patch(url, { version: 1, city: 'Lyon', notes: 'calls often' })
    assert.deepEqual([changed.status, changed.body.city, changed.body.version], [200, 'Lyon', 2])
    const stale = await owner.patch(url, { version: 1, city: 'Nice' })
    assert.deepEqual([stale.status, stale.body.code], [409, 'stale_form'])
    const taken = await owner.patch(url, { email: other.email })
    assert.deepEqual([taken.status, ...pointers(taken)], [422, '/email'])
    const entries = (await owner.get(`/api/v1/admin/history?customerId=${customer.id}`)).body.items
    assert.equal(entries[0].kind, 'customer.updated')
    assert.deepEqual(entries[0].before, { city: 'Paris', notes: '' })
    assert.deepEqual(entries[0].after, { city: 'Lyon', notes: 'calls often' })
    assert.equal(entries[0].actor.kind, 'staff')
  })

  test('a new name is found at once', async () => {
    const { customer } = await makeCustomer(app, { name: 'Before Marriage' })
    await owner.patch(`${URL}/${customer.id}`, { name: 'After Wedding' })
    const { items } = (await owner.get(`${URL}?search=after+wedding`)).body
    assert.equal(items[0]?.id, customer.id)
  })

  test('users are added, disabled and let in again', async () => {
    const { customer, user, client } = await makeLoggedInCustomer(app)
    const url = `${URL}/${customer.id}/users`
    const added = await owner.post(url, { name: 'Colleague', email: 'colleague@client.example' })
    assert.equal(added.status, 201)
    const again = await owner.post(url, { name: 'Twice', email: 'COLLEAGUE@client.example' })
    assert.deepEqual(pointers(again), ['/email'])
    assert.equal((await owner.post(`${url}/${user.id}/disable`)).status, 200)
    assert.equal((await client.get('/api/v1/auth/session')).status, 401)
    assert.equal((await owner.post(`${url}/${user.id}/enable`)).status, 200)
    const foreign = await makeCustomer(app)
    assert.equal((await owner.post(`${url}/${foreign.user.id}/disable`)).status, 404)
  })

  test('a customer is anonymised, not deleted, and is nobody afterwards', async () => {
    const { customer, user, client } = await makeLoggedInCustomer(app, { name: 'Forget Me' })
    const url = `${URL}/${customer.id}`
    assert.equal((await owner.post(`${url}/anonymise`)).status, 200)
    const page = (await owner.get(url)).body
    assert.ok(page.anonymisedAt)
    const text = JSON.stringify(page)
    for (const word of ['Forget', 'Clara', user.email, 'rue de la Paix', '75002']) {
      assert.ok(!text.includes(word), word)
    }
    assert.equal((await client.get('/api/v1/auth/session')).status, 401)
    assert.equal((await owner.get(`${URL}?search=forget`)).body.total.count, 0)
    assert.equal((await owner.patch(url, { city: 'Lyon' })).body.code, 'customer_anonymised')
    const again = await makeCustomer(app, { email: customer.email })
    assert.notEqual(again.customer.id, customer.id)
  })
})

describe('users and their own customer', () => {
  test('see and change their details, without what is for staff', async () => {
    const { customer, client } = await makeLoggedInCustomer(app, { notes: 'pays late' })
    const own = await client.get('/api/v1/client/customer')
    assert.equal(own.body.id, customer.id)
    assert.ok(!('notes' in own.body) && !('policy' in own.body))
    const changed = await client.patch('/api/v1/client/customer', { city: 'Lille' })
    assert.equal(changed.body.city, 'Lille')
    for (const body of [{ notes: 'x' }, { currency: 'USD' }, { policy: {} }]) {
      assert.equal((await client.patch('/api/v1/client/customer', body)).status, 422)
    }
    assert.equal((await client.get('/api/v1/client/users')).body.items.length, 1)
  })
})

describe('impersonation', () => {
  test('shows the area as the user sees it, is in the history, and leads back', async () => {
    const { customer, user } = await makeCustomer(app)
    const url = `${URL}/${customer.id}/impersonate`
    const support = await app.staff('support')
    const me = (await support.get('/api/v1/auth/session')).body.staff
    const answer = await support.post(url)
    assert.equal(answer.status, 200)
    assert.equal(answer.body.user.id, user.id)
    assert.deepEqual(answer.body.impersonatedBy, { id: me.id, name: me.name })
    assert.equal((await support.get('/api/v1/auth/session')).status, 401, 'the old session ended')

    const cookie = String(answer.headers['set-cookie']).split(';')[0] ?? ''
    const as = (method: 'GET' | 'POST' | 'PATCH', path: string, payload?: object) =>
      app.http.inject({ method, url: path, headers: { cookie }, payload })
    assert.equal((await as('GET', URL)).statusCode, 403, 'no administration meanwhile')
    await as('PATCH', '/api/v1/client/customer', { city: 'Brest' })
    const change = { currentPassword: 'x', newPassword: 'something else' }
    const password = await as('POST', '/api/v1/auth/change-password', change)
    assert.equal(password.statusCode, 403, 'the password is the user’s own business')

    const back = await as('POST', '/api/v1/auth/leave-impersonation', {})
    assert.equal(back.json().staff.id, me.id)
    assert.equal((await as('GET', '/api/v1/auth/session')).statusCode, 401)

    const { items } = (await owner.get(`/api/v1/admin/history?customerId=${customer.id}`)).body
    const told = items
      .slice(0, 3)
      .map((entry: { kind: string; impersonatedBy: string | null }) => [
        entry.kind,
        entry.impersonatedBy,
      ])
    assert.deepEqual(told, [
      ['user.impersonation_left', me.id],
      ['customer.updated', me.id],
      ['user.impersonated', null],
    ])
  })

  test('ends with the rights of who is behind it', async () => {
    const { customer } = await makeCustomer(app)
    const support = await app.staff('support')
    const { id } = (await support.get('/api/v1/auth/session')).body.staff
    const answer = await support.post(`${URL}/${customer.id}/impersonate`)
    const cookie = String(answer.headers['set-cookie']).split(';')[0] ?? ''
    await owner.post(`/api/v1/admin/staff/${id}/disable`)
    const after = await app.http.inject({ url: '/api/v1/auth/session', headers: { cookie } })
    assert.equal(after.statusCode, 401)
  })

  test('ends when who is behind it may no longer impersonate', async () => {
    const permissions = ['customers:read', 'customers:impersonate']
    const role = { name: 'looks through eyes', permissions }
    const { id } = (await owner.post('/api/v1/admin/roles', role)).body
    const { customer } = await makeCustomer(app)
    const member = await app.staff(role.name)
    const answer = await member.post(`${URL}/${customer.id}/impersonate`)
    const cookie = String(answer.headers['set-cookie']).split(';')[0] ?? ''
    const see = async () =>
      (await app.http.inject({ url: '/api/v1/client/customer', headers: { cookie } })).statusCode
    assert.equal(await see(), 200)
    await owner.patch(`/api/v1/admin/roles/${id}`, { permissions: ['customers:read'] })
    assert.equal(await see(), 401)
  })
})
