import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { SMTPServer } from 'smtp-server'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { makeCustomer } from '../../../test/factories/customer.ts'
import { customLine, makeDocument, readDocument } from '../../../test/factories/document.ts'
import { queueMail } from '../../../test/factories/mail.ts'
import { makeStaff } from '../../../test/factories/staff.ts'
import { DAY, HOUR, MINUTE } from '../../domain/instant.ts'
import { mailIsConfigured } from './settings.ts'
import { mails } from './tables.ts'
import { CONNECTIONS } from './transport.ts'

const PASSWORD = 'the password of the relay'

interface Letter {
  to: string[]
  raw: string
}

/** A real SMTP server on a port of its own, that refuses the address `nobody@…`. */
async function startSmtp(port = 0) {
  const letters: Letter[] = []
  let connections = 0
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onConnect: (_session, done) => {
      connections += 1
      done()
    },
    onAuth: ({ username, password }, _session, done) =>
      username === 'berth' && password === PASSWORD
        ? done(null, { user: username })
        : done(new Error('wrong password')),
    onRcptTo: ({ address }, _session, done) =>
      address.startsWith('nobody@')
        ? done(Object.assign(new Error('no such mailbox'), { responseCode: 550 }))
        : done(),
    onData(stream, session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address)
        letters.push({ to, raw: Buffer.concat(parts).toString('utf8') })
        done()
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const address = server.server.address()
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()))
  after(close)
  return {
    letters,
    connections: () => connections,
    close,
    port: typeof address === 'object' && address ? address.port : 0,
    to: (to: string) => letters.filter((letter) => letter.to.includes(to)),
  }
}

async function configure(app: TestApp, port: number, more: Record<string, unknown> = {}) {
  const owner = await app.staff()
  const { version } = (await owner.get('/api/v1/admin/settings/mail')).body
  const answer = await owner.put('/api/v1/admin/settings/mail', {
    version,
    values: {
      host: '127.0.0.1',
      port,
      encryption: 'none',
      user: 'berth',
      password: PASSWORD,
      fromName: 'Hébergeur',
      fromAddress: 'facturation@hebergeur.example',
      ...more,
    },
  })
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  return { owner, answer }
}

const mailTo = async (app: TestApp, address: string) => {
  const [row] = await app.ctx.db.select().from(mails).where(eq(mails.toAddress, address))
  assert.ok(row)
  return row
}

describe('without an SMTP server', () => {
  test('mails are kept, count as mailed, and leave when staff send them later', async () => {
    const app = await startTestApp()
    assert.equal(await mailIsConfigured(app.ctx.db), false)
    const { customer } = await makeCustomer(app)
    const document = await makeDocument(app.ctx, { customerId: customer.id })
    await app.settle()
    const kept = await mailTo(app, customer.email)
    assert.deepEqual([kept.state, kept.dueAt, kept.sentAt], ['kept', null, app.clock.now()])
    const shown = (await (await app.staff()).get(`/api/v1/admin/mails/${kept.id}`)).body
    assert.deepEqual([shown.state, shown.sentAt], ['kept', null])
    assert.equal((await readDocument(app.ctx, document.id)).mailedAt, app.clock.now())
    const smtp = await startSmtp()
    const { owner } = await configure(app, smtp.port)
    assert.equal(await mailIsConfigured(app.ctx.db), true)
    await app.settle()
    assert.deepEqual(smtp.letters, [])
    const again = await owner.post(`/api/v1/admin/mails/${kept.id}/resend`)
    assert.equal(again.body.id, kept.id)
    await app.settle()
    assert.equal(smtp.to(customer.email).length, 1)
    assert.equal((await mailTo(app, customer.email)).state, 'sent')
  })
})

