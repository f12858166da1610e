import type { Env } from '../../context.ts'
import { periodKey, type Step } from '../../domain/automation/index.ts'
import type { Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { loadRenewable } from '../renewals/facts.ts'
import { openRenewals, type PlannedRenewal } from '../renewals/open-renewals.ts'
import { requestRenewal } from '../renewals/request-renewal.ts'
import { changeService } from '../services/change.ts'
import { deliverService } from '../services/moves/deliver.ts'
import { endService } from '../services/moves/end.ts'
import { suspendService } from '../services/moves/suspend.ts'
import { unsuspendService } from '../services/moves/unsuspend.ts'
import type { ServiceSubject } from '../services/subject.ts'
import type { AutomationState } from './load-states.ts'

type StepOf<K extends Step['kind']> = Extract<Step, { kind: K }>
type Doer<K extends Step['kind']> = (
  tx: Tx,
  env: Env,
  service: MovedService,
  step: StepOf<K>,
) => Promise<unknown>

/** A service as decided, and all of it, which its moves need. */
export interface MovedService {
  state: AutomationState
  subject: ServiceSubject
}

/** A mail that the automation wants written, once per service, period and step. */
function mailEvent(state: AutomationState, step: Step, more: Record<string, unknown>) {
  const { id, customerId } = state.subject.service
  const period = periodKey(state.service)
  return { serviceId: id, customerId, period, step: step.key, mailAt: step.mailAt, ...more }
}

/** step kind → what carries it out. Renewals' documents are made for the whole chunk instead. */
const DOERS: { [K in Exclude<Step['kind'], 'invoice' | 'charge'>]: Doer<K> } = {
  cancel: (tx, env, { subject }) =>
    endService(tx, env, subject, { to: 'cancelled', note: '', notify: true }),
  expire: (tx, env, { subject }) =>
    endService(tx, env, subject, { to: 'expired', note: '', notify: true }),
  suspend: (tx, env, { subject }, { cause }) =>
    suspendService(tx, env, subject, { cause, note: '', message: '', notify: true }),
  unsuspend: (tx, env, { subject }, { clears }) =>
    unsuspendService(tx, env, subject, { clears, note: '', notify: true }),
  deliver: (tx, env, { subject }) => deliverService(tx, env, subject),
  async renew(tx, env, { subject }) {
    const { id } = subject.service
    const renewable = (await loadRenewable(tx, [id], env.now)).get(id)
    if (renewable) await requestRenewal(tx, env, renewable, {})
  },
  change_price: (tx, env, { subject: { service } }) =>
    changeService(tx, env, service, {
      set: { price: BigInt(service.plannedPrice?.amount ?? service.price), plannedPrice: null },
      entry: { kind: 'service.price_changed' },
    }),
  archive: (tx, env, { subject }) =>
    changeService(tx, env, subject.service, {
      set: { archivedAt: env.now },
      entry: { kind: 'service.archived' },
    }),
  async remind(tx, _env, { state }, step) {
    if (!step.send) return
    const { about, days, chargeAt } = step
    emit(tx, 'service.reminder_due', [mailEvent(state, step, { about, days, chargeAt })])
  },
  async final_notice(tx, _env, { state }, step) {
    const { days, endsAt } = step
    emit(tx, 'service.final_notice_due', [mailEvent(state, step, { days, endsAt })])
  },
  async remind_order() {},
  async cancel_order() {},
}

/** What a chunk does for one service; its renewal, if any, is handed back to be made with others. */
export async function doSteps(
  tx: Tx,
  env: Env,
  moved: MovedService,
  steps: readonly Step[],
): Promise<PlannedRenewal | null> {
  let planned: PlannedRenewal | null = null
  for (const step of steps) {
    const because = { ...env, cause: { kind: 'policy' as const, step: step.kind, ...step.because } }
    if (step.kind === 'invoice') {
      planned = {
        subject: moved.state.subject,
        periods: step.periods,
        startsAt: step.periodStart,
        endsAt: step.periodEnd,
        mailAt: step.mailAt,
        cause: because.cause,
      }
    } else if (step.kind !== 'charge') {
      await (DOERS[step.kind] as Doer<typeof step.kind>)(tx, because, moved, step as never)
    }
  }
  return planned
}

/** Makes the renewals and documents of the whole chunk at once. */
export async function makeRenewals(
  tx: Tx,
  env: Env,
  planned: readonly PlannedRenewal[],
): Promise<void> {
  const cause = { kind: 'policy' as const, step: 'invoice', rule: 'before_expiry' }
  await openRenewals(tx, { ...env, cause }, planned)
}
