import type { Env } from '../../context.ts'
import type { Step } from '../../domain/automation/index.ts'
import type { Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import type { PlannedRenewal } from '../renewals/open-renewals.ts'
import { changeServices } from '../services/change-many.ts'
import { deliverService } from '../services/moves/deliver.ts'
import { endServices } from '../services/moves/end-many.ts'
import { type Many, suspendServices, unsuspendServices } from '../services/moves/suspend-many.ts'
import { loadServices } from '../services/subject.ts'
import type { Decided } from './decide-chunk.ts'
import {
  archived,
  causeOf,
  finalNoticeOf,
  plannedRenewal,
  queueCharges,
  reminderOf,
  renew,
  repriced,
  type StepOf,
  type Todo,
} from './do-steps.ts'

/** Steps that change the service itself: all of it is loaded for them. */
const MOVES: ReadonlySet<Step['kind']> = new Set<Step['kind']>([
  'cancel',
  'expire',
  'unsuspend',
  'suspend',
  'deliver',
  'change_price',
  'archive',
])

/**
 * Does the steps of many services, those of one kind together. What ends comes first: it takes
 * documents; what suspends takes operations. Answers the renewals to open, which come last of all.
 * The orders of unpaid services are looked after by themselves.
 */
export async function doTogether(
  tx: Tx,
  env: Env,
  decided: readonly Decided[],
): Promise<PlannedRenewal[]> {
  const todo = decided.flatMap((one) => one.steps.map((step): Todo => ({ one, step })))
  const of = <K extends Step['kind']>(kind: K) =>
    todo.filter((each): each is Todo<K> => each.step.kind === kind)
  await doMoves(tx, env, todo)
  for (const each of of('renew')) await renew(tx, env, each)
  await queueCharges(tx, env, of('charge'))
  emit(tx, 'service.reminder_due', of('remind').flatMap(reminderOf))
  emit(tx, 'service.final_notice_due', of('final_notice').map(finalNoticeOf))
  return of('invoice').map(plannedRenewal)
}

async function doMoves(tx: Tx, env: Env, todo: readonly Todo[]): Promise<void> {
  const moves = todo.filter(({ step }) => MOVES.has(step.kind))
  if (moves.length === 0) return
  const ids = moves.map(({ one }) => one.state.service.id)
  const subjects = await loadServices(tx, ids, env.now)
  const many = <K extends Step['kind'], W>(kind: K, wish: (step: StepOf<K>) => W): Many<W>[] =>
    moves
      .filter((each): each is Todo<K> => each.step.kind === kind)
      .map(({ one, step }) => {
        const { id } = one.state.service
        const subject = subjects.get(id)
        if (!subject) throw new Error(`service ${id} vanished`)
        return { subject, wish: wish(step), cause: causeOf(step) }
      })
  const quiet = { note: '', notify: true }
  await endServices(tx, env, [
    ...many('cancel', () => ({ ...quiet, to: 'cancelled' as const })),
    ...many('expire', () => ({ ...quiet, to: 'expired' as const })),
  ])
  await unsuspendServices(
    tx,
    env,
    many('unsuspend', ({ clears }) => ({ ...quiet, clears })),
  )
  await suspendServices(
    tx,
    env,
    many('suspend', ({ cause }) => ({ ...quiet, cause, message: '' })),
  )
  for (const { subject, cause } of many('deliver', () => null))
    await deliverService(tx, { ...env, cause }, subject)
  await changeServices(tx, env, [
    ...many('archive', () => null).map(({ subject, cause }) => ({
      ...archived(subject.service, env),
      cause,
    })),
    ...many('change_price', () => null).map(({ subject, cause }) => ({
      ...repriced(subject.service),
      cause,
    })),
  ])
}
