import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq, sql } from 'drizzle-orm'
import { toIso } from '../../src/domain/instant.ts'
import { documents } from '../../src/features/documents/tables.ts'
import { mailLoop } from '../../src/features/mail/send/send-mails.ts'
import { mails } from '../../src/features/mail/tables.ts'
import { writeMail } from '../../src/features/mail/write/write-mail.ts'
import { renewals } from '../../src/features/renewals/tables.ts'
import { services } from '../../src/features/services/tables.ts'
import { startTestApp, type TestApp } from '../app.ts'
import { makeProduct } from '../factories/catalog.ts'
import { makeCustomer, makeLoggedInCustomer } from '../factories/customer.ts'
import { payInFull } from '../factories/payment.ts'
import { makeServer } from '../factories/server.ts'
import { makeService, readService } from '../factories/service.ts'
import { recordingMail } from '../recording-mail.ts'

const at = (iso: string) => Date.parse(iso)

/** A fresh program with a customer and active services that expire at these moments. */
async function scene(
  expiries: Record<string, string>,
  options: { language?: 'en' | 'fr'; maxRenewals?: number } = {},
) {
  const outbox = recordingMail()
  const app = await startTestApp({ mail: outbox.transport })
  const { customer } = await makeCustomer(app, { language: options.language ?? 'en' })
  const ids: string[] = []
  for (const [name, expiry] of Object.entries(expiries)) {
    const { id } = await makeService(app, {
      customerId: customer.id,
      name,
      status: 'active',
      expiresAt: at(expiry),
      anchorDay: 20,
      ...(options.maxRenewals === undefined ? {} : { maxRenewals: options.maxRenewals }),
    })
    ids.push(id)
  }
  return {
    app,
    outbox,
    ids,
    customer,
    /** When mails left, and their subjects without the documents' names. */
    async letters() {
      const rows = await app.ctx.db
        .select()
        .from(mails)
        .where(eq(mails.customerId, customer.id))
        .orderBy(mails.sentAt, mails.id)
      return rows
        .filter((row) => row.state === 'sent')
        .map((row) => `${toIso(row.sentAt ?? 0).slice(5, 16)} ${row.subject}`)
    },
    async payOpen() {
      const rows = await app.ctx.db.select().from(renewals).where(eq(renewals.state, 'open'))
      for (const row of rows) await payInFull(app, row.documentId ?? '')
      await app.settle()
    },
  }
}

/** Runs every job that wrote a mail again, as after a crash; answers how many there were. */
async function runJobsAgain(app: TestApp): Promise<number> {
  const { rows } = await app.ctx.db.execute<{ data: Record<string, unknown> }>(
    sql`select data from pgboss.job where name = 'mail.write' order by created_on`,
  )
  for (const { data } of rows) await writeMail(app.ctx, data)
  await app.settle()
  return rows.length
}

test('an unpaid service: document, reminders, suspension, final notices, end', async () => {
  const { app, letters } = await scene({ Alpha: '2025-03-20T10:00:00Z' })
  await app.travelTo(at('2025-04-10T12:00:00Z'))
  assert.deepEqual(await letters(), [
    '03-13T10:00 Alpha: €12.00 to pay by 20 March 2025',
    '03-15T10:00 Reminder: Alpha expires on 20 March 2025',
    '03-17T10:00 Reminder: Alpha expires on 20 March 2025',
    '03-19T10:00 Reminder: Alpha expires on 20 March 2025',
    '03-20T10:00 Alpha is suspended',
    '03-24T10:00 Final notice: Alpha is removed on 27 March 2025',
    '03-26T10:00 Final notice: Alpha is removed on 27 March 2025',
    '03-27T10:00 Alpha has ended',
  ])
  assert.ok((await runJobsAgain(app)) >= 8)
  await app.travelTo(at('2025-04-12T12:00:00Z'))
  assert.equal((await letters()).length, 8)
})

