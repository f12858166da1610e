import type { Env } from '../../../context.ts'
import type { OperationKind } from '../../../domain/operation-lifecycle.ts'
import { allowedWith, refused, type Verdict } from '../../../platform/action.ts'
import type { Tx } from '../../../platform/db.ts'
import { requestOperation } from '../../operations/request.ts'
import type { ServiceSubject } from '../../services/subject.ts'
import type { Drift } from '../drift-subject.ts'
import type { DriftKind } from '../tables.ts'

/** The operation that brings a server to what the books say. */
interface Intent {
  kind: OperationKind
  /** The right that the same change needs on the service's page. */
  permission: string
  /** Whether the books still say what the row holds against the server. */
  stands(service: ServiceSubject['service']): boolean
  input(service: ServiceSubject['service'], note: string): Record<string, unknown>
}

/**
 * Nobody is mailed: for the customer nothing changes by it. Missing resources are delivered again
 * and leftovers removed by other means.
 */
export const INTENTS: Partial<Record<DriftKind, Intent>> = {
  running_though_suspended: {
    kind: 'suspend',
    permission: 'services:suspend',
    stands: ({ status, suspensions }) => status === 'suspended' && suspensions.length > 0,
    input: ({ suspensions }) => ({
      cause: suspensions[0]?.cause ?? 'other',
      message: '',
      notify: false,
    }),
  },
  suspended_though_active: {
    kind: 'unsuspend',
    permission: 'services:unsuspend',
    stands: ({ status, suspensions }) => status === 'active' && suspensions.length === 0,
    input: () => ({ notify: false }),
  },
  alive_though_ended: {
    kind: 'terminate',
    permission: 'services:terminate',
    stands: ({ endedAt }) => endedAt !== null,
    input: ({ status }, note) => ({ to: status, note, notify: false, forced: true }),
  },
  wrong_plan: {
    kind: 'change_plan',
    permission: 'services:update',
    stands: ({ endedAt, productId }) => endedAt === null && productId !== null,
    input: ({ productId }) => ({ from: productId, to: productId }),
  },
  wrong_owner: {
    kind: 'change_owner',
    permission: 'services:update',
    stands: ({ endedAt }) => endedAt === null,
    input: () => ({}),
  },
}

/** Whether the operation may be asked for, and what it comes to. */
export function checkIntent(row: Drift, subject: ServiceSubject, intent: Intent): Verdict {
  const { service, server } = subject
  if (subject.operations.some(({ state, dueAt }) => state === 'running' || dueAt !== null))
    return refused('operation_open')
  if (!intent.stands(service)) return refused('drift_outdated')
  if (service.serverId !== row.serverId) return refused('drift_on_former_server')
  const outcome = {
    statusFrom: service.status,
    statusTo: service.status,
    operation: intent.kind,
    serverId: row.serverId,
    serverName: server?.name ?? null,
  }
  return allowedWith(outcome, { key: `drift.effect.server.${row.kind}` })
}

/** Writes the operation; the service is locked. */
export function askServer(
  tx: Tx,
  env: Env,
  { row, service, note }: { row: Drift; service: ServiceSubject['service']; note: string },
): Promise<{ operationId: string }> {
  const intent = INTENTS[row.kind]
  if (!intent) throw new Error(`no operation fixes ${row.kind}`)
  return requestOperation(tx, env, {
    serviceId: service.id,
    customerId: service.customerId,
    serverId: row.serverId,
    kind: intent.kind,
    input: intent.input(service, note),
  })
}
