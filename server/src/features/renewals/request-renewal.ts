import { and, eq } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import { addDays } from '../../domain/calendar.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { invalidField, Problem } from '../../platform/problem.ts'
import { tellChanged } from '../../platform/stream.ts'
import { addLines } from '../documents/add-lines.ts'
import { readInvoicing } from '../documents/invoicing-settings.ts'
import { lockDocument } from '../documents/lock-document.ts'
import { openDocument } from '../documents/open-documents.ts'
import { record } from '../history/record.ts'
import { wakeServices } from '../services/wake.ts'
import { applyRenewals } from './apply-renewals.ts'
import type { RenewableSubject, Renewal } from './facts.ts'
import { type RenewalOffer, type RenewalWish, renewalOffer } from './offer.ts'
import { renewalLines } from './renewal-lines.ts'
import { renewals } from './tables.ts'
import { withdrawRenewals } from './withdraw-renewals.ts'

export interface RenewalRequest extends RenewalWish {
  /** An open document of the same customer and currency that takes the line. */
  documentId?: string
  /** When the mail of a new document may leave; at once by default. */
  mailAt?: Instant
}

export interface RequestedRenewal {
  renewalId: string
  /** Null when it costs nothing and was applied at once. */
  documentId: string | null
}

/**
 * Asks for one renewal of a locked service. An open one for the same cycle is answered as it is;
 * for another cycle it is withdrawn and made anew. Refused ones throw the Problem of the refusal.
 */
export async function requestRenewal(
  tx: Tx,
  env: Env,
  subject: RenewableSubject,
  wish: RenewalRequest,
): Promise<RequestedRenewal> {
  const { openRenewal, service } = subject
  const cycle = wish.cycle ?? service.cycle
  if (openRenewal?.cycle === cycle && wish.documentId === undefined) {
    return { renewalId: openRenewal.id, documentId: openRenewal.documentId }
  }
  const offer = renewalOffer(subject, wish, env)
  if (offer.kind === 'refused') {
    const { verdict } = offer
    throw verdict.allowed
      ? new Error('refused and allowed')
      : new Problem(verdict.code, { text: verdict.reason })
  }
  if (openRenewal) await withdrawRenewals(tx, env, [service.id])
  const renewal = await insertRenewal(tx, env, subject, offer)
  await record(tx, env, [
    {
      subject: 'service',
      subjectId: service.id,
      customerId: service.customerId,
      kind: 'service.renewal_requested',
      after: {
        cycle: offer.cycle,
        periods: offer.periods,
        price: offer.total,
        overrode: offer.overrode?.code ?? null,
      },
    },
  ])
  await tellChanged(tx, [{ subject: 'service', id: service.id, customerId: service.customerId }])
  await wakeServices(tx, [service.id], env.now)
  if (offer.total === 0n) {
    await applyRenewals(tx, env, [renewal.id])
    return { renewalId: renewal.id, documentId: null }
  }
  const documentId = await putOnDocument(tx, env, {
    subject,
    renewal,
    offer,
    onto: wish.documentId,
    mailAt: wish.mailAt,
  })
  return { renewalId: renewal.id, documentId }
}

async function insertRenewal(
  tx: Tx,
  env: Env,
  { service }: RenewableSubject,
  offer: RenewalOffer,
): Promise<Renewal> {
  const { actor, now } = env
  const [row] = await tx
    .insert(renewals)
    .values({
      id: newId(),
      serviceId: service.id,
      customerId: service.customerId,
      state: 'open',
      cycle: offer.cycle,
      periods: offer.periods,
      currency: service.currency,
      price: offer.total,
      periodStartAt: offer.startsAt,
      periodEndAt: offer.endsAt,
      requestedBy: { kind: actor.kind, id: actor.id, name: actor.name },
      overrode: offer.overrode?.code ?? null,
      createdAt: now,
    })
    .returning()
  if (!row) throw new Error('renewal not written')
  return row
}

interface Placement {
  subject: RenewableSubject
  renewal: Renewal
  offer: RenewalOffer
  onto: string | undefined
  mailAt: Instant | undefined
}

async function putOnDocument(tx: Tx, env: Env, placement: Placement): Promise<string> {
  const { subject, renewal, onto } = placement
  const lines = renewalLines(placement)
  let documentId: string
  if (onto === undefined) {
    const { invoicing } = await readInvoicing(tx)
    const opened = await openDocument(tx, env, {
      customerId: subject.service.customerId,
      currency: subject.service.currency,
      dueAt: addDays(env.now, invoicing.paymentTermDays, subject.zone),
      mailAt: placement.mailAt,
      lines,
    })
    documentId = opened.documentId
  } else {
    documentId = onto
    await assertTakesRenewal(tx, onto, subject)
    await addLines(tx, env, onto, lines)
  }
  await tx
    .update(renewals)
    .set({ documentId, lineId: lines[0]?.id })
    .where(and(eq(renewals.id, renewal.id), eq(renewals.state, 'open')))
  return documentId
}

/** Anything but an open document of the same customer and currency is refused; nothing changes. */
async function assertTakesRenewal(tx: Tx, documentId: string, { service }: RenewableSubject) {
  const document = await lockDocument(tx, documentId)
  const takes =
    document?.state === 'open' &&
    document.kind === 'invoice' &&
    document.customerId === service.customerId &&
    document.currency === service.currency
  if (!takes) throw invalidField('/documentId', 'document_not_usable')
}
