import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { startTestApp } from '../../../../test/app.ts'
import { makeDocument } from '../../../../test/factories/document.ts'
import { makeService } from '../../../../test/factories/service.ts'
import { makeStaff } from '../../../../test/factories/staff.ts'
import { recordingMail } from '../../../../test/recording-mail.ts'
import { inTransaction } from '../../../platform/transaction.ts'
import { customers } from '../../customers/tables.ts'
import { mails, mailTemplates } from '../tables.ts'
import { composeMail } from '../write/draft.ts'
import { writeMail } from '../write/write-mail.ts'

const URL = '/api/v1/admin/mail-templates'
const outbox = recordingMail()
const app = await startTestApp({ mail: outbox.transport })
const owner = await app.staff()

const url = (template: string, language = 'en') => `${URL}/${template}/${language}`

describe('the words of a mail', () => {
  test('are listed with whether they can be switched off, and why not', async () => {
    const { items } = (await owner.get(URL)).body
    const row = (name: string) =>
      items.find(({ template }: { template: string }) => template === name)
    assert.equal(row('service_delivered').switchable, true)
    assert.equal(row('receipt').switchable, false)
    assert.match(row('receipt').alwaysBecause, /owed/)
    assert.equal(row('receipt').languages.length, 2)
    assert.equal(items[0].template, 'layout')
  })

  test('are the program’s own until staff write theirs, and again afterwards', async () => {
    const template = url('document_opened')
    const own = (await owner.get(template)).body
    assert.equal(own.version, 0)
    assert.equal(own.changed, false)
    const lines = own.variables.find(({ path }: { path: string }) => path === 'lines')
    assert.match(lines.snippet, /for entry in lines/)

    const words = { subject: 'Pay {{ amount }}, please', body: '[[ Pay | {{ link }} ]] \r\n' }
    const saved = await owner.put(template, { ...words, version: 0 })
    assert.equal(saved.status, 200)
    assert.equal(saved.body.version, 1)
    assert.equal(saved.body.body, '[[ Pay | {{ link }} ]]')
    assert.equal((await owner.put(template, { ...words, version: 0 })).body.code, 'stale_form')

    const { id: documentId, customerId } = await makeDocument(app.ctx)
    await app.ctx.db.update(customers).set({ language: 'en' }).where(eq(customers.id, customerId))
    await writeMail(app.ctx, { event: 'document.opened', documentId, customerId, mailAt: null })
    const [mail] = await app.ctx.db.select().from(mails).where(eq(mails.customerId, customerId))
    assert.match(mail?.subject ?? '', /^Pay €.*, please$/)
    assert.match(mail?.text ?? '', /^Hello .*\n\nPay: https:\/\/berth\.example\/client\/invoices\//)

    assert.equal((await owner.delete(`${template}?version=0`)).status, 409)
    const back = await owner.delete(`${template}?version=1`)
    assert.deepEqual([back.body.changed, back.body.subject], [false, own.subject])
    const entries = (await owner.get('/api/v1/admin/history?subject=mail_template')).body.items
    assert.deepEqual(
      entries.map(({ kind }: { kind: string }) => kind),
      ['mail_template.reset', 'mail_template.updated'],
    )
  })

  test('are refused field by field, and for who may not', async () => {
    const template = url('receipt')
    const words = { subject: '{{ nobody }}', body: 'x\n{{ nothing }}', version: 0 }
    const { status, body } = await owner.put(template, words)
    assert.equal(status, 422)
    assert.deepEqual(
      body.errors.map(({ pointer }: { pointer: string }) => pointer),
      ['/subject', '/body'],
    )
    const long = await owner.put(template, { ...words, subject: 'a\nb', body: 'x'.repeat(20_001) })
    assert.deepEqual(
      long.body.errors.map(({ pointer }: { pointer: string }) => pointer),
      ['/subject', '/body'],
    )
    const empty = await owner.put(template, { subject: ' ', body: ' \n ', version: 0 })
    assert.equal(empty.status, 422)
    assert.deepEqual(
      empty.body.errors.map((error: { pointer: string; detail: string }) => [
        error.pointer,
        error.detail,
      ]),
      [
        ['/subject', 'The subject is empty.'],
        ['/body', 'The text of the mail is empty.'],
      ],
    )
    assert.equal((await owner.get(template)).body.version, 0)
    assert.equal((await owner.get(url('nothing'))).status, 404)
    const support = await app.staff('support')
    assert.equal((await support.get(template)).status, 200)
    assert.equal((await support.put(template, words)).status, 403)
    assert.equal((await support.post(`${template}/preview`, words)).status, 403)
  })

  test('around every mail can be theirs too', async () => {
    const body = 'Dear {{ name }}\n\n{{ content }}\n\n> {{ company.name }}'
    await owner.put(url('layout', 'fr'), { subject: '', body, version: 0 })
    const preview = await owner.post(`${url('cancellation_undone', 'fr')}/preview`, {
      subject: 's',
      body: 'Voilà',
    })
    assert.match(preview.body.text, /^Dear Camille Durand\n\nVoilà\n\n>/)
    assert.match(preview.body.html, /<blockquote>/)
    await owner.delete(`${url('layout', 'fr')}?version=1`)
  })

  test('that cannot be used are no reason to lose a mail', async () => {
    const member = await makeStaff(app.ctx)
    const client = await app.as({ realm: 'staff', id: member.id })
    await client.put('/api/v1/admin/profile/alerts', { alerts: ['mail_failed'] })
    const broken = { subject: 'x', body: '{% if %}', version: 1, updatedAt: 0, updatedBy: 'x' }
    await app.ctx.db
      .insert(mailTemplates)
      .values({ template: 'cancellation_undone', language: 'en', ...broken })
    const to = {
      customerId: null,
      staffId: null,
      address: 'a@b.co',
      name: 'A',
      language: 'en' as const,
    }
    const facts = { service: 'vps-1', expiresOn: null, link: 'https://berth.example/' }
    const mail = await inTransaction(app.ctx, (tx) =>
      composeMail(tx, { template: 'cancellation_undone', to, facts }),
    )
    assert.equal(mail.subject, 'vps-1 goes on')
    await app.settle()
    assert.match(
      outbox.to(member.email)[0]?.subject ?? '',
      /“Cancellation undone” could not be used/,
    )
    await app.ctx.db.delete(mailTemplates)
  })
})

describe('a preview', () => {
  test('speaks of a real service, in the state it is in', async () => {
    const { id: serviceId } = await makeService(app, { name: 'Alpha & Co', status: 'active' })
    const words = { subject: '{{ service }} runs', body: '{{ name }}: << {{ link }} >>', serviceId }
    const real = (await owner.post(`${url('service_reactivated')}/preview`, words)).body
    assert.equal(real.facts, 'real')
    assert.equal(real.subject, 'Alpha & Co runs')
    assert.match(real.html, new RegExp(`href="https://berth.example/client/services/${serviceId}"`))
    assert.match(real.html, /<title>Alpha &amp; Co runs/)
    const partly = (await owner.post(`${url('service_suspended')}/preview`, words)).body
    assert.deepEqual([partly.facts, partly.subject], ['partly', 'Alpha & Co runs'])
    const none = (
      await owner.post(`${url('service_suspended')}/preview`, { subject: 'x', body: 'x' })
    ).body
    assert.equal(none.facts, 'sample')
    const unknown = { ...words, serviceId: '01900000-0000-7000-8000-000000000000' }
    assert.equal((await owner.post(`${url('service_expired')}/preview`, unknown)).status, 404)
  })

  test('shows the program’s own words of every mail, about whatever is chosen', async () => {
    const { id: documentId } = await makeDocument(app.ctx)
    const { id: serviceId } = await makeService(app, { status: 'active' })
    const { items } = (await owner.get(URL)).body
    for (const { template } of items) {
      for (const [language, about] of [
        ['en', { documentId }],
        ['fr', { serviceId }],
      ] as const) {
        const { subject, body } = (await owner.get(url(template, language))).body
        const shown = await owner.post(`${url(template, language)}/preview`, {
          ...{ subject, body, ...about },
        })
        assert.equal(shown.status, 200, `${template} ${language}: ${JSON.stringify(shown.body)}`)
      }
    }
  })

  test('of the day’s mail and of a document uses their own facts', async () => {
    const { id: documentId, customerId } = await makeDocument(app.ctx)
    const opened = await owner.post(`${url('document_opened')}/preview`, {
      subject: '{{ reference }}',
      body: '{% for entry in lines %}\n- {{ entry.label }}\n{% endfor %}',
      documentId,
    })
    assert.equal(opened.body.facts, 'real')
    assert.match(opened.body.subject, /^P-\d+/)
    const digest = await owner.post(`${url('digest')}/preview`, {
      subject: '{{ headline.kind }}',
      body: '{% for entry in documents %}\n- {{ entry.reference }}\n{% endfor %}',
      customerId,
    })
    assert.equal(digest.status, 200)
    assert.ok(['real', 'partly'].includes(digest.body.facts))
  })

  test('goes to the staff member’s own address, marked as a test, and to nobody else', async () => {
    const member = await makeStaff(app.ctx)
    const client = await app.as({ realm: 'staff', id: member.id })
    const { id: serviceId, customerId } = await makeService(app, { name: 'Beta', status: 'active' })
    const words = { subject: '{{ service }}', body: 'Look', serviceId }
    const sent = await client.post(`${url('service_reactivated')}/test`, words)
    assert.equal(sent.body.to, member.email)
    await app.settle()
    const [mail, ...more] = outbox.to(member.email)
    assert.equal(mail?.subject, '[Test] Beta')
    assert.deepEqual(more, [])
    const logged = (await owner.get(`/api/v1/admin/mails/${sent.body.mailId}`)).body
    assert.deepEqual([logged.state, logged.customer], ['sent', null])
    const theirs = await app.ctx.db.select().from(mails).where(eq(mails.customerId, customerId))
    assert.ok(theirs.every(({ subject }) => !subject.includes('[Test]')))
  })
})
