import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { LANGUAGES } from '../../../platform/text.ts'
import { renderMail } from '../render/render-mail.ts'
import type { Facts } from '../render/template.ts'
import { type TemplateName, templates } from './index.ts'

const company = { name: 'Hébergeur & Fils', email: 'bonjour@hebergeur.example' }
const HOSTILE = '<script>alert(1)</script> [[ x | http://evil.example ]]'

const link = 'https://berth.example/client/services/1'
const account = { link, until: '17 mars 2025' }
const line = { label: HOSTILE, amount: '12,00 €' }
const transfer = { iban: 'FR76 3000', holder: HOSTILE }
const money = { amount: '12,00 €', reference: 'P-000001', dueOn: '17 mars 2025', link }
const toPay = { ...money, lines: [line], transfer, order: 7 }
const service = { service: HOSTILE, expiresOn: '20 avril 2025', link, orderLink: link }
const connection = [
  { label: 'SSH', value: 'ssh root@192.0.2.1' },
  { label: HOSTILE, value: null },
]
const alert = {
  operation: 'delivery',
  number: 1042,
  service: HOSTILE,
  customer: HOSTILE,
  message: HOSTILE,
  link,
}
const payment = {
  what: 'unallocated',
  amount: '12,00 €',
  gateway: 'sandbox',
  paymentReference: HOSTILE,
  reference: 'P-000001',
  customer: HOSTILE,
  link,
}
const reminders = ['pay', 'charge', 'click', 'ends'].map((about) => ({
  ...money,
  service: HOSTILE,
  expiresOn: '20 avril 2025',
  chargeOn: '17 avril 2025',
  about,
}))
const headline = { kind: 'several', service: null, on: null, amount: null, count: 6 }

/** Facts for every template, with a hostile name wherever people's words stand. */
const SAMPLES: Record<TemplateName, Facts[]> = {
  user_registered: [account],
  email_confirmation: [account],
  user_invited: [account],
  staff_invited: [account],
  password_reset: [account],
  password_changed: [account],
  document_opened: [toPay, { ...toPay, order: null, transfer: null }],
  document_issued: [toPay],
  receipt: [
    {
      ...toPay,
      renewed: [{ name: HOSTILE, expiresOn: '20 avril 2025' }],
      isPreparing: true,
    },
    { ...toPay, renewed: [], isPreparing: false },
  ],
  credit_note: [
    { ...toPay, corrects: 'INV-2025-000001', refund: null, credit: '12,00 €' },
    { ...toPay, corrects: 'INV-2025-000001', refund: '12,00 €', credit: null },
  ],
  not_honoured: [{ ...toPay, corrects: 'INV-2025-000001' }],
  payment_received: [{ ...money, due: '3,00 €' }],
  payment_refused: [money],
  refund: [money, { ...money, reference: null }],
  order_placed: [{ order: 7, services: [HOSTILE], link }],
  order_reminder: [{ ...money, order: 7, cancelOn: '17 mars 2025' }],
  order_cancelled: [
    { order: 7, isUnpaid: true, orderLink: link },
    { order: 7, isUnpaid: false, orderLink: link },
  ],
  service_delivered: [
    { ...service, connection },
    { ...service, connection: [], expiresOn: null },
  ],
  service_redelivered: [{ ...service, connection }],
  service_suspended: [
    { ...service, causes: 'impayé', messages: [], overdue: { ...money, transfer }, restarts: true },
    { ...service, causes: 'abus', messages: [HOSTILE, 'second'], overdue: null, restarts: false },
  ],
  service_reactivated: [service, { ...service, expiresOn: null }],
  service_expired: [service],
  service_term_ended: [service],
  service_cancelled: [service],
  service_terminated: [service],
  cancellation_requested: [{ ...service, endsOn: '20 avril 2025' }],
  cancellation_undone: [service],
  service_renewed: [service],
  service_given_away: [service],
  service_received: [service, { ...service, expiresOn: null }],
  digest: [
    {
      documents: [{ ...money, services: HOSTILE }],
      reminders,
      finalNotices: [{ ...money, service: HOSTILE, endsOn: '27 avril 2025' }],
      canPay: true,
      headline,
      transfer,
      link,
    },
    ...['final_notice', 'final_notices', 'document', 'reminder'].map((kind) => ({
      documents: [],
      reminders: reminders.slice(0, 1),
      finalNotices: [],
      canPay: false,
      headline: { ...headline, kind, service: HOSTILE, on: '20 avril 2025', amount: '12,00 €' },
      transfer: null,
      link,
    })),
  ],
  alert_operation_waits: [alert, { ...alert, message: null }],
  alert_operation_unknown: [alert],
  alert_resource_left: [{ ...alert, server: HOSTILE, resources: HOSTILE }],
  alert_duplicate_resource: [{ ...alert, resources: HOSTILE }],
  alert_drift: [{ server: HOSTILE, count: 2, lines: [{ what: HOSTILE, n: 2 }], link: alert.link }],
  alert_server_suspect: [{ server: HOSTILE, known: 20, vanished: 12, link: alert.link }],
  alert_payment: ['unallocated', 'not_needed', 'charged_back', 'refund_failed', 'not_honoured'].map(
    (what) => ({ ...payment, what }),
  ),
  alert_mail_failed: [{ address: 'a@b.example', mailSubject: HOSTILE, message: HOSTILE, link }],
  test: [{}],
}

