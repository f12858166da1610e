import { localDate } from '../../../domain/calendar.ts'
import { parseCivil } from '../../../domain/civil.ts'
import type { Instant } from '../../../domain/instant.ts'
import { formatMoney } from '../../../domain/money.ts'
import { type Language, say } from '../../../platform/text.ts'
import { nameOf } from '../document-name.ts'
import { amountDue } from '../document-totals.ts'
import type { Document, DocumentLine } from '../settlement.ts'
import type { FrozenParty } from '../tables.ts'
import { pdfTexts } from './texts.ts'

/** Everything that a document's sheet of paper says, in words, in reading order. */
export interface DocumentSheet {
  title: string
  /** Label and value pairs under the title. */
  facts: [string, string][]
  seller: string[]
  buyerTitle: string
  buyer: string[]
  headings: [string, string, string, string, string]
  lines: { label: string; period: string | null; cells: [string, string, string, string] }[]
  /** Label and value; the strong ones are set apart. */
  totals: { label: string; value: string; strong: boolean }[]
  /** Blocks of text under the totals: how to pay, legal mentions. */
  notes: string[][]
  /** Legal lines at the foot of every page. */
  foot: string[]
  watermark: string | null
  language: Language
  createdAt: Instant
  name: string
}

export interface SheetSource {
  document: Document
  lines: readonly DocumentLine[]
  /** As frozen, or as they stand while the document is open. */
  seller: FrozenParty
  buyer: FrozenParty
  /** The name of the invoice that a credit note corrects. */
  correctsName: string | null
  /** Null without an account to pay to. */
  account: { holder: string; iban: string; bic: string } | null
  zone: string
}

type TextKey = keyof typeof pdfTexts

/** Puts a document into words, in its own language. Pure. */
export function documentSheet(source: SheetSource): DocumentSheet {
  const { document, lines, seller, buyer } = source
  const { language, currency } = document
  const text = (key: TextKey, params?: Record<string, string>) => say({ key, params }, language)
  const money = (amount: bigint) => formatMoney({ amount, currency }, language)
  const date = (at: Instant) => formatDay(localDate(at, source.zone), language)
  const gross = document.taxMode === 'gross'
  return {
    title: text(titleOf(document)),
    facts: factsOf(source, text, date),
    seller: partyLines(seller, language),
    buyerTitle: text('pdf.buyer'),
    buyer: partyLines(buyer, language),
    headings: [
      text('pdf.description'),
      text('pdf.quantity'),
      text(gross ? 'pdf.unit_gross' : 'pdf.unit_net'),
      text('pdf.rate'),
      text(gross ? 'pdf.amount_gross' : 'pdf.amount_net'),
    ],
    lines: lines.map((line) => ({
      label: line.label,
      period: periodOf(line, text, date),
      cells: [
        String(line.quantity),
        money(line.unitPrice),
        formatRate(line.rateBasisPoints, language),
        money(line.amount),
      ],
    })),
    totals: totalsOf(document, text, money),
    notes: notesOf(source, text),
    foot: seller.legal,
    watermark: document.state === 'void' ? text('pdf.void') : null,
    language,
    createdAt: document.issuedAt ?? document.createdAt,
    name: nameOf(document),
  }
}

type Say = (key: TextKey, params?: Record<string, string>) => string

function titleOf(document: Document): TextKey {
  if (document.kind === 'credit_note') return 'pdf.credit_note'
  return document.state === 'issued' ? 'pdf.invoice' : 'pdf.proforma'
}

function factsOf(
  { document, correctsName }: SheetSource,
  text: Say,
  date: (at: Instant) => string,
): [string, string][] {
  const { language, issuedOn } = document
  const on = issuedOn ? formatDay(issuedOn, language) : date(document.createdAt)
  const facts: [string, string][] = [
    [text(document.number ? 'pdf.number' : 'pdf.reference'), nameOf(document)],
    [text('pdf.date'), on],
  ]
  if (document.kind === 'invoice') facts.push([text('pdf.due'), date(document.dueAt)])
  if (correctsName) facts.push([text('pdf.corrects'), correctsName])
  return facts
}

