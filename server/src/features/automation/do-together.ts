import type { Env } from '../../context.ts'
import type { Step } from '../../domain/automation/index.ts'
import type { Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import type { PlannedRenewal } from '../renewals/open-renewals.ts'
import { changeServices } from '../services/change.ts'
import { deliverServices } from '../services/moves/deliver.ts'
import { endServices } from '../services/moves/end.ts'
import type { Many } from '../services/moves/many.ts'
import { suspendServices } from '../services/moves/suspend.ts'
import { unsuspendServices } from '../services/moves/unsuspend.ts'
import { loadServices, type ServiceSubject } from '../services/subject.ts'
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
  const ending = [...of('cancel'), ...of('expire')]
  const delivered = of('deliver')
  const whole = await loadWhole(tx, env, [...ending, ...delivered])
  const quiet = { note: '', notify: true }
  await endServices(tx, env, [
    ...whole(of('cancel'), () => ({ ...quiet, to: 'cancelled' as const })),
    ...whole(of('expire'), () => ({ ...quiet, to: 'expired' as const })),
  ])
  await unsuspendServices(
    tx,
    env,
    many(of('unsuspend'), ({ clears }) => ({ ...quiet, clears })),
  )
  await suspendServices(
    tx,
    env,
    many(of('suspend'), ({ cause }) => ({ ...quiet, cause, message: '' })),
  )
  await deliverServices(
    tx,
    env,
    whole(delivered, () => null),
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

/** Moves for which the automation's own view of a service is enough. */
function many<K extends Step['kind'], W>(
  todo: readonly Todo<K>[],
  wish: (step: StepOf<K>) => W,
): Many<W, Decided['state']['subject']>[] {
  return todo.map(({ one, step }) => ({
    ...{ subject: one.state.subject, wish: wish(step), cause: causeOf(step) },
  }))
}

/** Moves of services of which everything is loaded: their resource, their place, their product. */
async function loadWhole(tx: Tx, env: Env, todo: readonly Todo[]) {
  const ids = todo.map(({ one }) => one.state.service.id)
  const subjects = await loadServices(tx, ids, env.now)
  return <K extends Step['kind'], W>(
    own: readonly Todo<K>[],
    wish: (step: StepOf<K>) => W,
  ): Many<W, ServiceSubject>[] =>
    own.map(({ one, step }) => {
      const { id } = one.state.service
      const subject = subjects.get(id)
      if (!subject) throw new Error(`service ${id} vanished`)
      return { subject, wish: wish(step), cause: causeOf(step) }
    })
}
