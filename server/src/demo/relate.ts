import type { Step } from '../domain/automation/index.ts'
import { addDays } from '../domain/calendar.ts'
import { type Instant, SECOND } from '../domain/instant.ts'
import { reasonTexts } from '../features/documents/texts.ts'
import type { Cause } from '../platform/action.ts'
import { AUTOMATION } from '../platform/actor.ts'
import { say, sayDay } from '../platform/text.ts'
import { giveUp, openDocument, receive } from './bill.ts'
import type { DocumentRow } from './books.ts'
import { COMPANY } from './company.ts'
import type { Kept } from './deliver.ts'
import type { Estate } from './establish.ts'
import type { Happening, LivedRenewal } from './live.ts'
import { type Making, tell, who } from './making.ts'
import { noteFailure, noteOperation } from './operate.ts'
import { payment } from './sell.ts'
import { SAID } from './suspend.ts'

/** A renewal of the books with its document. */
export interface BilledRenewal {
  kept: Kept
  renewal: LivedRenewal
  document: DocumentRow
}

/** Writes what a life left behind: renewals with their documents, operations, history. */
export function relate(making: Making, estate: Estate, kept: Kept): BilledRenewal[] {
  const { life, sale } = kept
  if (!life || sale.plan.deliveredAt === null) return []
  tellDelivery(making, estate, kept)
  for (const happening of life.happenings) tellHappening(making, estate, kept, happening)
  return life.renewals.map((renewal) => billRenewal(making, estate, kept, renewal))
}

const aboutService = ({ row }: Kept) => ({
  subject: 'service',
  subjectId: row.id ?? '',
  customerId: row.customerId,
})

function tellDelivery(making: Making, estate: Estate, kept: Kept): void {
  const { row, sale } = kept
  const byHand = row.deliverOn !== 'payment'
  const support = estate.staffByRole.get('support')
  const actor = byHand && support ? support : AUTOMATION
  const cause: Cause = byHand
    ? { kind: 'request', route: 'service.deliver' }
    : { kind: 'policy', step: 'deliver', rule: 'order_paid' }
  const at = row.deliveredAt ?? making.now
  const asked = byHand ? at - 20 * SECOND : Math.min(sale.plan.paidAt ?? at, at)
  noteOperation(making, { row, kind: 'create', at: asked, tookMs: at - asked, actor, cause })
  tell(making, { at, actor, cause, ...aboutService(kept), kind: 'service.delivered' })
}

function billRenewal(
  making: Making,
  estate: Estate,
  kept: Kept,
  renewal: LivedRenewal,
): BilledRenewal {
  const { sale, row } = kept
  const { row: customer } = sale.client
  const { zone } = making.calendar
  const cause: Cause = { kind: 'policy', step: 'invoice', rule: 'before_expiry' }
  const { language } = customer
  const day = (at: Instant) => sayDay(at, zone, language)
  const product = sale.plan.product.name[language]
  const what = product === row.name ? product : `${product} – ${row.name}`
  const params = { what, from: day(renewal.startsAt), until: day(renewal.endsAt) }
  const document = openDocument(making, {
    customer,
    createdAt: renewal.askedAt,
    dueAt: addDays(renewal.askedAt, COMPANY.invoicing.paymentTermDays, zone),
    mailedAt: renewal.mailedAt,
    actor: AUTOMATION,
    cause,
    lines: [
      {
        kind: 'renewal',
        serviceId: row.id,
        renewalId: renewal.id,
        label: say({ key: 'renewal.line', params }, language),
        quantity: renewal.periods,
        unitPrice: sale.price,
        periodStartAt: renewal.startsAt,
        periodEndAt: renewal.endsAt,
      },
    ],
  })
  making.books.renewals.push(renewalRow(making, kept, renewal, document))
  tellRenewal(making, kept, renewal, cause)
  if (renewal.paidAt !== null)
    receive(making, document, {
      at: renewal.paidAt,
      ...payment(making, estate, sale.client, renewal.paidAt),
    })
  if (renewal.withdrawnAt !== null) {
    const reason = say(reasonTexts['document.reason.renewal_withdrawn'], language)
    giveUp(making, document, renewal.withdrawnAt, reason)
  }
  return { kept, renewal, document }
}

function renewalRow(
  making: Making,
  { row, sale }: Kept,
  renewal: LivedRenewal,
  document: DocumentRow,
) {
  const { id, periods, startsAt, endsAt, askedAt, paidAt, withdrawnAt } = renewal
  const state = paidAt !== null ? 'applied' : withdrawnAt !== null ? 'withdrawn' : 'open'
  return {
    id,
    serviceId: row.id ?? '',
    customerId: row.customerId,
    documentId: document.id,
    lineId: making.linesOf.get(document.id)?.[0]?.id ?? null,
    state: state as 'applied' | 'withdrawn' | 'open',
    cycle: row.cycle,
    periods,
    currency: row.currency,
    price: sale.price * BigInt(periods),
    periodStartAt: startsAt,
    periodEndAt: endsAt,
    requestedBy: who(AUTOMATION),
    overrode: null,
    createdAt: askedAt,
    appliedAt: paidAt,
    settledAt: paidAt ?? withdrawnAt,
  }
}

