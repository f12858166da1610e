import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq, sql } from 'drizzle-orm'
import { startTestApp } from '../../../test/app.ts'
import { makeCustomer, makeLoggedInCustomer, systemEnv } from '../../../test/factories/customer.ts'
import { customLine, makeDocument, readDocument } from '../../../test/factories/document.ts'
import { queueMail } from '../../../test/factories/mail.ts'
import { payInFull } from '../../../test/factories/payment.ts'
import { makeStaff } from '../../../test/factories/staff.ts'
import { recordingMail } from '../../../test/recording-mail.ts'
import { HOUR, MINUTE } from '../../domain/instant.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { jobHandlers } from '../../worker.ts'
import { creditLines } from '../documents/credit-lines.ts'
import { recordPayment } from '../payments/record-payment.ts'
import { payments } from '../payments/tables.ts'
import { awaitedMailLoop, mailLoop } from './send/send-mails.ts'
import { mails } from './tables.ts'
import { CONNECTIONS, type MailTransport, type OutgoingMail } from './transport.ts'
import { writeMail } from './write/write-mail.ts'

const outbox = recordingMail()
const app = await startTestApp({ mail: outbox.transport })

const subjects = (address: string) => outbox.to(address).map((mail) => mail.subject)

describe('a document to pay', () => {
  test('is mailed once with its PDF, however often the job runs, and counts as mailed', async () => {
    const document = await makeDocument(app.ctx)
    await app.settle()
    const [row] = await app.ctx.db
      .select()
      .from(mails)
      .where(eq(mails.customerId, document.customerId))
    assert.ok(row)
    const payload = { event: 'document.opened', documentId: document.id, mailAt: null }
    await writeMail(app.ctx, payload)
    await writeMail(app.ctx, payload)
    await app.settle()
    const [mail, ...others] = outbox.to(row.toAddress)
    assert.deepEqual(others, [])
    assert.match(mail?.subject ?? '', /^P-\d+: €12\.00 to pay$/)
    assert.match(mail?.text ?? '', /Setting up: €12\.00/)
    assert.match(mail?.text ?? '', /https:\/\/berth\.example\/client\/invoices\//)
    assert.equal(mail?.attachments[0]?.content.subarray(0, 5).toString(), '%PDF-')
    assert.match(mail?.attachments[0]?.filename ?? '', /^P-\d+\.pdf$/)
    const after = await readDocument(app.ctx, document.id)
    assert.equal(after.mailedAt, app.clock.now())
  })

  test('in French, with accents, for who reads French', async () => {
    const { customer } = await makeCustomer(app, { language: 'fr', name: 'Zoé Lefèvre' })
    await makeDocument(app.ctx, {
      customerId: customer.id,
      lines: [customLine({ label: 'Hébergement été' })],
    })
    await app.settle()
    const [mail] = outbox.to(customer.email)
    assert.match(mail?.subject ?? '', /^P-\d+ : 12,00\s€ à payer$/)
    assert.match(mail?.text ?? '', /^Bonjour Zoé Lefèvre,/)
    assert.match(mail?.text ?? '', /Hébergement été : 12,00\s€/)
    assert.match(mail?.text ?? '', /échéance le 17 mars 2025/)
    assert.match(mail?.html ?? '', /<html lang="fr">/)
  })

  test('that costs nothing is not mailed', async () => {
    const { customer } = await makeCustomer(app)
    const lines = [customLine({ unitPrice: 0n })]
    await makeDocument(app.ctx, { customerId: customer.id, lines })
    await app.settle()
    assert.deepEqual(subjects(customer.email), [])
  })

  test('shows hostile names as words', async () => {
    const name = '<img src=x onerror=alert(1)> [[ a | http://evil.example ]]'
    const { customer } = await makeCustomer(app, { name })
    await makeDocument(app.ctx, { customerId: customer.id, lines: [customLine({ label: name })] })
    await app.settle()
    const [mail] = outbox.to(customer.email)
    assert.ok(mail?.text.includes(name))
    assert.doesNotMatch(mail?.html ?? '', /<img|href="http:\/\/evil/)
  })
})

describe('a payment', () => {
  test('makes one mail: the receipt with the invoice', async () => {
    const { customer } = await makeCustomer(app)
    const document = await makeDocument(app.ctx, { customerId: customer.id })
    await app.settle()
    await payInFull(app, document.id)
    await app.settle()
    const { number } = await readDocument(app.ctx, document.id)
    const [, receipt, ...others] = outbox.to(customer.email)
    assert.equal(receipt?.subject, `Thank you for your payment: invoice ${number}`)
    assert.equal(receipt?.attachments[0]?.filename, `${number}.pdf`)
    assert.deepEqual(others, [])
    await writeMail(app.ctx, { event: 'document.paid', documentId: document.id })
    await app.settle()
    assert.equal(outbox.to(customer.email).length, 2)
  })

  test('of a part is thanked for and names the rest; a credit note is mailed', async () => {
    const { customer } = await makeCustomer(app)
    const document = await makeDocument(app.ctx, { customerId: customer.id })
    await app.settle()
    const pay = { gateway: 'transfer', reference: 'part', documentId: document.id }
    await inTransaction(app.ctx, (tx) =>
      recordPayment(tx, systemEnv(app.ctx), {
        ...pay,
        customerId: customer.id,
        amount: 500n,
        currency: 'EUR',
      }),
    )
    await app.settle()
    assert.match(outbox.to(customer.email)[1]?.text ?? '', /€7\.00 are still to pay/)
    await payInFull(app, document.id)
    await app.settle()
    // The second payment is told by the receipt: nobody was asked for thanks.
    const { rows: asked } = await app.ctx.db.execute<{ outcome: string }>(sql`
      select data->>'outcome' as outcome from pgboss.job where name = 'mail.write'
      and data->>'event' = 'payment.received' and data->>'documentId' = ${document.id}`)
    assert.deepEqual(asked, [{ outcome: 'partial' }])
    await inTransaction(app.ctx, (tx) =>
      creditLines(tx, systemEnv(app.ctx), {
        documentId: document.id,
        lineIds: null,
        reason: 'goodwill',
        takeBack: false,
      }),
    )
    await app.settle()
    const last = outbox.to(customer.email).at(-1)
    assert.match(last?.subject ?? '', /^Credit note AV-2025-\d+ for invoice INV-2025-\d+$/)
    assert.match(last?.text ?? '', /of €12\.00/)
    assert.match(last?.text ?? '', /€12\.00 are now customer credit/)
  })

  test('given back with a credit note makes one mail that says both', async () => {
    const { customer } = await makeCustomer(app)
    const document = await makeDocument(app.ctx, { customerId: customer.id })
    await payInFull(app, document.id)
    await app.settle()
    const before = outbox.to(customer.email).length
    const [payment] = await app.ctx.db
      .select()
      .from(payments)
      .where(eq(payments.documentId, document.id))
    const staff = await app.staff()
    const url = `/api/v1/admin/payments/${payment?.id}/refund`
    const answer = await staff.post(url, { reason: 'goodwill', takeBack: false, to: 'source' })
    assert.ok(answer.status < 300, JSON.stringify(answer.body))
    await app.settle()
    const [note, ...others] = outbox.to(customer.email).slice(before)
    assert.match(note?.subject ?? '', /^Credit note AV-/)
    assert.match(note?.text ?? '', /We are paying €12\.00 back to you/)
    assert.deepEqual(others, [])
  })

  test('that is refused is told, with the way to try again', async () => {
    const { customer } = await makeCustomer(app)
    const { id: documentId } = await makeDocument(app.ctx, { customerId: customer.id })
    await app.settle()
    const refused = { event: 'payment.refused', intentId: documentId, documentId }
    await writeMail(app.ctx, refused)
    await writeMail(app.ctx, refused)
    await app.settle()
    const [, mail, ...others] = outbox.to(customer.email)
    assert.match(mail?.subject ?? '', /^Your payment for P-\d+ did not go through$/)
    assert.deepEqual(others, [])
  })

  test('that fits nowhere is told to those staff who asked', async () => {
    const asked = await makeStaff(app.ctx)
    const other = await makeStaff(app.ctx)
    const client = await app.as({ realm: 'staff', id: asked.id })
    await client.put('/api/v1/admin/profile/alerts', { alerts: ['payment_unallocated'] })
    await inTransaction(app.ctx, (tx) =>
      recordPayment(tx, systemEnv(app.ctx), {
        gateway: 'transfer',
        reference: 'lost',
        documentId: null,
        customerId: null,
        amount: 500n,
        currency: 'EUR',
      }),
    )
    await app.settle()
    assert.deepEqual(subjects(asked.email), ['To do: €5.00 received that fit nowhere'])
    assert.deepEqual(subjects(other.email), [])
  })
})

describe('a mail about an account', () => {
  test('carries the one-time link to its receiver only', async () => {
    const { user } = await makeCustomer(app, { language: 'fr' })
    await app.anonymous.post('/api/v1/auth/forgot-password', { email: user.email })
    await app.settle()
    const [mail] = outbox.to(user.email)
    const token = /reset-password\?token=([\w-]+)/.exec(mail?.text ?? '')?.[1] ?? ''
    assert.ok(token)
    assert.ok(mail?.html.includes(token))
    assert.equal(mail?.subject, 'Choisissez un nouveau mot de passe')
    assert.match(mail?.text ?? '', /jusqu’au 10 mars 2025/)
    const staff = await app.staff()
    const list = await staff.get(`/api/v1/admin/mails?address=${user.email}`)
    const page = await staff.get(`/api/v1/admin/mails/${list.body.items[0].id}`)
    assert.match(page.body.text, /token=one-time-token/)
    assert.ok(!JSON.stringify([list.body, page.body]).includes(token))
    const stored = await app.ctx.db.select().from(mails).where(eq(mails.toAddress, user.email))
    assert.ok(!JSON.stringify(stored).includes(token))
    const sandbox = await app.anonymous.get(`/api/v1/sandbox/mails?to=${user.email}`)
    assert.ok(sandbox.body[0].text.includes(token))
    const password = 'long enough for this'
    const reset = await app.anonymous.post('/api/v1/auth/reset-password', { token, password })
    assert.equal(reset.status, 200)
  })

  test('welcomes who registers, in the language they chose', async () => {
    const answer = await app.anonymous.post('/api/v1/auth/register', {
      kind: 'consumer',
      name: 'Renée Éluard',
      email: 'renee@client.example',
      password: 'long enough for this',
      country: 'FR',
      language: 'fr',
    })
    assert.equal(answer.status < 300, true, JSON.stringify(answer.body))
    await app.settle()
    assert.deepEqual(subjects('renee@client.example'), [
      'Bienvenue chez My hosting company : confirmez votre adresse',
    ])
  })
})

describe('the list', () => {
  test('filters by customer, address, template, state and since; others may not look', async () => {
    const { customer, client } = await makeLoggedInCustomer(app)
    await makeDocument(app.ctx, { customerId: customer.id })
    await app.settle()
    const staff = await app.staff('support')
    const found = async (query: string) =>
      (await staff.get(`/api/v1/admin/mails?customerId=${customer.id}&${query}`)).body.total.count
    assert.equal(await found('template=document_opened'), 1)
    assert.equal(await found('template=receipt'), 0)
    assert.equal(await found(`state=sent&address=${customer.email.slice(0, 8)}`), 1)
    assert.equal(await found('state=kept'), 0)
    assert.equal(await found('since=2025-03-10T12:00:00Z'), 1)
    assert.equal(await found('since=2025-03-10T12:00:01Z'), 0)
    for (const query of ['since=soon', 'template=nope'])
      assert.equal((await staff.get(`/api/v1/admin/mails?${query}`)).status, 422, query)
    assert.equal((await client.get('/api/v1/admin/mails')).status, 403)
    assert.equal((await app.anonymous.get('/api/v1/admin/mails')).status, 401)
  })

  test('a mail is sent again as a second one, and only by who may', async () => {
    const { customer } = await makeCustomer(app)
    const document = await makeDocument(app.ctx, { customerId: customer.id })
    await app.settle()
    const staff = await app.staff('manager')
    const list = await staff.get(`/api/v1/admin/mails?customerId=${customer.id}`)
    const { id } = list.body.items[0]
    const url = `/api/v1/admin/mails/${id}/resend`
    assert.equal((await (await app.staff('read-only')).post(url)).status, 403)
    app.clock.set(app.clock.now() + HOUR)
    const mailedAt = (await readDocument(app.ctx, document.id)).mailedAt
    const again = await staff.post(url)
    assert.equal(again.status, 200)
    assert.notEqual(again.body.id, id)
    const waiting = await staff.post(`/api/v1/admin/mails/${again.body.id}/resend`)
    assert.deepEqual([waiting.status, waiting.body.code], [409, 'mail_waiting'])
    await app.settle()
    const [first, second, ...others] = outbox.to(customer.email)
    assert.equal(first?.text, second?.text)
    assert.notEqual(first?.messageId, second?.messageId)
    assert.deepEqual(others, [])
    assert.equal((await readDocument(app.ctx, document.id)).mailedAt, mailedAt)
  })

  test('what was written to a customer who is forgotten is forgotten', async () => {
    const { customer, user } = await makeCustomer(app)
    await app.anonymous.post('/api/v1/auth/forgot-password', { email: user.email })
    await app.settle()
    const staff = await app.staff()
    const written = async () =>
      (await staff.get(`/api/v1/admin/mails?customerId=${customer.id}`)).body.total.count
    assert.equal(await written(), 1)
    const forgotten = await staff.post(`/api/v1/admin/customers/${customer.id}/anonymise`)
    assert.equal(forgotten.status, 200, JSON.stringify(forgotten.body))
    await app.settle()
    assert.equal(await written(), 0)
  })
})

describe('a mail that a person waits for', () => {
  test('leaves while the others wait for a server that hangs', async () => {
    const held = Promise.withResolvers<void>()
    const left: OutgoingMail[] = []
    const hanging: MailTransport = {
      async send(mail) {
        if (!mail.isAwaited) await held.promise
        left.push(mail)
        return { kind: 'sent' }
      },
    }
    const own = await startTestApp({ mail: hanging })
    const { customer, user } = await makeCustomer(own)
    for (let n = 0; n < 2 * CONNECTIONS; n++) await queueMail(own.ctx, `plain:${n}`, customer)
    const now = own.clock.now()
    const others = mailLoop(own.ctx)
    assert.equal(await others.takeDue?.(now), CONNECTIONS)
    await own.anonymous.post('/api/v1/auth/forgot-password', { email: user.email })
    await own.ctx.jobs.drain(jobHandlers(own.ctx))
    assert.equal(await awaitedMailLoop(own.ctx).runDue(now), 1)
    assert.deepEqual(
      left.map(({ to, isAwaited }) => [to, isAwaited]),
      [[user.email, true]],
    )
    held.resolve()
    await others.stop?.()
    await own.settle()
    assert.equal(left.length, 2 * CONNECTIONS + 1)
    assert.equal(new Set(left.map(({ messageId }) => messageId)).size, left.length)
  })

  test('is no mail that was written for a crowd; one that staff send again is', async () => {
    const { customer } = await makeCustomer(app)
    await makeDocument(app.ctx, { customerId: customer.id })
    await app.settle()
    const of = () => app.ctx.db.select().from(mails).where(eq(mails.customerId, customer.id))
    const [plain] = await of()
    assert.equal(plain?.isAwaited, false)
    const owner = await app.staff()
    const again = await owner.post(`/api/v1/admin/mails/${plain?.id}/resend`)
    const copy = (await of()).find(({ id }) => id === again.body.id)
    assert.equal(copy?.isAwaited, true)
    await app.settle()
    assert.equal(subjects(customer.email).length, 2)
  })
})

test('no minute holds more mails than the SMTP server allows, by however many workers', async () => {
  const staff = await app.staff()
  const values = { perMinute: 40 }
  const saved = await staff.put('/api/v1/admin/settings/mail', { version: 0, values })
  assert.equal(saved.status, 200, JSON.stringify(saved.body))
  const { customer, user } = await makeCustomer(app)
  await app.settle()
  const before = outbox.sent.length
  const count = 50
  for (let n = 0; n < count; n++) await queueMail(app.ctx, `paced:${n}`, customer)
  await app.anonymous.post('/api/v1/auth/forgot-password', { email: user.email })
  const workers = [mailLoop(app.ctx), mailLoop(app.ctx)]
  const startedAt = app.clock.now()
  const leftAt: number[] = []
  for (;;) {
    const now = app.clock.now()
    await Promise.all(workers.map((loop) => loop.runDue(now)))
    while (leftAt.length < outbox.sent.length - before) leftAt.push(now)
    // One that a person waits for leaves when none of the others may.
    if (leftAt.length === 2) {
      await app.ctx.jobs.drain(jobHandlers(app.ctx))
      assert.equal(await awaitedMailLoop(app.ctx).runDue(now), 1)
    }
    const next = await workers[0]?.nextDue?.()
    if (next === null || next === undefined) break
    assert.ok(next > now, 'what the limit holds is not due')
    app.clock.set(next)
  }
  assert.equal(leftAt.length, count + 1)
  leftAt.forEach((at, index) => {
    assert.ok(index < 40 || at - (leftAt[index - 40] ?? 0) >= MINUTE - 1, `mail ${index}`)
  })
  assert.ok(app.clock.now() - startedAt < 2 * MINUTE)
  await staff.put('/api/v1/admin/settings/mail', { version: 1, values: { perMinute: 0 } })
})

test('mails that are kept are not drawn', async () => {
  const own = await startTestApp({
    mail: {
      keeps: async () => true,
      send: () => assert.fail('nothing is to be sent'),
    },
  })
  const { customerId } = await makeDocument(own.ctx)
  await own.settle()
  const [mail] = await own.ctx.db.select().from(mails).where(eq(mails.customerId, customerId))
  assert.equal(mail?.state, 'kept')
})
