import { addDays } from '../domain/calendar.ts'
import { DAY, HOUR, type Instant } from '../domain/instant.ts'
import type { Cause } from '../platform/action.ts'
import { blankDocument, issue, openDocument, receive } from './bill.ts'
import type { DocumentRow } from './books.ts'
import type { Estate } from './establish.ts'
import { type Making, tell, who } from './making.ts'
import { idAt } from './random.ts'
import type { BilledRenewal } from './relate.ts'
import { type Client, payment } from './sell.ts'

const WORK = {
  en: ['Emergency intervention, 2 hours', 'DNS migration', 'Training, half a day', 'TLS audit'],
  fr: [
    'Intervention d’urgence, 2 heures',
    'Migration DNS',
    'Formation, une demi-journée',
    'Audit TLS',
  ],
} as const

/** Invoices that the accountant wrote by hand: most are paid, some late, some in part. */
export function writeCustomInvoices(
  making: Making,
  estate: Estate,
  clients: readonly Client[],
): void {
  const { random, now, calendar } = making
  const accountant = estate.staffByRole.get('accountant')
  const businesses = clients.filter(
    ({ row }) => row.kind === 'business' && row.createdAt < now - 60 * DAY,
  )
  if (!accountant) throw new Error('there is no accountant')
  for (let index = 0; index < 34; index++) {
    const client = random.pick(businesses)
    const ageDays = index < 12 ? random.int(1, 40) : random.int(45, 500)
    const createdAt = Math.max(
      now - ageDays * DAY - random.int(0, 7) * HOUR,
      client.row.createdAt + DAY,
    )
    const label = random.pick(WORK[client.row.language])
    const unitPrice = BigInt(random.int(6, 45) * 1000)
    const document = openDocument(making, {
      ...{ customer: client.row, createdAt, mailedAt: createdAt, actor: accountant },
      dueAt: addDays(createdAt, 10, calendar.zone),
      cause: { kind: 'request', route: 'documents.open' },
      lines: [{ kind: 'custom', label, quantity: 1, unitPrice }],
    })
    issue(document, createdAt + HOUR / 4)
    const paidAt = createdAt + random.int(1, 20) * DAY
    const isLate = index < 7
    if (!isLate && paidAt < now)
      receive(making, document, { at: paidAt, ...payment(making, estate, client, paidAt) })
    else if (index < 2)
      receive(making, document, {
        ...{ at: Math.min(createdAt + 6 * HOUR, now - HOUR), amount: document.gross / 2n },
        ...payment(making, estate, client, createdAt),
      })
  }
}

/** Transfers that name nothing we know: they wait for staff. */
export function strayTransfers(making: Making, estate: Estate, clients: readonly Client[]): void {
  const { random, now, books } = making
  const accountant = estate.staffByRole.get('accountant')
  if (!accountant) throw new Error('there is no accountant')
  for (const note of ['VIREMENT MENSUEL', 'REF ILLISIBLE']) {
    const { row } = random.pick(clients)
    const at = now - random.int(4, 70) * HOUR
    const id = idAt(random, at)
    books.payments.push({
      ...{ id, gateway: 'bank_transfer', reference: `VIR ${id.slice(-10).toUpperCase()}` },
      ...{ kind: 'payment', customerId: row.id, documentId: null, allocated: 0n },
      ...{ amount: BigInt(random.int(9, 80) * 100 - 1), currency: row.currency },
      ...{ state: 'unallocated', problem: 'unknown_document', transfer: 'none' },
      ...{ receivedAt: at, recordedBy: who(accountant), note },
    })
  }
}

interface Movement {
  at: Instant
  amount: bigint
  reason: 'staff' | 'surplus' | 'refund' | 'payment'
  note: string
  documentId: string | null
  actor: { kind: 'staff' | 'user'; id: string; name: string }
}

/**
 * Gestures of the support, spent in part on later renewals, and credit notes whose money became
 * credit. Balances are what the movements come to.
 */
