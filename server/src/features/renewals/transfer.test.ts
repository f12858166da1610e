import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { makeCustomer, makeLoggedInCustomer } from '../../../test/factories/customer.ts'
import {
  customLine,
  makeDocument,
  readDocument,
  setSection,
} from '../../../test/factories/document.ts'
import { ask, startRecordingApp } from '../../../test/factories/operation.ts'
import { readService } from '../../../test/factories/service.ts'
import { recordingMail } from '../../../test/recording-mail.ts'
import type { NewService } from '../services/create.ts'
import { businessSettings } from '../settings/business.ts'
import { renewals } from './tables.ts'

const outbox = recordingMail()
const { app, recording, server, delivered } = await startRecordingApp({
  app: { mail: outbox.transport },
})
const staff = await app.staff()
const at = (iso: string) => Date.parse(iso)
const url = (id: string) => `/api/v1/admin/services/${id}`
const transfer = (id: string, body: object) => staff.post(`${url(id)}/transfer`, body)
const TERM = { expiresAt: at('2025-03-20T08:00:00Z'), anchorDay: 20 }

/** A delivered service of one customer, and another customer. */
async function setting(more: Partial<NewService> = {}) {
  const from = await makeLoggedInCustomer(app, { name: 'Ancien Client' })
  const to = await makeLoggedInCustomer(app, { name: 'Neuer Kunde', language: 'fr' })
  const service = await delivered({ customerId: from.customer.id, ...TERM, ...more })
  return { from, to, id: service.id }
}

describe('a transfer to another customer', () => {
  test('clears auto-pay and cancellation, tells the server and both customers, once', async () => {
    const { from, to, id } = await setting({ autoPay: true })
    await staff.post(`${url(id)}/cancel`, { when: 'end_of_period' })
    const answer = await transfer(id, { customerId: to.customer.id, note: 'sold' })
    assert.equal(answer.status, 202, JSON.stringify(answer.body))
    await app.settle()
    const row = await readService(app, id)
    assert.deepEqual(
      [row.customerId, row.autoPay, row.cancellationRequestedAt, row.cancellationBy],
      [to.customer.id, false, null, null],
    )
    assert.equal(recording.callsOf('changeOwner').filter(({ key }) => key === id).length, 1)
    const about = (address: string) =>
      outbox.to(address).filter(({ subject }) => /left your account|est à vous/.test(subject))
    assert.equal(about(from.customer.email).length, 1)
    assert.match(about(to.customer.email)[0]?.subject ?? '', /est à vous/)
    assert.doesNotMatch(about(from.customer.email)[0]?.text ?? '', /Neuer Kunde/)
  })

  test('the new customer finds it, the old one does not, and search follows', async () => {
    const { from, to, id } = await setting()
    const renewed = await staff.post(`${url(id)}/renew`)
    await staff.post(`${url(id)}/withdraw-renewal`)
    await transfer(id, { customerId: to.customer.id })
    assert.equal((await from.client.get(`/api/v1/client/services/${id}`)).status, 404)
    assert.equal((await to.client.get(`/api/v1/client/services/${id}`)).status, 200)
    const renewalsOf = await to.client.get(`/api/v1/client/services/${id}/renewals`)
    assert.deepEqual(renewalsOf.body.items, [])
    const { search } = await readService(app, id)
    assert.match(search, /neuer kunde/)
    assert.doesNotMatch(search, /ancien client/)
    const document = await readDocument(app.ctx, renewed.body.documentId)
    assert.equal(document.customerId, from.customer.id)
  })

  test('the history has both customers, before and after', async () => {
    const { from, to, id } = await setting()
    await transfer(id, { customerId: to.customer.id })
    const read = async (query: string) =>
      (await staff.get(`/api/v1/admin/history?${query}`)).body.items
    const [entry] = await read(`subjectId=${id}&kind=service.transferred`)
    assert.equal(entry.before.customerId, from.customer.id)
    assert.equal(entry.after.customerId, to.customer.id)
    const [given] = await read(`customerId=${from.customer.id}&kind=customer.service_given_away`)
    assert.equal(given.after.serviceId, id)
  })

  test('is refused while an operation is open', async () => {
    const { to, id } = await setting()
    recording.next('suspend', { kind: 'refuse', code: 'rejected' })
    await ask(app, { serviceId: id, serverId: server.id, kind: 'suspend', input: {} })
    await app.settle()
    const answer = await transfer(id, { customerId: to.customer.id })
    assert.deepEqual([answer.status, answer.body.code], [409, 'operation_open'])
  })

  test('an open renewal is withdrawn in the same request, where that is said', async () => {
    const { to, id } = await setting()
    const { documentId } = (await staff.post(`${url(id)}/renew`)).body
    const without = await transfer(id, { customerId: to.customer.id })
    assert.deepEqual([without.status, without.body.errors[0].pointer], [422, '/openRenewal'])
    assert.match(without.body.detail, /P-\d+/)
    const dry = await staff.post(`${url(id)}/transfer?dryRun=true`, {
      customerId: to.customer.id,
      openRenewal: 'withdraw',
    })
    assert.match(dry.body.effects.join(' '), /Ancien Client to Neuer Kunde/)
    const done = await transfer(id, { customerId: to.customer.id, openRenewal: 'withdraw' })
    assert.equal(done.status, 202)
    assert.equal((await readDocument(app.ctx, documentId)).state, 'void')
    const rows = await app.ctx.db.select().from(renewals).where(eq(renewals.serviceId, id))
    assert.deepEqual(
      rows.map(({ state }) => state),
      ['withdrawn'],
    )
  })

  test('another unpaid document keeps it where it is', async () => {
    const { from, to, id } = await setting()
    const document = await makeDocument(app.ctx, {
      customerId: from.customer.id,
      lines: [customLine({ serviceId: id })],
    })
    const answer = await transfer(id, { customerId: to.customer.id, openRenewal: 'withdraw' })
    assert.deepEqual([answer.status, answer.body.code], [409, 'transfer_unpaid'])
    assert.equal((await readDocument(app.ctx, document.id)).state, 'open')
  })

  test('to the same, an unknown or a customer in another currency is refused by name', async () => {
    const { from, id } = await setting()
    await setSection(app.ctx, businessSettings, { currencies: ['EUR', 'USD'] })
    const dollars = await makeCustomer(app, { currency: 'USD' })
    const codes = []
    for (const customerId of [from.customer.id, dollars.customer.id, id]) {
      const { status, body } = await transfer(id, { customerId })
      codes.push([status, body.errors[0].pointer, body.errors[0].code])
    }
    assert.deepEqual(codes, [
      [422, '/customerId', 'transfer_same_customer'],
      [422, '/customerId', 'transfer_other_currency'],
      [422, '/customerId', 'unknown_customer'],
    ])
  })

  test('sent twice at once moves it once', async () => {
    const { to, id } = await setting()
    const body = { customerId: to.customer.id }
    const twice = await Promise.all([transfer(id, body), transfer(id, body)])
    assert.equal(twice.filter(({ status }) => status === 202).length, 1)
    const { body: entries } = await staff.get(
      `/api/v1/admin/history?subjectId=${id}&kind=service.transferred`,
    )
    assert.equal(entries.items.length, 1)
  })

  test('needs the permission for it', async () => {
    const { to, id } = await setting()
    const support = await app.staff('support')
    const answer = await support.post(`${url(id)}/transfer`, { customerId: to.customer.id })
    assert.equal(answer.status, 403)
  })
})
