import { DAY, type Instant } from '../domain/instant.ts'
import { nameOf } from '../features/documents/document-name.ts'
import { renderMail } from '../features/mail/render/render-mail.ts'
import type { Facts } from '../features/mail/render/template.ts'
import type { TemplateName } from '../features/mail/templates/index.ts'
import { wordsIn } from '../features/mail/write/words.ts'
import { causeTexts } from '../features/services/refusals.ts'
import { say } from '../platform/text.ts'
import type { DocumentRow } from './books.ts'
import { COMPANY } from './company.ts'
import type { Kept } from './deliver.ts'
import type { Making } from './making.ts'
import { idAt } from './random.ts'
import type { BilledRenewal } from './relate.ts'
import type { Client, Sale } from './sell.ts'

/** Older mails are not made up: the lists are long enough. */
const KEPT_MS = 45 * DAY

interface Written {
  at: Instant
  template: TemplateName
  key: string
  facts: Facts
  documentIds?: string[]
  serviceIds?: string[]
}

export interface Correspondence {
  sales: readonly Sale[]
  kept: readonly Kept[]
  renewals: readonly BilledRenewal[]
}

/** The mails of the last weeks, in the words that the program itself writes. */
export function writeMails(making: Making, { sales, kept, renewals }: Correspondence): void {
  for (const sale of sales) aboutOrder(making, sale)
  for (const one of kept) aboutService(making, one)
  for (const one of renewals) aboutRenewal(making, one)
}

function send(making: Making, client: Client, written: Written): void {
  const { books, random, now } = making
  const { at, template, key, facts, documentIds = [], serviceIds = [] } = written
  if (at < now - KEPT_MS || at > now) return
  const { id: customerId, email: toAddress, name, language } = client.row
  const company = { name: COMPANY.business.name, email: COMPANY.business.email }
  const rendered = renderMail(template, language, { ...facts, name, company })
  books.mails.push({
    ...{ id: idAt(random, at), dedupeKey: key, template, customerId, staffId: null, toAddress },
    ...{ language, ...rendered, oneTimeToken: null, documentIds, serviceIds, isFirst: false },
    ...{ state: 'sent', attempts: 1, dueAt: null, error: null, createdAt: at, sentAt: at + 2000 },
  })
}

const { timeZone } = COMPANY.business
const WORDS = { en: wordsIn('en', timeZone), fr: wordsIn('fr', timeZone) }

const transfer = { iban: COMPANY.invoicing.iban, holder: COMPANY.invoicing.accountHolder }

/** As it stood when it was opened: its number came with the payment. */
function dueFacts(making: Making, client: Client, document: DocumentRow) {
  const words = WORDS[client.row.language]
  return {
    reference: nameOf({ number: null, serial: document.serial }),
    amount: words.money(document.gross, document.currency),
    dueOn: words.day(document.dueAt),
    link: making.link(`/client/invoices/${document.id}`),
  }
}

function lineFacts(making: Making, client: Client, document: DocumentRow) {
  const words = WORDS[client.row.language]
  return (making.linesOf.get(document.id) ?? []).map(({ label, net, tax }) => ({
    label,
    amount: words.money(net + tax, document.currency),
  }))
}

function aboutOrder(making: Making, sale: Sale): void {
  const { document, client, plan, serviceIds } = sale
  if (document.gross === 0n) return
  const lines = lineFacts(making, client, document)
  const order = making.books.orders.find(({ id }) => id === sale.orderId)?.number ?? null
  const facts = { ...dueFacts(making, client, document), order, lines, transfer }
  const of = { documentIds: [document.id], serviceIds }
  const key = `document_opened:${document.id}`
  send(making, client, { at: plan.placedAt, template: 'document_opened', key, facts, ...of })
  receipt(making, client, document, {
    renewed: [],
    isPreparing: plan.deliveredAt === null,
    serviceIds,
  })
}

interface Effect {
  renewed: { name: string; expiresOn: string }[]
  isPreparing: boolean
  serviceIds: string[]
}

function receipt(making: Making, client: Client, document: DocumentRow, effect: Effect): void {
  if (document.paidAt === null) return
  const words = WORDS[client.row.language]
  const { renewed, isPreparing, serviceIds } = effect
  send(making, client, {
    at: document.paidAt,
    template: 'receipt',
    key: `receipt:${document.id}`,
    facts: {
      reference: nameOf(document),
      amount: words.money(document.gross, document.currency),
      lines: lineFacts(making, client, document),
      link: making.link(`/client/invoices/${document.id}`),
      ...{ renewed, isPreparing },
    },
    documentIds: [document.id],
    serviceIds,
  })
}

function aboutRenewal(making: Making, { kept, renewal, document }: BilledRenewal): void {
  const { sale, row } = kept
  const { client } = sale
  const words = WORDS[client.row.language]
  const due = dueFacts(making, client, document)
  const of = { documentIds: [document.id], serviceIds: [row.id ?? ''] }
  const facts = {
    documents: [{ ...due, id: document.id, services: row.name }],
    ...{ reminders: [], finalNotices: [], transfer, link: making.link('/client/services') },
    headline: { kind: 'document', service: row.name, amount: due.amount, on: due.dueOn },
  }
  const key = `digest:${document.id}`
  send(making, client, { at: renewal.mailedAt, template: 'digest', key, facts, ...of })
  const renewed = [{ name: row.name, expiresOn: words.day(renewal.endsAt) }]
  receipt(making, client, document, { renewed, isPreparing: false, serviceIds: of.serviceIds })
}

const ENDS = {
  expired: 'service_expired',
  cancelled: 'service_cancelled',
} as const

function aboutService(making: Making, kept: Kept): void {
  const { row, life, sale } = kept
  const { client } = sale
  if (!life) return
  const words = WORDS[client.row.language]
  const facts = (expiresAt: Instant | null) => ({
    service: row.name,
    expiresOn: words.day(expiresAt),
    link: making.link(`/client/services/${row.id}`),
    orderLink: making.link('/client/order'),
  })
  const write = (at: Instant, template: TemplateName, more: Facts = {}) =>
    send(making, client, {
      ...{ at, template, key: `${template}:${row.id}:${at}` },
      facts: { ...facts(row.expiresAt ?? null), ...more },
      serviceIds: [row.id ?? ''],
    })
  const connection = (row.resource?.connection ?? []).map(({ label, value, secret }) => ({
    label: label[words.language],
    value: secret === undefined ? (value ?? null) : null,
  }))
  if (row.deliveredAt) write(row.deliveredAt, 'service_delivered', { connection })
  for (const happening of life.happenings) {
    const { at } = happening
    if (happening.kind === 'suspended' && happening.step.kind === 'suspend') {
      const causes = causeTexts([happening.step.cause])
      const said = causes.map((text) => say(text, words.language)).join(', ')
      write(at, 'service_suspended', { causes: said, messages: [], overdue: null })
    } else if (happening.kind === 'reactivated') write(at, 'service_reactivated')
    else if (happening.kind === 'expired' || happening.kind === 'cancelled')
      write(at, ENDS[happening.kind])
    else if (happening.kind === 'act' && happening.act.kind === 'terminate')
      write(at, 'service_terminated')
    else if (happening.kind === 'act' && happening.act.kind === 'cancel')
      write(at, happening.act.when === 'now' ? 'service_cancelled' : 'cancellation_requested', {
        endsOn: words.day(row.expiresAt ?? at),
      })
  }
}
