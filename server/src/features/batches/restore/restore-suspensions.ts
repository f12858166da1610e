import { z } from 'zod'
import type { Env } from '../../../context.ts'
import { allowedWith, defineAction, refused } from '../../../platform/action.ts'
import { moveOutcome } from '../../services/actions/expected-outcome.ts'
import { moveOutput } from '../../services/actions/inputs.ts'
import { changeService } from '../../services/change.ts'
import { carryOut } from '../../services/moves/carry-out.ts'
import { causeTexts } from '../../services/refusals.ts'
import { type ServiceSubject, serviceSubject } from '../../services/subject.ts'
import type { SuspensionEntry } from '../../services/tables.ts'

const input = z.strictObject({
  suspensions: z.array(z.custom<SuspensionEntry>()),
  holdUntil: z.number().nullable(),
  heldForever: z.boolean(),
  notify: z.boolean(),
})
type Input = z.infer<typeof input>

/** What the server is to do so that the service is as its causes say; null for nothing. */
function operationFor({ service, operations }: ServiceSubject, { suspensions }: Input) {
  const shallRun = suspensions.length === 0
  const coming = operations.some(({ kind }) => kind === (shallRun ? 'suspend' : 'unsuspend'))
  const isSo = shallRun ? service.status === 'active' : service.status === 'suspended'
  if (isSo && !coming) return null
  return shallRun ? 'unsuspend' : 'suspend'
}

const said = (entries: readonly SuspensionEntry[], of: (entry: SuspensionEntry) => unknown) =>
  JSON.stringify(
    entries
      .map(of)
      .map((one) => JSON.stringify(one))
      .sort(),
  )

const haveSameCauses = (a: readonly SuspensionEntry[], b: readonly SuspensionEntry[]) =>
  said(a, ({ cause }) => cause) === said(b, ({ cause }) => cause)

/** Down to note and message: the same cause given twice has the words of the second. */
const isSame = (a: readonly SuspensionEntry[], b: readonly SuspensionEntry[]) => {
  const words = ({ cause, note, message, since }: SuspensionEntry) => [cause, note, message, since]
  return said(a, words) === said(b, words)
}

/** Gives a service the causes of suspension back that it had, with the hold of that time. */
export const restoreSuspensions = (permission: string) =>
  defineAction({
    id: 'service.restore_suspensions',
    on: serviceSubject,
    permission,
    audiences: ['staff'],
    summary: 'Put the causes of suspension of a service back as they were before a batch',
    input,
    output: moveOutput,
    check(subject: ServiceSubject, wish: Input | null) {
      const { service, operations } = subject
      if (service.endedAt !== null) return refused('already_ended')
      if (!wish) return allowedWith({})
      if (isSame(service.suspensions, wish.suspensions)) return refused('was_so_before')
      const operation = operationFor(subject, wish)
      const isUnderWay = operations.some(
        ({ kind, state }) => kind === operation && state !== 'failed',
      )
      if (isUnderWay) return refused('already_requested')
      const causes = causeTexts(wish.suspensions.map(({ cause }) => cause))
      if (operation === null && haveSameCauses(service.suspensions, wish.suspensions)) {
        return allowedWith(moveOutcome(subject, { to: service.status, operation }), {
          key: 'batch.effect.restored',
        })
      }
      if (operation === null)
        return allowedWith(moveOutcome(subject, { to: service.status, operation }), {
          key: 'batch.effect.cause_taken',
          params: { causes },
        })
      const runs = operation === 'unsuspend'
      const mail = runs ? 'service_reactivated' : 'service_suspended'
      const to = runs ? 'active' : 'suspended'
      const outcome = moveOutcome(subject, { to, operation, mail: wish.notify ? mail : null })
      const again = { key: 'batch.effect.suspended_again', params: { causes } }
      return allowedWith(outcome, runs ? { key: 'service.effect.unsuspend' } : again)
    },
    async run(tx, subject, wish: Input, env: Env) {
      const { suspensions, holdUntil, heldForever, notify } = wish
      const kind = operationFor(subject, wish)
      const changed = await changeService(tx, env, subject.service, {
        set: { suspensions, holdUntil, heldForever },
        entry: { kind: 'service.restored' },
      })
      if (kind === null) return { operationId: null }
      return carryOut(tx, env, changed, { kind, input: { notify, cause: suspensions[0]?.cause } })
    },
  })