function tellRenewal(making: Making, kept: Kept, renewal: LivedRenewal, cause: Cause): void {
  const { sale } = kept
  const { periods, askedAt, paidAt, withdrawnAt } = renewal
  const of = { actor: AUTOMATION, cause, ...aboutService(kept) }
  const after = { cycle: kept.row.cycle, periods }
  tell(making, { ...of, at: askedAt, kind: 'service.renewal_requested', after })
  if (withdrawnAt !== null)
    tell(making, { ...of, at: withdrawnAt, kind: 'service.renewal_withdrawn' })
  if (paidAt === null) return
  const { gateway } = sale.client.buyer
  const actor = { kind: 'gateway' as const, id: null, name: gateway }
  const because: Cause = { kind: 'payment', gateway }
  const extended = { renewalId: renewal.id, expiresAt: renewal.endsAt }
  const before = { expiresAt: renewal.startsAt }
  const renewed = { at: paidAt, actor, cause: because, before, after: extended }
  tell(making, { ...renewed, ...aboutService(kept), kind: 'service.renewed' })
}

const becauseOf = (step: Step): Cause => ({ kind: 'policy', step: step.kind, ...step.because })

/** History and operation of one happening. */
function tellHappening(making: Making, estate: Estate, kept: Kept, happening: Happening) {
  if (happening.kind === 'act') return tellAct(making, estate, kept, happening)
  const { row } = kept
  const { at, kind, step } = happening
  const cause = becauseOf(step)
  const shared = { at, actor: AUTOMATION, cause }
  const of = { ...shared, ...aboutService(kept) }
  switch (kind) {
    case 'suspended': {
      const reason = step.kind === 'suspend' ? step.cause : 'overdue'
      tell(making, { ...of, kind: 'service.suspension_requested', after: { cause: reason } })
      const input = { cause: reason, message: '', notify: true }
      noteOperation(making, { row, kind: 'suspend', ...shared, input })
      return tell(making, {
        ...of,
        kind: 'service.suspended',
        before: { status: 'active' },
        after: { status: 'suspended' },
      })
    }
    case 'suspension_failed':
      return noteFailure(making, { row, kind: 'suspend', at, because: { ...step.because } })
    case 'reactivated':
      noteOperation(making, { row, kind: 'unsuspend', ...shared, input: { notify: true } })
      return tell(making, {
        ...of,
        kind: 'service.reactivated',
        before: { status: 'suspended' },
        after: { status: 'active' },
      })
    case 'expired':
    case 'cancelled':
      noteOperation(making, {
        row,
        kind: 'terminate',
        ...shared,
        input: { to: kind, note: '', notify: true },
      })
      return tell(making, { ...of, kind: `service.${kind}`, after: { status: kind } })
    case 'archived':
      return tell(making, { ...of, kind: 'service.archived' })
  }
}

function tellAct(
  making: Making,
  estate: Estate,
  kept: Kept,
  { at, act }: Extract<Happening, { kind: 'act' }>,
) {
  const { row, sale } = kept
  const support = estate.staffByRole.get('support') ?? sale.actor
  const actor = act.kind === 'cancel' ? sale.client.user : support
  const cause: Cause = { kind: 'request', route: `service.${act.kind}` }
  const shared = { at, actor, cause }
  const of = { ...shared, ...aboutService(kept) }
  switch (act.kind) {
    case 'cancel':
      row.cancellationBy = who(actor)
      tell(making, { ...of, kind: 'service.cancellation_requested', after: { when: act.when } })
      if (act.when === 'end_of_period') return
      noteOperation(making, {
        row,
        kind: 'terminate',
        ...shared,
        input: { to: 'cancelled', note: '', notify: true },
      })
      return tell(making, { ...of, kind: 'service.cancelled', after: { status: 'cancelled' } })
    case 'suspend': {
      const { note, message } = SAID[act.cause] ?? { note: '', message: '' }
      tell(making, {
        ...of,
        kind: 'service.suspension_requested',
        note,
        after: { cause: act.cause },
      })
      noteOperation(making, {
        row,
        kind: 'suspend',
        ...shared,
        input: { cause: act.cause, message, notify: true },
      })
      return tell(making, { ...of, kind: 'service.suspended', after: { status: 'suspended' } })
    }
    case 'terminate': {
      const note = 'Nothing was cleaned up after the abuse report'
      noteOperation(making, {
        row,
        kind: 'terminate',
        ...shared,
        input: { to: 'terminated', note, notify: true },
      })
      return tell(making, {
        ...of,
        kind: 'service.terminated',
        note,
        after: { status: 'terminated' },
      })
    }
    case 'hold':
      return tell(making, {
        ...of,
        kind: 'service.held',
        note: row.holdReason ?? null,
        after: { holdUntil: act.until },
      })
  }
}
