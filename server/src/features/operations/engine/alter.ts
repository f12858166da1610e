import type { ObservedState, OperationContext, Resource, Result } from '@berth/sdk'
import { readResource } from '../../servers/answer-shapes.ts'
import type { Call } from './call.ts'
import { bookedResource, look } from './look.ts'
import { duplicate } from './make.ts'
import { failed, type Outcome, refusal } from './outcome.ts'

/** A change of what is there: done twice it is as good as once. */
export interface Alteration {
  /** Absent where the module cannot do it. */
  run: ((ctx: OperationContext) => Promise<Result<Resource>>) | undefined
  /** The states that show that it was done; empty where nothing shows it. */
  doneIn: readonly ObservedState[]
}

/** Carries out a change; after a lost answer it looks first whether it was done. */
export async function alter(call: Call, { run, doneIn }: Alteration): Promise<Outcome> {
  if (!run) return failed('unsupported', `The module cannot do ${call.operation.kind}`)
  if (call.asking) {
    const settled = await settleLost(call, doneIn)
    if (settled) return settled
    await call.countAttempt()
  }
  if (call.askedToGiveUp()) return { kind: 'given_up' }
  const done = await call.change(run, readResource)
  if (done.kind !== 'value') return refusal(done)
  return { kind: 'succeeded', report: { resource: done.value } }
}

/** Null means that it is to be tried again. */
async function settleLost(call: Call, doneIn: readonly ObservedState[]): Promise<Outcome | null> {
  const seen = await look(call)
  if (!seen.ok) return { kind: 'asked_in_vain', error: seen.error }
  if (seen.value.length > 1) return duplicate(seen.value)
  const [one] = seen.value
  if (!one) return failed('not_found', 'The resource is not there')
  if (doneIn.includes(one.state)) {
    const resource = bookedResource(one, call.service.resource)
    return { kind: 'succeeded', report: { resource } }
  }
  return call.askedToGiveUp() ? { kind: 'given_up' } : null
}
