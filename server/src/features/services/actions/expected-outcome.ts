import type { OperationKind } from '../../../domain/operation-lifecycle.ts'
import type { ServiceStatus } from '../../../domain/service-lifecycle.ts'
import type { ExpectedOutcome } from '../../../platform/action.ts'
import type { ServiceSubject } from '../subject.ts'

export interface ExpectedMove {
  /** The status once it is confirmed. */
  to: ServiceStatus
  /** What goes on behind it; null when nothing is asked of a server. */
  operation: OperationKind | null
  /** Template of the customer's mail; null for none. */
  mail?: string | null
}

/** The facts of a move: what the preview of many adds up. */
export function moveOutcome(subject: ServiceSubject, move: ExpectedMove): ExpectedOutcome {
  const { service } = subject
  return {
    statusFrom: service.status,
    statusTo: move.to,
    ...(move.operation ? { operation: move.operation, ...serverOf(subject) } : {}),
    ...(move.mail ? { mail: move.mail } : {}),
  }
}

const serverOf = ({ server }: ServiceSubject) =>
  server ? { serverId: server.id, serverName: server.name } : {}
