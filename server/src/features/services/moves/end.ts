import type { Env } from '../../../context.ts'
import type { ENDED_STATUSES } from '../../../domain/service-status.ts'
import type { Tx } from '../../../platform/db.ts'
import { changeServices } from '../change.ts'
import { finishEnds } from '../finish-end.ts'
import { confirmRemoved } from '../outcomes/removed.ts'
import type { EndingRow, EndingSubject } from '../read-ending.ts'
import { carryOutMany } from './carry-out.ts'
import { type Many, type MoveMany, moveOne } from './many.ts'

export type EndStatus = (typeof ENDED_STATUSES)[number]

export interface End {
  to: EndStatus
  note: string
  notify: boolean
  /** Ends here at once, whatever the server says; the removal is asked for all the same. */
  force?: boolean
}

type ManyEnds = readonly Many<End, EndingSubject>[]

/**
 * Ends services. What may stand on a server is removed first and the status follows when that is
 * confirmed; what never had a resource ends in this transaction.
 */
export const endServices: MoveMany<End, EndingSubject> = async (tx, env, wanted) => {
  await giveUpRenewals(tx, env, wanted)
  const isRemovedFirst = ({ subject, wish }: ManyEnds[number]) =>
    mayStandOnServer(subject) &&
    (!wish.force || env.ctx.modules.get(subject.service.type) !== undefined)
  const atOnce = wanted.filter((one) => !isRemovedFirst(one))
  const removedFirst = wanted.filter(isRemovedFirst)
  await finishEnds(tx, env, atOnce.map(endedAtOnce))
  const forced = removedFirst.filter(({ wish }) => wish.force)
  const asked = removedFirst.filter(({ wish }) => !wish.force)
  const current = [
    ...(await finishEnds(tx, env, forced.map(endedByForce))),
    ...(await noteEnds(tx, env, asked)),
  ]
  const moves = [...forced, ...asked].map(({ subject, wish, cause }, index) => {
    const { service = subject.service } = { service: current[index] }
    const input = { to: wish.to, note: wish.note, notify: wish.notify, forced: !!wish.force }
    return { subject: { service }, intent: { kind: 'terminate' as const, input }, cause }
  })
  return carryOutMany(tx, env, moves, confirmRemoved)
}

export const endService = moveOne(endServices)

/** One that expires and waits for its removal can still be paid until that has begun. */
async function giveUpRenewals(tx: Tx, env: Env, wanted: ManyEnds): Promise<void> {
  const givenUp = wanted.filter(
    ({ subject, wish }) => wish.to !== 'expired' || wish.force || !mayStandOnServer(subject),
  )
  const causes = new Map(givenUp.map(({ subject, cause }) => [subject.service.id, cause]))
  await env.ctx.settlements.services.renewalsGivenUp(tx, env, [...causes.keys()], causes)
}

const endingOf =
  (isGone: (service: EndingRow) => boolean) =>
  ({ subject: { service }, wish, cause }: ManyEnds[number]) => ({
    ...{ service, end: { ...wish, removed: isGone(service) }, cause },
  })

/** What has no resource is gone with its end; of what ends by force nobody knows yet. */
const endedAtOnce = endingOf(({ resource }) => resource === null)
const endedByForce = endingOf(() => false)

function noteEnds(tx: Tx, env: Env, asked: ManyEnds): Promise<EndingRow[]> {
  return changeServices(
    tx,
    env,
    asked.map(({ subject: { service }, wish: { to, note }, cause }) => ({
      ...{ service, cause, set: {} },
      entry: { kind: 'service.end_requested', note: note || null, after: { to } },
    })),
  )
}

/** A resource is known, or an attempt at one was made whose outcome may still appear. */
function mayStandOnServer({ service, operations }: EndingSubject): boolean {
  return service.resource !== null || operations.some(({ attempts }) => attempts > 0)
}
