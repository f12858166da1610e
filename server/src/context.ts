import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { CustomerGuard } from './features/customers/guards.ts'
import type { ExcessSettlement, LineSettlements } from './features/documents/settlement.ts'
import type { SafeMode } from './features/installation/safe-mode.ts'
import type { MailTransport } from './features/mail/transport.ts'
import type { OperationSettlements, OperationSubjects } from './features/operations/settlement.ts'
import type { GatewayRegistry } from './features/payments/gateways/registry.ts'
import type { ModuleRegistry } from './features/servers/modules.ts'
import type { ServiceSettlement } from './features/services/settlement.ts'
import type { RunEnv } from './platform/action.ts'
import type { Clock } from './platform/clock.ts'
import type { Db } from './platform/db.ts'
import type { Jobs } from './platform/jobs.ts'
import type { Secrets } from './platform/secrets.ts'
import type { ChangeHub } from './platform/stream.ts'

/**
 * All that the program's parts share, passed down explicitly. Its type may be imported by every
 * feature; its value is made in one place, by the entry point or by a test.
 */
export interface Context {
  config: Config
  log: Logger
  clock: Clock
  db: Db
  jobs: Jobs
  /** Set while nothing may be sent, charged, numbered or done. */
  safeMode: SafeMode
  secrets: Secrets
  /** The delivery modules, by type. */
  modules: ModuleRegistry
  /** The payment gateways, by id. */
  gateways: GatewayRegistry
  mail: MailTransport
  /** Changes of subjects, from all processes, for the live streams. */
  changes: ChangeHub
  /** What outcomes do, in the transaction that records them: see settlements.ts. */
  settlements: {
    operations: OperationSettlements
    lines: LineSettlements
    /** Where money goes that a document does not need any more. */
    documents: ExcessSettlement
    services: ServiceSettlement
    /** What must be over before a customer is forgotten or pays in another currency. */
    customers: readonly CustomerGuard[]
    /** What the operations engine may know of services. */
    subjects: OperationSubjects
  }
}

/** On whose behalf, why and when something is written; goes with the transaction. */
export type Env = RunEnv<Context>
