import type { Env } from '../../../context.ts'
import type { Tx } from '../../../platform/db.ts'
import { changeServices } from '../change-many.ts'
import type { Service } from '../subject.ts'
import { carryOutMany } from './carry-out-many.ts'
import { type End, endService, mayStandOnServer } from './end.ts'
import { type Many, moveOf } from './suspend-many.ts'

/**
 * `endService` for many locked services whose resource is removed first, in a few statements. What
 * ends at once, because it has none or no server, ends one by one: each closes documents of its own.
 */
export async function endServices(
  tx: Tx,
  env: Env,
  wanted: readonly Many<Omit<End, 'force'>>[],
): Promise<void> {
  const isAsked = ({ subject }: Many<unknown>) =>
    mayStandOnServer(subject) && env.ctx.modules.get(subject.service.type)?.needsServer === true
  for (const { subject, wish, cause } of wanted.filter((one) => !isAsked(one)))
    await endService(tx, { ...env, cause }, subject, wish)
  const asked = wanted.filter(isAsked)
  for (const { subject, wish, cause } of asked)
    if (wish.to !== 'expired')
      await env.ctx.settlements.services.renewalsGivenUp(tx, { ...env, cause }, [
        subject.service.id,
      ])
  const changed = await changeServices(
    tx,
    env,
    asked.map(({ subject: { service }, wish: { to, note }, cause }) => ({
      ...{ service, cause, set: {} },
      entry: { kind: 'service.end_requested', note: note || null, after: { to } },
    })),
  )
  const moves = asked.map(({ subject, wish: { to, note, notify }, cause }, index) => {
    const input = { to, note, notify, forced: false }
    return moveOf(subject, changed[index] as Service, { kind: 'terminate', input }, cause)
  })
  await carryOutMany(tx, env, moves, async () => {})
}
