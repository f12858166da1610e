import type { Env } from '../../context.ts'
import type { Step } from '../../domain/automation/index.ts'
import type { Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import type { PlannedRenewal } from '../renewals/open-renewals.ts'
import { changeServices } from '../services/change.ts'
import { deliverServices } from '../services/moves/deliver.ts'
import { type End, endServices } from '../services/moves/end.ts'
import type { Many } from '../services/moves/many.ts'
import { suspendServices } from '../services/moves/suspend.ts'
import { unsuspendServices } from '../services/moves/unsuspend.ts'
import { readEnding } from '../services/read-ending.ts'
import { loadServices } from '../services/subject.ts'
import type { Decided } from './decide-chunk.ts'
import {
  archived,
  causeOf,
  finalNoticeOf,
  plannedRenewal,
  queueAttempts,
  reminderOf,
  renewForFree,
  repriced,
  type StepOf,
  type Todo,
} from './do-steps.ts'

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
  const of: StepsOf = (kind) =>
    todo.filter((each): each is Todo<typeof kind> => each.step.kind === kind)
  const quiet = { note: '', notify: true }
  await endTogether(tx, env, [
    ...moves(of('cancel'), () => ({ ...quiet, to: 'cancelled' as const })),
    ...moves(of('expire'), () => ({ ...quiet, to: 'expired' as const })),
  ])
  await unsuspendServices(
    tx,
    env,
    moves(of('unsuspend'), ({ clears }) => ({ ...quiet, clears })),
  )
  await suspendServices(
    tx,
    env,
    moves(of('suspend'), ({ cause }) => ({ ...quiet, cause, message: '' })),
  )
  await deliverTogether(
    tx,
    env,
    moves(of('deliver'), () => null),
  )
  await changeServices(tx, env, [
    ...of('archive').map(({ one, step }) => ({
      ...archived(one.state.subject.service, env),
      cause: causeOf(step),
    })),
    ...of('change_price').map(({ one, step }) => ({
      ...repriced(one.state.subject.service),
      cause: causeOf(step),
    })),
  ])
  await renewForFree(tx, env, of('renew'))
  await queueAttempts(tx, env, of('charge'))
  emit(tx, 'service.reminder_due', of('remind').flatMap(reminderOf))
  emit(tx, 'service.final_notice_due', of('final_notice').map(finalNoticeOf))
  return of('invoice').map(plannedRenewal)
}

type StepsOf = <K extends Step['kind']>(kind: K) => Todo<K>[]

type Move<W> = Many<W, Decided['state']['subject']>

/** For what suspends and reactivates the automation's own view of a service is enough. */
function moves<K extends Step['kind'], W>(
  todo: readonly Todo<K>[],
  wish: (step: StepOf<K>) => W,
): Move<W>[] {
  return todo.map(({ one, step }) => ({
    ...{ subject: one.state.subject, wish: wish(step), cause: causeOf(step) },
  }))
}

async function endTogether(tx: Tx, env: Env, wanted: readonly Move<End>[]): Promise<void> {
  const subjects = await readEnding(
    tx,
    wanted.map(({ subject }) => subject.service),
  )
  await endServices(tx, env, wanted.map(withSubject(subjects)))
}

async function deliverTogether(tx: Tx, env: Env, wanted: readonly Move<null>[]): Promise<void> {
  const ids = wanted.map(({ subject }) => subject.service.id)
  const subjects = await loadServices(tx, ids, env.now)
  await deliverServices(tx, env, wanted.map(withSubject(subjects)))
}

const withSubject =
  <S>(subjects: ReadonlyMap<string, S>) =>
  <W>({ subject: { service }, ...move }: Move<W>): Many<W, S> => {
    const subject = subjects.get(service.id)
    if (!subject) throw new Error(`service ${service.id} vanished`)
    return { ...move, subject }
  }
