import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { startTestApp } from '../../../../test/app.ts'
import { makeDocument } from '../../../../test/factories/document.ts'
import { ask, startRecordingApp } from '../../../../test/factories/operation.ts'
import { makeService } from '../../../../test/factories/service.ts'
import { makeStaff } from '../../../../test/factories/staff.ts'
import { recordingMail } from '../../../../test/recording-mail.ts'
import { DAY } from '../../../domain/instant.ts'
import { emit } from '../../../platform/events.ts'
import { inTransaction } from '../../../platform/transaction.ts'
import { reactions } from '../../../reactions.ts'
import { mailLoop } from '../send/send-mails.ts'
import { mailDigestItems, mails } from '../tables.ts'
import { WRITERS, writeMail } from './write-mail.ts'

test('every event that asks for a mail has its writer, and every writer its event', () => {
  const asking = Object.entries(reactions)
    .filter(([, jobs]) => jobs.some((job) => job.startsWith('mail.write')))
    .map(([event]) => event)
  assert.deepEqual(asking.sort(), [...WRITERS.keys()].sort())
})

test('an event that nobody writes about is a bug', async () => {
  const app = await startTestApp()
  await assert.rejects(writeMail(app.ctx, { event: 'moon.landed' }), /nobody writes about/)
})

describe('the same job five times at once', () => {
  test('makes one mail', async () => {
    const app = await startTestApp()
    const { id: documentId, customerId } = await makeDocument(app.ctx)
    const payload = { event: 'document.opened', documentId, customerId, mailAt: null }
    await Promise.all([1, 2, 3, 4, 5].map(() => writeMail(app.ctx, payload)))
    await app.settle()
    assert.equal((await app.ctx.db.select().from(mails)).length, 1)
  })

  test('and for several services, one mail that lists each once', async () => {
    const app = await startTestApp()
    const expiresAt = app.clock.now() + 5 * DAY
    const first = await makeService(app, { status: 'active', expiresAt, maxRenewals: 0 })
    const { customerId } = first
    const more = await Promise.all(
      [1, 2].map(() =>
        makeService(app, { customerId, status: 'active', expiresAt, maxRenewals: 0 }),
      ),
    )
    const payloads = [first, ...more].map(({ id: serviceId }) => ({
      event: 'service.reminder_due',
      serviceId,
      customerId,
      period: 'p',
      step: 'remind:5',
      mailAt: app.clock.now(),
      about: 'ends',
      days: 5,
      chargeAt: null,
    }))
    await Promise.all([...payloads, ...payloads].map((payload) => writeMail(app.ctx, payload)))
    const rows = await app.ctx.db.select().from(mails).where(eq(mails.template, 'digest'))
    assert.equal(rows.length, 1)
    assert.equal((await app.ctx.db.select().from(mailDigestItems)).length, 3)
    assert.equal(rows[0]?.subject, '3 of your services: what is to do')
    assert.equal(rows[0]?.serviceIds.length, 3)
  })
})

test('the day’s mail waits for what its sweep has still to tell', async () => {
  const outbox = recordingMail()
  const app = await startTestApp({ mail: outbox.transport })
  const now = app.clock.now()
  const expiresAt = now + 40 * DAY
  const first = await makeService(app, { status: 'active', expiresAt, name: 'Alpha' })
  const { customerId } = first
  const second = await makeService(app, { customerId, status: 'active', expiresAt, name: 'Beta' })
  const due = (serviceId: string) => ({
    serviceId,
    customerId,
    period: 'p',
    step: 'remind:5',
    mailAt: now,
    about: 'ends',
  })
  await app.settle()
  await inTransaction(app.ctx, async (tx) =>
    emit(tx, 'service.reminder_due', [due(first.id), due(second.id)]),
  )
  await writeMail(app.ctx, { event: 'service.reminder_due', ...due(first.id) })
  const loop = mailLoop(app.ctx)
  assert.equal(await loop.runDue(now), 0)
  assert.equal(await loop.nextDue?.(), null)
  await app.settle()
  const about = outbox.sent.filter((mail) => mail.text.includes('Alpha expires'))
  assert.equal(about.length, 1)
  assert.match(about[0]?.text ?? '', /Beta expires on 19 April 2025/)
})

describe('an operation that cannot go on', () => {
  test('is told to the staff who asked for that, once, with the provider’s words', async () => {
    const outbox = recordingMail()
    const { app, recording, service, server } = await startRecordingApp({
      app: { mail: outbox.transport },
    })
    const alerted = async (alert: string) => {
      const member = await makeStaff(app.ctx)
      const client = await app.as({ realm: 'staff', id: member.id })
      await client.put('/api/v1/admin/profile/alerts', { alerts: [alert] })
      return member.email
    }
    const deliveries = await alerted('delivery_failed')
    const others = await alerted('operation_failed')
    const { id: serviceId, customerId, number } = await service()
    recording.next('create', { kind: 'refuse', code: 'config', message: 'template 7 is unknown' })
    await ask(app, { serviceId, serverId: server.id, kind: 'create', input: {} })
    await app.settle()
    await app.settle()
    const [mail, ...more] = outbox.to(deliveries)
    assert.equal(mail?.subject, `To do: delivery of #${number} waits for you`)
    assert.match(mail?.text ?? '', /> template 7 is unknown/)
    assert.deepEqual(more, [])
    assert.deepEqual(outbox.to(others), [])
    const toCustomer = await app.ctx.db.select().from(mails).where(eq(mails.customerId, customerId))
    assert.deepEqual(toCustomer, [])
  })
})
