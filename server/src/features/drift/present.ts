import type { z } from 'zod'
import { type ActionOffer, offerActions } from '../../platform/action-routes.ts'
import type { Actor } from '../../platform/actor.ts'
import type { AnyAction } from '../../platform/feature.ts'
import { toInstantJson } from '../../platform/json.ts'
import { type Language, say, type Text } from '../../platform/text.ts'
import { causeTexts, statusText } from '../services/refusals.ts'
import type { DriftSubject } from './drift-subject.ts'
import type { DriftJson, driftDetail, ReconciliationJson } from './schemas.ts'
import type { reconciliations } from './tables.ts'

/** Who reads, and what is offered. */
export interface Reader {
  actor: Actor
  now: number
  actions: readonly AnyAction[]
}

/** A row of the inbox. */
export function driftOut(subject: DriftSubject, reader: Reader): DriftJson {
  const offers = offerActions(reader.actions, subject, reader.actor, reader.now)
  return {
    ...facts(subject, reader.actor.language),
    actions: offers.map(({ form: _, ...offer }) => offer),
  }
}

/** Its page. */
export function driftDetailOut(subject: DriftSubject, reader: Reader): z.input<typeof driftDetail> {
  const { row } = subject
  const actions: ActionOffer[] = offerActions(reader.actions, subject, reader.actor, reader.now)
  return {
    ...facts(subject, reader.actor.language),
    resourceKey: row.resourceKey,
    createdAt: toInstantJson(row.observed.createdAt),
    data: row.observed.data,
    actions,
  }
}

function facts(subject: DriftSubject, language: Language): Omit<DriftJson, 'actions'> {
  const { row, server, service } = subject
  const { name, owner, plan, state: observedState } = row.observed
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    server,
    service: service && {
      id: service.service.id,
      number: service.service.number,
      name: service.service.name,
      status: service.service.status,
      customerId: service.customer.id,
      customerName: service.customer.name,
    },
    remoteId: row.remoteId,
    ...{ name, owner, plan, observedState },
    says: { books: say(booksSay(subject), language), server: say(serverSays(subject), language) },
    otherInstallation: row.otherInstallation,
    firstSeenAt: toInstantJson(row.firstSeenAt),
    lastSeenAt: toInstantJson(row.lastSeenAt),
    settledAt: toInstantJson(row.settledAt),
    ignoredUntil: toInstantJson(row.ignoredUntil),
    note: row.note,
    fix: row.fix,
    operationId: row.operationId,
    error: row.errorCode === null ? null : { code: row.errorCode, message: row.errorMessage ?? '' },
    dueAt: toInstantJson(row.dueAt),
  }
}

/** What the books hold against it. */
function booksSay({ row, service }: DriftSubject): Text {
  const { expected } = row
  switch (row.kind) {
    case 'orphan_resource':
      if (row.otherInstallation) return { key: 'drift.books.foreign' }
      return service ? statusSay(service) : { key: 'drift.books.nothing' }
    case 'duplicate_resource':
      return expected.remoteId === undefined
        ? { key: 'drift.books.elsewhere' }
        : { key: 'drift.books.another', params: { remoteId: expected.remoteId } }
    case 'wrong_plan':
      return { key: 'drift.books.plan', params: { plan: expected.plan ?? '–' } }
    case 'wrong_owner':
      return { key: 'drift.books.owner', params: { owner: expected.owner ?? '–' } }
    default:
      return service ? statusSay(service) : { key: 'drift.books.nothing' }
  }
}

function statusSay({ service }: NonNullable<DriftSubject['service']>): Text {
  const status = statusText(service.status)
  const causes = causeTexts(service.suspensions.map(({ cause }) => cause))
  return causes.length > 0
    ? { key: 'drift.books.status_because', params: { status, causes } }
    : { key: 'drift.books.status', params: { status } }
}

/** What was last seen there. */
function serverSays({ row }: DriftSubject): Text {
  const { state, plan, owner } = row.observed
  if (row.kind === 'wrong_plan') return { key: 'drift.server.plan', params: { plan: plan ?? '–' } }
  if (row.kind === 'wrong_owner')
    return { key: 'drift.server.owner', params: { owner: owner ?? '–' } }
  if (state !== null) return { key: `drift.server.${state}` }
  return { key: row.kind === 'missing_resource' ? 'drift.server.absent' : 'drift.server.unseen' }
}

export function reconciliationOut(row: typeof reconciliations.$inferSelect): ReconciliationJson {
  const { serverId: _, errorCode, errorMessage, startedAt, finishedAt, ...run } = row
  return {
    ...run,
    startedAt: toInstantJson(startedAt),
    finishedAt: toInstantJson(finishedAt),
    error: errorCode === null ? null : { code: errorCode, message: errorMessage ?? '' },
  }
}
