import type { Env } from '../../../context.ts'
import type { Tx } from '../../../platform/db.ts'
import type {
  Operation,
  OperationReport,
  OperationSettlement,
} from '../../operations/settlement.ts'
import type { ServiceChanges } from '../change.ts'
import { sealResource } from '../resource.ts'
import { loadLocked, type Service, type ServiceSubject } from '../subject.ts'
import { wakeServices } from '../wake.ts'
import { failed } from './failed.ts'

export type Succeeded = (
  tx: Tx,
  env: Env,
  subject: ServiceSubject,
  outcome: { operation: Operation; report: OperationReport },
) => Promise<void>

/** A settlement whose success is `succeeded` and whose failure is told to staff. */
export function settlement(succeeded: Succeeded): OperationSettlement {
  return {
    async succeeded(tx, env, operation, report) {
      const subject = await loadLocked(tx, operation.serviceId, env.now)
      await succeeded(tx, env, subject, { operation, report })
    },
    failed,
  }
}

/** What a server confirmed of one of many locked services, and why it was asked. */
export interface Confirmed<S> {
  subject: S
  operation: Operation
  report: OperationReport
  cause?: Env['cause']
}

/** What that brings about. Nobody is woken: the caller sees to it. */
export type SucceededMany<S> = (
  tx: Tx,
  env: Env,
  confirmed: readonly Confirmed<S>[],
) => Promise<void>

/** The same settlement from what success does to many. */
export function settlementOfMany(succeeded: SucceededMany<ServiceSubject>): OperationSettlement {
  return settlement(async (tx, env, subject, outcome) => {
    await succeeded(tx, env, [{ subject, ...outcome }])
    await wakeServices(tx, [subject.service.id], env.now)
  })
}

/** The columns that a report of the server changes. */
export function reportedResource(
  env: Env,
  service: Pick<Service, 'id'> & Partial<Pick<Service, 'resource'>>,
  report: OperationReport,
): ServiceChanges {
  if (report.gone) return { resource: null }
  if (!report.resource) return {}
  const sealed = sealResource(env.ctx, service.id, report.resource)
  // What nobody can read back from the server stays as it was stored.
  const secrets = { ...service.resource?.secrets, ...sealed.secrets }
  return { resource: { ...sealed, secrets }, removedAt: null }
}