export function moveCredit(
  making: Making,
  estate: Estate,
  renewals: readonly BilledRenewal[],
): void {
  const { random } = making
  const support = estate.staffByRole.get('support')
  const accountant = estate.staffByRole.get('accountant')
  if (!support || !accountant) throw new Error('there is nobody to give credit')
  const paid = renewals.filter(({ document }) => document.paidAt !== null && document.gross > 0n)
  const byCustomer = Map.groupBy(paid, ({ document }) => document.customerId)
  const several = [...byCustomer.values()].filter((list) => list.length >= 4)
  several.forEach((list, index) => {
    if (index % 5 > 1) return
    const [first, second, third] = [list.at(-1), list.at(-2), list.at(-3)] as BilledRenewal[]
    if (!first || !second || !third) return
    const movements: Movement[] = []
    if (index % 5 === 0) {
      const gift = first.document.gross + BigInt(random.int(0, 4) * 500)
      const at = (first.document.paidAt ?? 0) - 2 * DAY
      const note = 'Goodwill for the outage of the network'
      movements.push({ at, amount: gift, reason: 'staff', note, documentId: null, actor: support })
      movements.push(payByCredit(making, first, first.kept.sale.client.user))
    } else movements.push(refund(making, second.document, accountant))
    enter(making, first.kept.sale.client, movements)
  })
}

/** The document was paid from credit, not by the payment that stood there. */
function payByCredit(
  making: Making,
  { document }: BilledRenewal,
  user: Movement['actor'],
): Movement {
  const { books } = making
  books.payments = books.payments.filter((payment) => payment.documentId !== document.id)
  const at = document.paidAt ?? 0
  return {
    at,
    amount: -document.gross,
    reason: 'payment',
    note: '',
    documentId: document.id,
    actor: user,
  }
}

/** A credit note over the whole invoice; the period stays with the customer. */
function refund(making: Making, invoice: DocumentRow, accountant: Movement['actor']): Movement {
  const { books, random, now } = making
  const at = Math.min((invoice.paidAt ?? 0) + random.int(1, 9) * DAY, now - HOUR)
  const id = idAt(random, at)
  const reason =
    invoice.language === 'fr' ? 'Geste commercial après incident' : 'Goodwill after an incident'
  const cause: Cause = { kind: 'request', route: 'document.credit' }
  const note: DocumentRow = {
    ...blankDocument,
    ...{ id, kind: 'credit_note', state: 'issued', issuedAt: at, customerId: invoice.customerId },
    ...{ orderId: invoice.orderId, currency: invoice.currency, language: invoice.language },
    ...{ taxMode: invoice.taxMode, net: -invoice.net, tax: -invoice.tax, gross: -invoice.gross },
    taxLines: invoice.taxLines.map((rate) => ({
      ...rate,
      net: (-BigInt(rate.net)).toString(),
      tax: (-BigInt(rate.tax)).toString(),
    })),
    ...{ dueAt: at, mailedAt: at, correctsId: invoice.id, reason, createdAt: at },
  }
  books.documents.push(note)
  for (const line of making.linesOf.get(invoice.id) ?? []) {
    const negative = {
      unitPrice: -line.unitPrice,
      amount: -line.amount,
      net: -line.net,
      tax: -line.tax,
    }
    const own = { id: idAt(random, at), documentId: id, correctsLineId: line.id }
    books.lines.push({ ...line, ...negative, ...own })
    books.effects.push({ documentId: invoice.id, lineId: line.id, effect: 'refunded', at })
  }
  const { gross } = invoice
  invoice.credited += gross
  invoice.paid -= gross
  const of = { subject: 'document', subjectId: invoice.id, customerId: invoice.customerId }
  const after = { creditNoteId: id, gross }
  tell(making, {
    at,
    actor: accountant,
    cause,
    ...of,
    kind: 'document.credited',
    after,
    note: reason,
  })
  return {
    at,
    amount: gross,
    reason: 'refund',
    note: '',
    documentId: invoice.id,
    actor: accountant,
  }
}

function enter(making: Making, { row }: Client, movements: readonly Movement[]): void {
  const { books, random } = making
  const { id: customerId, currency } = row
  let balance = 0n
  for (const movement of movements) {
    const { at, amount, reason, note, documentId, actor } = movement
    balance += amount
    books.creditEntries.push({
      ...{ id: idAt(random, at), customerId, currency, amount, balanceAfter: balance },
      ...{ reason, note, documentId, paymentId: null, by: who(actor), at },
    })
    const kind = amount > 0n ? 'credit.added' : 'credit.taken'
    const of = { subject: 'customer', subjectId: customerId, customerId, kind }
    const cause: Cause = { kind: 'request' }
    tell(making, {
      at,
      actor,
      cause,
      ...of,
      after: { balance, currency, reason },
      note: note || null,
    })
  }
  books.creditBalances.push({ customerId, currency, balance })
}
