import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { LineSettlements } from './features/documents/settlement.ts'
import type { MailTransport } from './features/mail/transport.ts'
import type { OperationSettlements } from './features/operations/settlement.ts'
import type { ModuleRegistry } from './features/servers/modules.ts'
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
  secrets: Secrets
  /** The delivery modules, by type. */
  modules: ModuleRegistry
  mail: MailTransport
  /** Changes of subjects, from all processes, for the live streams. */
  changes: ChangeHub
  /** What the outcome of an operation does, and what a paid, withdrawn or refunded line does. */
  settlements: { operations: OperationSettlements; lines: LineSettlements }
}

/** On whose behalf, why and when something is written; goes with the transaction. */
export type Env = RunEnv<Context>
