import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTestApp } from '../../../test/app.ts'
import { makeCustomer } from '../../../test/factories/customer.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { issueToken } from '../auth/one-time-tokens.ts'

const app = await startTestApp()
const REGISTER = '/api/v1/auth/register'
const password = 'a password of mine'

const cookieOf = (answer: { headers: Record<string, unknown> }) =>
  String(answer.headers['set-cookie']).split(';')[0] ?? ''

test('somebody registers, is logged in, and confirms the address', async () => {
  const email = 'new@customer.example'
  const answer = await app.anonymous.post(REGISTER, { name: 'Nora New', email, password })
  assert.equal(answer.status, 201)
  assert.equal(answer.body.user.emailConfirmed, false)
  assert.equal(answer.body.customer.currency, 'EUR')
  const headers = { cookie: cookieOf(answer) }
  const session = () => app.http.inject({ url: '/api/v1/auth/session', headers })
  assert.equal((await session()).json().user.email, email)

  const accountId = answer.body.user.id
  const token = await inTransaction(app.ctx, async (tx) => {
    const wanted = { purpose: 'email_confirmation' as const, realm: 'customer' as const }
    return (await issueToken(tx, { ...wanted, accountId, email, now: app.clock.now() })).token
  })
  const confirm = () => app.anonymous.post('/api/v1/auth/confirm-email', { token })
  assert.equal((await confirm()).status, 200)
  assert.equal((await confirm()).status, 422)
  assert.equal((await session()).json().user.emailConfirmed, true)
})

test('an e-mail used twice names the field and makes nothing', async () => {
  const { user } = await makeCustomer(app)
  const body = { name: 'Copy', email: user.email.toUpperCase(), password }
  const answer = await app.anonymous.post(REGISTER, body)
  assert.equal(answer.status, 422)
  assert.deepEqual(
    answer.body.errors.map((error: { pointer: string; code: string }) => [
      error.pointer,
      error.code,
    ]),
    [['/email', 'email_taken']],
  )
})

test('two registrations of one address at once make one customer', async () => {
  const body = { name: 'Twin', email: 'twin@customer.example', password }
  const answers = await Promise.all([1, 2, 3].map(() => app.anonymous.post(REGISTER, body)))
  assert.deepEqual(answers.map((answer) => answer.status).sort(), [201, 422, 422])
  const owner = await app.staff()
  const found = await owner.get('/api/v1/admin/customers?search=twin@customer.example')
  assert.equal(found.body.total.count, 1)
})

test('a company registers with its VAT number and the person who logs in', async () => {
  const answer = await app.anonymous.post(REGISTER, {
    kind: 'business',
    name: 'ACME GmbH',
    contactName: 'Anna Ansprech',
    email: 'anna@acme.example',
    password,
    country: 'DE',
    vatNumber: 'DE 136 695 976',
  })
  assert.equal(answer.status, 201)
  assert.equal(answer.body.user.name, 'Anna Ansprech')
  assert.equal(answer.body.customer.name, 'ACME GmbH')
})

test('errors are in the language of the browser', async () => {
  const answer = await app.anonymous.post(
    REGISTER,
    { name: 'Nul', email: 'pas une adresse', password: 'court' },
    { 'accept-language': 'fr-FR' },
  )
  assert.equal(answer.body.detail, 'Veuillez vérifier les champs.')
  assert.deepEqual(answer.body.errors.map((error: { pointer: string }) => error.pointer).sort(), [
    '/email',
    '/password',
  ])
})

test('no registration while it is closed', async () => {
  const owner = await app.staff()
  const url = '/api/v1/admin/settings/accounts'
  const { version, values } = (await owner.get(url)).body
  await owner.put(url, { version, values: { ...values, registrationOpen: false } })
  const body = { name: 'Late', email: 'late@customer.example', password }
  const answer = await app.anonymous.post(REGISTER, body)
  assert.deepEqual([answer.status, answer.body.code], [403, 'registration_closed'])
})

test('a new login address counts once its link was followed', async () => {
  const { user } = await makeCustomer(app, { password })
  const client = await app.as({ realm: 'customer', id: user.id })
  const email = 'moved@customer.example'
  const change = (body: object) => client.post('/api/v1/auth/change-email', body)
  assert.equal((await change({ email, password: 'a guess' })).status, 422)
  const taken = (await makeCustomer(app)).user.email
  assert.equal((await change({ email: taken, password })).body.errors[0].pointer, '/email')
  assert.equal((await change({ email, password })).status, 202)
  assert.equal((await client.get('/api/v1/auth/session')).body.user.email, user.email)
  const token = await inTransaction(app.ctx, async (tx) => {
    const wanted = { purpose: 'email_confirmation' as const, realm: 'customer' as const }
    const issued = { ...wanted, accountId: user.id, email, now: app.clock.now() }
    return (await issueToken(tx, issued)).token
  })
  await app.anonymous.post('/api/v1/auth/confirm-email', { token })
  assert.equal((await client.get('/api/v1/auth/session')).body.user.email, email)
})