/** Tags that the markup makes; anything else would be somebody's words. */
const KNOWN_TAG = /^\/?(!doctype|html|head|meta|title|style|body|main|p|ul|li|blockquote|br|a)\b/i

describe('every template', () => {
  for (const name of Object.keys(templates) as TemplateName[]) {
    for (const language of LANGUAGES) {
      test(`${name} renders in ${language}, complete and escaped`, () => {
        for (const sample of SAMPLES[name]) {
          const facts = { ...sample, name: HOSTILE, company }
          const mail = renderMail(name, language, facts)
          assert.ok(mail.subject.length > 5, 'a subject')
          assert.doesNotMatch(mail.subject, /[\r\n]/)
          for (const words of [mail.subject, mail.text, mail.html]) {
            assert.doesNotMatch(words, /\{\{|\{%|undefined|\[object|null/, name)
          }
          assert.match(mail.text, language === 'fr' ? /^Bonjour / : /^Hello /)
          assert.doesNotMatch(mail.text, /\n{3}/)
          assert.match(mail.html, new RegExp(`<html lang="${language}">`))
          for (const [, tag = ''] of mail.html.matchAll(/<([^>]*)>/g)) {
            assert.match(tag, KNOWN_TAG)
          }
          assert.doesNotMatch(mail.html, /href="(?!https:\/\/berth\.example)/)
          assertBalanced(mail.html)
        }
      })
    }
  }
})

/** Every element that is opened is closed, in order. */
function assertBalanced(html: string): void {
  const open: string[] = []
  for (const [, close, tag] of html.matchAll(/<(\/?)([a-z]+)[^>]*>/g)) {
    if (tag === 'br' || tag === 'meta') continue
    if (close) assert.equal(open.pop(), tag, html)
    else open.push(tag ?? '')
  }
  assert.deepEqual(open, [])
}

test('the two languages say different things', () => {
  for (const [name, { en, fr }] of Object.entries(templates)) {
    assert.notEqual(en.subject, fr.subject, name)
    assert.notEqual(en.body, fr.body, name)
  }
})

test('a name with a line break stays on the subject’s one line', () => {
  const facts = { ...service, service: 'a\r\nBcc: x@evil.example', name: 'x', company }
  const { subject } = renderMail('service_reactivated', 'en', facts)
  assert.equal(subject, 'a Bcc: x@evil.example is running again')
})