describe('by SMTP', () => {
  test('words with accents arrive with sender, PDF and a message id of their own', async () => {
    const app = await startTestApp()
    const smtp = await startSmtp()
    const { answer } = await configure(app, smtp.port)
    assert.ok(!JSON.stringify(answer.body).includes(PASSWORD))
    assert.deepEqual(answer.body.secrets.password, { set: true })
    const { customer } = await makeCustomer(app, { language: 'fr', name: 'Zoé' })
    const lines = [customLine({ label: 'Hébergement' })]
    await makeDocument(app.ctx, { customerId: customer.id, lines })
    await app.settle()
    const [letter, ...others] = smtp.to(customer.email)
    assert.deepEqual(others, [])
    const raw = letter?.raw ?? ''
    assert.match(raw, /^From: =\?UTF-8\?[BQ]\?.*\?= <facturation@hebergeur\.example>/m)
    assert.match(raw, /^Subject: =\?UTF-8\?/m)
    assert.match(raw, /^Content-Type: application\/pdf; name="?P-\d+\.pdf/m)
    const { id } = await mailTo(app, customer.email)
    assert.match(raw, new RegExp(`^Message-ID: <${id}@hebergeur\\.example>`, 'm'))
    assert.match(raw.replaceAll('=\r\n', ''), /Zo=C3=A9/)
  })

  test('many share a few connections, and what a person awaits has its own', async () => {
    const app = await startTestApp()
    const smtp = await startSmtp()
    await configure(app, smtp.port)
    const { customer, user } = await makeCustomer(app)
    const many = 5 * CONNECTIONS
    for (let n = 0; n < many; n++) await queueMail(app.ctx, `plain:${n}`, customer)
    await app.anonymous.post('/api/v1/auth/forgot-password', { email: user.email })
    await app.settle()
    assert.equal(smtp.letters.length, many + 1)
    // One that stood idle for long is opened anew, so their number may be a little higher.
    assert.ok(smtp.connections() < many / 2, `${smtp.connections()} connections`)
    const left = await app.ctx.db.select().from(mails).where(eq(mails.state, 'sent'))
    assert.equal(left.length, many + 1)
  })

  test('a server that is down is tried again by the ladder; the mail arrives once', async () => {
    const app = await startTestApp()
    const down = await startSmtp()
    await down.close()
    await configure(app, down.port)
    const { customer } = await makeCustomer(app)
    await makeDocument(app.ctx, { customerId: customer.id })
    const start = app.clock.now()
    const waits: number[] = []
    for (let now = start; waits.length < 5; ) {
      await app.settle()
      const mail = await mailTo(app, customer.email)
      assert.equal(mail.state, 'queued')
      assert.match(mail.error ?? '', /ECONNREFUSED/)
      waits.push(((mail.dueAt ?? 0) - now) / MINUTE)
      now = mail.dueAt ?? 0
      app.clock.set(now)
    }
    assert.deepEqual(waits, [1, 5, 15, 60, 60])
    const up = await startSmtp(down.port)
    await app.settle()
    assert.equal(up.to(customer.email).length, 1)
    await app.travelTo(app.clock.now() + 2 * DAY)
    assert.equal(up.to(customer.email).length, 1)
    assert.equal((await mailTo(app, customer.email)).state, 'sent')
  })

  test('after a day it is given up', async () => {
    const app = await startTestApp()
    const down = await startSmtp()
    await down.close()
    await configure(app, down.port)
    const { customer } = await makeCustomer(app)
    await makeDocument(app.ctx, { customerId: customer.id })
    await app.travelTo(app.clock.now() + 23 * HOUR)
    assert.equal((await mailTo(app, customer.email)).state, 'queued')
    await app.travelTo(app.clock.now() + 3 * HOUR)
    const given = await mailTo(app, customer.email)
    assert.deepEqual([given.state, given.dueAt], ['failed', null])
  })

  test('a refused receiver is final, and told to the staff who asked', async () => {
    const app = await startTestApp()
    const smtp = await startSmtp()
    await configure(app, smtp.port)
    const member = await makeStaff(app.ctx)
    const client = await app.as({ realm: 'staff', id: member.id })
    await client.put('/api/v1/admin/profile/alerts', { alerts: ['mail_failed'] })
    const { customer } = await makeCustomer(app, { email: 'nobody@client.example' })
    await makeDocument(app.ctx, { customerId: customer.id })
    await app.settle()
    const mail = await mailTo(app, 'nobody@client.example')
    assert.deepEqual([mail.state, mail.attempts], ['failed', 1])
    assert.match(mail.error ?? '', /no such mailbox/)
    assert.match(smtp.to(member.email)[0]?.raw ?? '', /nobody@client\.example/)
  })

  test('the test mail says what the server answered, and never the password', async () => {
    const app = await startTestApp()
    const owner = await app.staff()
    const trial = (to = 'me@example.com') => owner.post('/api/v1/admin/mails/test', { to })
    assert.deepEqual((await trial()).body, { outcome: 'kept', message: null })
    const smtp = await startSmtp()
    await configure(app, smtp.port, { password: 'a wrong password' })
    const refused = (await trial()).body
    assert.equal(refused.outcome, 'failed')
    assert.doesNotMatch(refused.message, /a wrong password/)
    await configure(app, smtp.port)
    assert.deepEqual((await trial()).body, { outcome: 'sent', message: null })
    assert.equal(smtp.to('me@example.com').length, 1)
    assert.equal((await trial('no address')).status, 422)
    const weak = await (await app.staff('support')).post('/api/v1/admin/mails/test', {
      to: 'a@b.example',
    })
    assert.equal(weak.status, 403)
  })
})

test('in the sandbox a mail is read once it has left, and not before its hour', async () => {
  const app = await startTestApp()
  const { customer } = await makeCustomer(app)
  const id = await queueMail(app.ctx, 'later', customer)
  const dueAt = app.clock.now() + HOUR
  await app.ctx.db.update(mails).set({ dueAt }).where(eq(mails.id, id))
  const read = async () =>
    (await app.anonymous.get(`/api/v1/sandbox/mails?to=${customer.email}`)).body
  assert.deepEqual(await read(), [])
  await app.travelTo(dueAt)
  assert.deepEqual(
    (await read()).map(({ sentAt }: { sentAt: string }) => sentAt),
    [new Date(dueAt).toISOString()],
  )
})

test('mails can be read in the sandbox only', async () => {
  const app = await startTestApp({ config: { sandbox: false } })
  assert.equal((await app.anonymous.get('/api/v1/sandbox/mails')).status, 404)
})
