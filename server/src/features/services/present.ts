import type { z } from 'zod'
import { toInstantJson, toMoneyJson } from '../../platform/json.ts'
import { type Language, say } from '../../platform/text.ts'
import { presentTerms } from './present-terms.ts'
import { causeTexts } from './refusals.ts'
import type { clientServiceJson, servicePageJson, serviceRowJson } from './schemas.ts'
import type { ServiceSubject } from './subject.ts'

/** What lists show of a service; a whole subject has all of it. */
export interface ListedService {
  service: Pick<
    ServiceSubject['service'],
    | 'id'
    | 'number'
    | 'name'
    | 'status'
    | 'type'
    | 'price'
    | 'currency'
    | 'cycle'
    | 'expiresAt'
    | 'createdAt'
    | 'cancellationRequestedAt'
    | 'endedAt'
    | 'heldForever'
    | 'holdUntil'
  >
  customer: Pick<ServiceSubject['customer'], 'id' | 'number' | 'name'>
  product: Pick<NonNullable<ServiceSubject['product']>, 'id' | 'name'> | null
  server: Pick<NonNullable<ServiceSubject['server']>, 'id' | 'name'> | null
  operations: Pick<
    ServiceSubject['operations'][number],
    'id' | 'kind' | 'state' | 'attempts' | 'dueAt' | 'progress'
  >[]
  overdue: boolean
}

type OpenOperation = NonNullable<z.infer<typeof serviceRowJson>['operation']>

/** What is on the server comes before what is next. */
function shownOperation({ operations }: ListedService, language: Language): OpenOperation | null {
  const onServer = operations.find(({ state }) => state === 'running' || state === 'unknown')
  const shown = onServer ?? operations[0]
  if (!shown) return null
  const { id, kind, state, attempts, dueAt, progress } = shown
  return {
    id,
    kind,
    state,
    attempts,
    dueAt: toInstantJson(dueAt),
    progress: progress && { percent: progress.percent, text: progress.text[language] },
  }
}

function shared(subject: ListedService, language: Language) {
  const { service, product } = subject
  const { currency } = service
  return {
    id: service.id,
    number: service.number,
    name: service.name,
    status: service.status,
    type: service.type,
    product: product && { id: product.id, name: product.name[language] },
    price: toMoneyJson({ amount: service.price, currency }),
    cycle: service.cycle,
    expiresAt: toInstantJson(service.expiresAt),
    createdAt: toInstantJson(service.createdAt),
    cancellationScheduled: service.cancellationRequestedAt !== null && service.endedAt === null,
    operation: shownOperation(subject, language),
  }
}

export function serviceRow(
  subject: ListedService,
  { language, now }: { language: Language; now: number },
): z.infer<typeof serviceRowJson> {
  const { service, customer, server } = subject
  return {
    ...shared(subject, language),
    customer: { id: customer.id, number: customer.number, name: customer.name },
    server: server && { id: server.id, name: server.name },
    overdue: subject.overdue && service.endedAt === null,
    held: service.heldForever || (service.holdUntil ?? 0) > now,
  }
}

interface Held {
  holdUntil: number | null
  heldForever: boolean
  holdReason: string | null
}

/** A hold that stands. */
function shownHold({ holdUntil, heldForever, holdReason }: Held, now: number) {
  if (!heldForever && (holdUntil ?? 0) <= now) return null
  return { until: heldForever ? null : toInstantJson(holdUntil), reason: holdReason ?? '' }
}

export function servicePage(
  subject: ServiceSubject,
  view: { language: Language; now: number },
): z.infer<typeof servicePageJson> {
  const { service } = subject
  const row = serviceRow(subject, view)
  const failed = subject.operations.find(({ errorCode }) => errorCode !== null)
  return {
    ...row,
    ...presentTerms(service, view.language),
    description: service.description,
    notes: service.notes,
    initialPrice: toMoneyJson({ amount: service.initialPrice, currency: service.currency }),
    anchorDay: service.anchorDay,
    maxRenewals: service.maxRenewals,
    renewalCount: service.renewalCount,
    suspensions: service.suspensions,
    suspendedAt: toInstantJson(service.suspendedAt),
    cancellation: service.cancellationRequestedAt
      ? {
          requestedAt: toInstantJson(service.cancellationRequestedAt),
          reasonId: service.cancellationReasonId,
          details: service.cancellationDetails ?? '',
          by: service.cancellationBy,
        }
      : null,
    trial: service.trial,
    autoPay: service.autoPay,
    metadata: service.metadata,
    knownMetadata: { ...subject.metadata },
    orderData: service.orderData,
    orderSecrets: Object.keys(service.orderSecrets),
    policy: {
      own: { ...service.policy },
      values: { ...subject.policy.values },
      from: { ...subject.policy.from },
    },
    resource: service.resource && {
      remoteId: service.resource.remoteId,
      data: service.resource.data,
    },
    hold: shownHold(service, view.now),
    customerHold: shownHold(subject.customer, view.now),
    automationPaused: service.automationPaused,
    deliverOn: service.deliverOn,
    orderId: service.orderId,
    paidAt: toInstantJson(service.paidAt),
    deliveredAt: toInstantJson(service.deliveredAt),
    endedAt: toInstantJson(service.endedAt),
    removedAt: toInstantJson(service.removedAt),
    version: service.version,
    failure: failed
      ? {
          operationId: failed.id,
          code: failed.errorCode ?? '',
          message: failed.errorMessage ?? '',
          attempts: failed.attempts,
        }
      : null,
  }
}

export function clientService(
  subject: ServiceSubject,
  language: Language,
): z.infer<typeof clientServiceJson> {
  const { service } = subject
  const messages = service.suspensions.map(({ message }) => message).filter((text) => text !== '')
  return {
    ...shared(subject, language),
    ...presentTerms(service, language),
    description: service.description,
    autoPay: service.autoPay,
    suspension:
      service.suspensions.length > 0
        ? { causes: service.suspensions.map(({ cause }) => cause), messages }
        : null,
    endedAt: toInstantJson(service.endedAt),
    orderId: service.orderId,
    statusText: clientStatus(subject, language),
  }
}

/** Customers read what it means for them, never a provider's message. */
function clientStatus({ service, operations }: ServiceSubject, language: Language): string | null {
  if (service.status === 'pending') {
    return say(service.paidAt ? 'service.client.preparing' : 'service.client.unpaid', language)
  }
  if (operations.length > 0 && service.endedAt === null) {
    return say('service.client.applying', language)
  }
  if (service.status !== 'suspended') return null
  const causes = causeTexts(service.suspensions.map(({ cause }) => cause))
  return say({ key: 'service.client.suspended', params: { causes } }, language)
}
