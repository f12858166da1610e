import { and, eq } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import { addDays } from '../../domain/calendar.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { insertMany } from '../../platform/insert-many.ts'
import { invalidField, Problem } from '../../platform/problem.ts'
import { tellChanged } from '../../platform/stream.ts'
import { type Causes, withCause } from '../../platform/with-cause.ts'
import { addLines } from '../documents/add-lines.ts'
import { readInvoicing } from '../documents/invoicing-settings.ts'
import { lockDocument } from '../documents/lock-document.ts'
import { openDocument } from '../documents/open-documents.ts'
import { record } from '../history/record.ts'
import { wakeServices } from '../services/wake.ts'
import { applyRenewals } from './apply-renewals.ts'
import type { RenewableSubject } from './facts.ts'
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

/** A renewal that is asked for one of many locked services, and why where that differs. */
export interface WantedRenewal {
  subject: RenewableSubject
  wish: RenewalRequest
  cause?: Env['cause']
}

/**
 * Asks for renewals of locked services, one for each. An open one for the same cycle is answered as
 * it is; for another cycle it is withdrawn and made anew. What costs nothing is applied at once, all
 * together. Refused ones throw the Problem of the refusal.
 */
export async function requestRenewals(
  tx: Tx,
  env: Env,
  wanted: readonly WantedRenewal[],
): Promise<RequestedRenewal[]> {
  const drafts = wanted.filter((one) => !isAsked(one)).map((one) => draftOf(one, env))
  const reopened = drafts.filter(({ subject }) => subject.openRenewal)
  await withdrawRenewals(tx, env, reopened.map(serviceIdOf), causesOf(reopened, serviceIdOf))
  await insertMany(
    tx,
    renewals,
    drafts.map(({ renewal }) => renewal),
  )
  await recordRequests(tx, env, drafts)
  const free = drafts.filter(({ offer }) => offer.total === 0n)
  await applyRenewals(tx, env, free.map(renewalIdOf), causesOf(free, renewalIdOf))
  const made = new Map<string, RequestedRenewal>()
  for (const draft of drafts) {
    const isFree = draft.offer.total === 0n
    const documentId = isFree ? null : await putOnDocument(tx, withCause(env, draft.cause), draft)
    made.set(serviceIdOf(draft), { renewalId: draft.renewal.id, documentId })
  }
  return wanted.map((one): RequestedRenewal => {
    const { id: renewalId = '', documentId = null } = one.subject.openRenewal ?? {}
    return made.get(serviceIdOf(one)) ?? { renewalId, documentId }
  })
}

/** The same for one. */
export async function requestRenewal(
  tx: Tx,
  env: Env,
  subject: RenewableSubject,
  wish: RenewalRequest,
): Promise<RequestedRenewal> {
  const [requested] = await requestRenewals(tx, env, [{ subject, wish }])
  if (!requested) throw new Error('renewal not requested')
  return requested
}

interface RenewalDraft extends WantedRenewal {
  offer: RenewalOffer
  renewal: typeof renewals.$inferInsert & { id: string }
}

const serviceIdOf = ({ subject }: WantedRenewal) => subject.service.id
const renewalIdOf = ({ renewal }: RenewalDraft) => renewal.id

const causesOf = (drafts: readonly RenewalDraft[], idOf: (draft: RenewalDraft) => string): Causes =>
  new Map(drafts.map((draft) => [idOf(draft), draft.cause]))

/** It is open already, for the same cycle. */
function isAsked({ subject: { openRenewal, service }, wish }: WantedRenewal): boolean {
  const cycle = wish.cycle ?? service.cycle
  return openRenewal?.cycle === cycle && wish.documentId === undefined
}

function draftOf(wanted: WantedRenewal, { actor, now }: Env): RenewalDraft {
  const { subject, wish } = wanted
  const { service } = subject
  const offer = renewalOffer(subject, wish, { actor, now })
  if (offer.kind === 'refused') {
    const { verdict } = offer
    throw verdict.allowed
      ? new Error('refused and allowed')
      : new Problem(verdict.code, { text: verdict.reason })
  }
  const renewal = {
    id: newId(),
    serviceId: service.id,
    customerId: service.customerId,
    state: 'open' as const,
    cycle: offer.cycle,
    periods: offer.periods,
    currency: service.currency,
    price: offer.total,
    periodStartAt: offer.startsAt,
    periodEndAt: offer.endsAt,
    requestedBy: { kind: actor.kind, id: actor.id, name: actor.name },
    overrode: offer.overrode?.code ?? null,
    createdAt: now,
  }
  return { ...wanted, offer, renewal }
}

async function recordRequests(tx: Tx, env: Env, drafts: readonly RenewalDraft[]): Promise<void> {
  await record(
    tx,
    env,
    drafts.map(({ subject: { service }, offer, cause }) => ({
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
      cause,
    })),
  )
  await tellChanged(
    tx,
    drafts.map(({ subject: { service } }) => ({
      ...{ subject: 'service', id: service.id, customerId: service.customerId },
    })),
  )
  await wakeServices(tx, drafts.map(serviceIdOf), env.now)
}

async function putOnDocument(tx: Tx, env: Env, draft: RenewalDraft): Promise<string> {
  const { subject, renewal, wish } = draft
  const lines = renewalLines(draft)
  let documentId: string
  if (wish.documentId === undefined) {
    const { invoicing } = await readInvoicing(tx)
    const opened = await openDocument(tx, env, {
      customerId: subject.service.customerId,
      currency: subject.service.currency,
      dueAt: addDays(env.now, invoicing.paymentTermDays, subject.zone),
      mailAt: wish.mailAt,
      lines,
    })
    documentId = opened.documentId
  } else {
    documentId = wish.documentId
    await assertTakesRenewal(tx, documentId, subject)
    await addLines(tx, env, documentId, lines)
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