function periodOf(line: DocumentLine, text: Say, date: (at: Instant) => string): string | null {
  if (line.periodStartAt === null || line.periodEndAt === null) return null
  return text('pdf.period', { from: date(line.periodStartAt), to: date(line.periodEndAt) })
}

function totalsOf(document: Document, text: Say, money: (amount: bigint) => string) {
  const row = (label: string, value: bigint, strong = false) => ({
    label,
    value: money(value),
    strong,
  })
  const rows = [row(text('pdf.total_net'), document.net)]
  for (const rate of document.taxLines) {
    const params = {
      rate: formatRate(rate.rateBasisPoints, document.language),
      net: money(BigInt(rate.net)),
    }
    rows.push(row(text('pdf.vat_at', params), BigInt(rate.tax)))
  }
  rows.push(row(text('pdf.total_gross'), document.gross, true))
  if (document.kind === 'credit_note' || document.state === 'void') return rows
  if (document.credited > 0n) rows.push(row(text('pdf.credited'), -document.credited))
  if (document.paid > 0n) rows.push(row(text('pdf.paid'), -document.paid))
  if (document.credited > 0n || document.paid > 0n)
    rows.push(row(text('pdf.due_amount'), amountDue(document), true))
  return rows
}

function notesOf({ document, account, seller }: SheetSource, text: Say): string[][] {
  const notes: string[][] = []
  const mentions = new Set(document.taxLines.map((rate) => rate.mention))
  if (mentions.has('reverse_charge')) notes.push([text('pdf.mention.reverse_charge')])
  if (document.kind === 'credit_note' && document.reason)
    notes.push([
      `${text('pdf.reason')}${document.language === 'fr' ? ' :' : ':'} ${document.reason}`,
    ])
  if (account && amountDue(document) > 0n) {
    notes.push([
      text('pdf.how_to_pay'),
      text('pdf.account_holder', { name: account.holder || seller.name }),
      `IBAN ${account.iban}${account.bic ? `   BIC ${account.bic}` : ''}`,
      text('pdf.transfer_reference', { reference: nameOf(document) }),
    ])
  }
  if (document.kind === 'invoice' && document.state === 'open')
    notes.push([text('pdf.not_an_invoice')])
  return notes
}

function partyLines(party: FrozenParty, language: Language): string[] {
  const vat = party.vatNumber
    ? say({ key: pdfTexts['pdf.vat_number'], params: { number: party.vatNumber } }, language)
    : ''
  const town = [party.postalCode, party.city].filter(Boolean).join(' ')
  const country = new Intl.DisplayNames(language, { type: 'region' }).of(party.country) ?? ''
  return [party.name, party.street, town, country, vat, party.email ?? ''].filter(Boolean)
}

/** `20 %` in French, `20%` in English; as many decimals as the rate has. */
function formatRate(basisPoints: number, language: Language): string {
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 2 }).format(
    basisPoints / 10_000,
  )
}

/** `10/03/2025` in French, `10 Mar 2025` in English. */
function formatDay(day: string, language: Language): string {
  const civil = parseCivil(day)
  if (!civil) return day
  const noon = Date.UTC(civil.year, civil.month - 1, civil.day, 12)
  return DAYS[language].format(noon)
}

const DAYS: Readonly<Record<Language, Intl.DateTimeFormat>> = {
  en: new Intl.DateTimeFormat('en-GB', {
    ...{ day: 'numeric', month: 'short', year: 'numeric' },
    timeZone: 'UTC',
  }),
  fr: new Intl.DateTimeFormat('fr-FR', {
    ...{ day: '2-digit', month: '2-digit', year: 'numeric' },
    timeZone: 'UTC',
  }),
}