test('what is suspended before the due date says when; what never is, the due date', async () => {
  // Nobody asked before it lapsed: suspended three days after the mail, due after seven.
  const { app, letters, ids } = await scene({ Late: '2025-03-09T10:00:00Z' })
  await app.travelTo(at('2025-03-14T08:00:00Z'))
  assert.deepEqual(await letters(), [
    '03-10T12:00 Late: €12.00 to pay by 13 March 2025',
    '03-13T12:00 Late is suspended',
  ])
  assert.equal((await readService(app, ids[0] ?? '')).status, 'suspended')
  const spared = await scene({ Spared: '2025-03-09T10:00:00Z' })
  const metadata = { disable_auto_suspend: 'true' }
  await spared.app.ctx.db
    .update(services)
    .set({ metadata })
    .where(eq(services.id, spared.ids[0] ?? ''))
  await spared.app.travelTo(at('2025-03-11T08:00:00Z'))
  assert.deepEqual(await spared.letters(), ['03-10T12:00 Spared: €12.00 to pay by 17 March 2025'])
})

test('an unpaid service in French; the suspension says what to pay and where', async () => {
  const { app, letters, outbox } = await scene({ Élan: '2025-03-20T10:00:00Z' }, { language: 'fr' })
  await app.travelTo(at('2025-03-27T12:00:00Z'))
  assert.deepEqual(
    (await letters()).map((line) => line.replaceAll(/\s/g, ' ')),
    [
      '03-13T10:00 Élan : 12,00 € à payer, échéance le 20 mars 2025',
      '03-15T10:00 Rappel : Élan expire le 20 mars 2025',
      '03-17T10:00 Rappel : Élan expire le 20 mars 2025',
      '03-19T10:00 Rappel : Élan expire le 20 mars 2025',
      '03-20T10:00 Élan est suspendu',
      '03-24T10:00 Dernier avis : Élan sera supprimé le 27 mars 2025',
      '03-26T10:00 Dernier avis : Élan sera supprimé le 27 mars 2025',
      '03-27T10:00 Élan a pris fin',
    ],
  )
  const suspended = outbox.sent.find((mail) => mail.subject === 'Élan est suspendu')
  assert.match(suspended?.text ?? '', /suspendu : impayé/)
  assert.match(suspended?.text ?? '', /Il reste 12,00\s€ à payer pour P-\d+/)
  assert.match(suspended?.text ?? '', /\/client\/invoices\//)
})

test('paid while suspended: one receipt that names the new expiry, and it runs again', async () => {
  const { app, letters, outbox, payOpen } = await scene({ Alpha: '2025-03-20T10:00:00Z' })
  await app.travelTo(at('2025-03-22T10:00:00Z'))
  const before = (await letters()).length
  await payOpen()
  const [receipt, again, ...others] = (await letters()).slice(before)
  assert.match(receipt ?? '', /Thank you for your payment: invoice INV-2025-000001$/)
  assert.match(again ?? '', /Alpha is running again$/)
  assert.deepEqual(others, [])
  const text = outbox.sent.find((mail) => mail.subject.startsWith('Thank you'))?.text ?? ''
  assert.match(text, /Alpha is renewed and runs until 20 April 2025/)
  const all = await letters()
  await runJobsAgain(app)
  assert.deepEqual(await letters(), all)
})

test('services of one customer are listed in one mail a day', async () => {
  const { app, letters, outbox } = await scene({
    Alpha: '2025-03-20T10:00:00Z',
    Beta: '2025-03-20T10:00:00Z',
    Gamma: '2025-03-20T10:00:00Z',
  })
  await app.travelTo(at('2025-03-16T12:00:00Z'))
  assert.deepEqual(await letters(), [
    '03-13T10:00 3 of your services: what is to do',
    '03-15T10:00 3 of your services: what is to do',
  ])
  const [first] = outbox.sent
  assert.equal(first?.attachments.length, 3)
  for (const name of ['Alpha', 'Beta', 'Gamma']) assert.match(first?.text ?? '', new RegExp(name))
})

test('what comes after the day’s mail waits for the next, and the notice counts from there', async () => {
  const { app, letters, ids } = await scene({
    Alpha: '2025-03-20T10:00:00Z',
    Beta: '2025-03-20T15:00:00Z',
  })
  const mailedAt = async () => {
    const [beta] = await app.ctx.db
      .select({ mailedAt: documents.mailedAt })
      .from(documents)
      .innerJoin(renewals, eq(renewals.documentId, documents.id))
      .where(eq(renewals.serviceId, ids[1] ?? ''))
    return beta?.mailedAt
  }
  // Known as soon as the document is made: what is forecast counts from there too.
  await app.travelTo(at('2025-03-13T16:00:00Z'))
  assert.equal(await mailedAt(), at('2025-03-14T07:00:00Z'))
  await app.travelTo(at('2025-03-14T12:00:00Z'))
  assert.deepEqual(await letters(), [
    '03-13T10:00 Alpha: €12.00 to pay by 20 March 2025',
    '03-14T07:00 Beta: €12.00 to pay by 20 March 2025',
  ])
  assert.equal(await mailedAt(), at('2025-03-14T07:00:00Z'))
  await app.travelTo(at('2025-03-20T09:00:00Z'))
  const days = (await letters()).map((line) => line.slice(0, 5))
  assert.equal(new Set(days).size, days.length, `one a day: ${await letters()}`)
})

test('a final notice never waits for the next day’s mail, and all of a day’s leave together', async () => {
  const expiry = '2025-03-20T15:00:00Z'
  const { app, letters } = await scene({
    Alpha: '2025-03-20T10:00:00Z',
    ...{ Beta: expiry, Gamma: expiry },
  })
  await app.travelTo(at('2025-03-28T12:00:00Z'))
  const told = (await letters()).filter((line) => /Final notice/.test(line))
  assert.deepEqual(told, [
    '03-24T10:00 Final notice: Alpha is removed on 27 March 2025',
    '03-24T15:00 Final notice: 2 of your services are about to be removed',
    '03-26T10:00 Final notice: Alpha is removed on 27 March 2025',
    '03-26T15:00 Final notice: 2 of your services are about to be removed',
  ])
})

test('a reminder leaves hours before the expiry, in a second mail of its day if need be', async () => {
  const { app, letters } = await scene({
    Alpha: '2025-03-20T08:30:00Z',
    Beta: '2025-03-20T12:00:00Z',
  })
  await app.travelTo(at('2025-03-20T09:00:00Z'))
  const ofTheLastDay = (await letters()).filter((line) => /^03-(19|20).*Reminder/.test(line))
  assert.deepEqual(ofTheLastDay, [
    '03-19T08:30 Reminder: Alpha expires on 20 March 2025',
    '03-19T12:00 Reminder: Beta expires on 20 March 2025',
  ])
})

test('at night mails wait for eight in the morning', async () => {
  const { app, letters } = await scene({ Alpha: '2025-03-20T02:00:00Z' })
  await app.travelTo(at('2025-03-15T12:00:00Z'))
  assert.deepEqual(await letters(), [
    '03-13T07:00 Alpha: €12.00 to pay by 20 March 2025',
    '03-15T07:00 Reminder: Alpha expires on 20 March 2025',
  ])
})

test('what the night has gathered leaves with the reminders of eight o’clock, in one mail', async () => {
  const { app, letters } = await scene({
    Alpha: '2025-03-20T02:00:00Z',
    Beta: '2025-03-18T02:00:00Z',
  })
  await app.travelTo(at('2025-03-13T06:59:00Z'))
  app.clock.set(at('2025-03-13T07:00:00Z'))
  await mailLoop(app.ctx).runDue(app.clock.now())
  assert.equal((await letters()).length, 1, 'the sweep of that minute has not run yet')
  await app.travelTo(at('2025-03-14T12:00:00Z'))
  assert.deepEqual(await letters(), [
    '03-11T07:00 Beta: €12.00 to pay by 18 March 2025',
    '03-13T07:00 2 of your services: what is to do',
  ])
})

test('what was paid before the mail left is not asked for any more', async () => {
  const { app, letters, payOpen } = await scene({ Alpha: '2025-03-20T02:00:00Z' })
  await app.travelTo(at('2025-03-13T03:00:00Z'))
  await payOpen()
  await app.travelTo(at('2025-03-14T12:00:00Z'))
  const [receipt, ...others] = await letters()
  assert.match(receipt ?? '', /03-13T03:00 Thank you for your payment/)
  assert.deepEqual(others, [])
})

test('a service that cannot be renewed is told that it ends', async () => {
  const { app, letters, outbox } = await scene(
    { Alpha: '2025-03-20T10:00:00Z' },
    { maxRenewals: 0 },
  )
  await app.travelTo(at('2025-03-28T12:00:00Z'))
  const all = await letters()
  assert.match(outbox.sent[0]?.text ?? '', /It cannot be renewed and ends on that day/)
  assert.match(all.at(-1) ?? '', /Alpha has ended$/)
  assert.match(outbox.sent.at(-1)?.text ?? '', /had reached the end of its term/)
})

test('staff tell the customer of a suspension or not; a cancellation is confirmed and undone', async () => {
  const { app, letters, ids, outbox } = await scene({ Alpha: '2025-04-20T10:00:00Z' })
  const staff = await app.staff()
  const url = `/api/v1/admin/services/${ids[0]}`
  await staff.post(`${url}/suspend`, { cause: 'request', notify: false })
  await app.settle()
  await staff.post(`${url}/unsuspend`, { notify: false })
  await app.settle()
  assert.deepEqual(await letters(), [])
  await staff.post(`${url}/suspend`, { cause: 'abuse', message: 'Spam was sent.', notify: true })
  await app.settle()
  await staff.post(`${url}/unsuspend`, { notify: false })
  await app.settle()
  assert.deepEqual(await letters(), ['03-10T12:00 Alpha is suspended'])
  assert.match(outbox.sent[0]?.text ?? '', /suspended: abuse[\s\S]*> Spam was sent\./)
  for (const times of [1, 2]) {
    await staff.post(`${url}/cancel`, { when: 'end_of_period' })
    await app.settle()
    await staff.post(`${url}/undo-cancellation`)
    await app.settle()
    await app.travelTo(at(`2025-03-1${times}T12:00:00Z`))
  }
  await staff.post(`${url}/cancel`, { when: 'now' })
  await app.settle()
  assert.deepEqual((await letters()).slice(1), [
    '03-10T12:00 Cancellation of Alpha on 20 April 2025',
    '03-10T12:00 Alpha goes on',
    '03-11T12:00 Cancellation of Alpha on 20 April 2025',
    '03-11T12:00 Alpha goes on',
    '03-12T12:00 Alpha is cancelled',
  ])
  const all = await letters()
  await runJobsAgain(app)
  assert.deepEqual(await letters(), all)
})

test('an order: one mail to pay, one receipt, one welcome without any secret', async () => {
  const outbox = recordingMail()
  const app = await startTestApp({ mail: outbox.transport })
  const { server, provider } = await makeServer(app.ctx)
  const { product } = await makeProduct(app.ctx, { type: 'sandbox', serverGroupId: server.groupId })
  const { client, customer } = await makeLoggedInCustomer(app)
  const items = [{ productId: product.id, cycle: 'monthly', orderData: { hostname: 'a.example' } }]
  const { body: placed } = await client.post('/api/v1/client/orders', { items })
  await app.settle()
  await payInFull(app, placed.documentId)
  await app.settle()
  assert.deepEqual(
    outbox.to(customer.email).map((mail) => mail.subject),
    [
      `Your order #${placed.number}: €12.00 to pay`,
      'Thank you for your payment: invoice INV-2025-000001',
      'Standard is ready',
    ],
  )
  await runJobsAgain(app)
  const [, receipt, welcome, ...others] = outbox.to(customer.email)
  assert.deepEqual(others, [])
  assert.match(receipt?.text ?? '', /Your services are being prepared/)
  const { resource } = await readService(app, placed.serviceIds[0])
  assert.ok(resource && resource.connection.length > 0)
  for (const { value } of resource.connection) {
    if (value !== undefined) assert.ok(welcome?.text.includes(value), value)
  }
  const [made] = provider.state.resources.values()
  const written = JSON.stringify(outbox.sent)
  for (const secret of Object.values(resource.secrets)) assert.ok(!written.includes(secret))
  assert.ok(!written.includes(provider.token))
  assert.ok(made?.password && !written.includes(made.password))
})

test('a forgotten order is reminded once and its end is told once', async () => {
  const outbox = recordingMail()
  const app = await startTestApp({ mail: outbox.transport })
  const { product } = await makeProduct(app.ctx)
  const { client, customer } = await makeLoggedInCustomer(app, { language: 'fr' })
  const items = [{ productId: product.id, cycle: 'monthly', quantity: 2 }]
  const { body: placed } = await client.post('/api/v1/client/orders', { items })
  await app.travelTo(at('2025-03-20T12:00:00Z'))
  assert.deepEqual(
    outbox.to(customer.email).map((mail) => mail.subject.replaceAll(/\s/g, ' ')),
    [
      `Votre commande n° ${placed.number} : 24,00 € à payer`,
      `Votre commande n° ${placed.number} attend son paiement`,
      `Votre commande n° ${placed.number} est annulée`,
    ],
  )
})
