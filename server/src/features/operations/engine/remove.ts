import { fail } from '@berth/sdk'
import { readNothing } from '../../servers/answer-shapes.ts'
import type { Call } from './call.ts'
import { bookedResource, look } from './look.ts'
import { type Outcome, refusal } from './outcome.ts'

/**
 * Removes all that stands for the service; missing is fine. Always begins by looking, so that it
 * may run again after a crash at any point. Null when nothing is left.
 */
export async function remove(call: Call): Promise<Outcome | null> {
  const { module, server, service } = call
  const seen = await look(call)
  if (!seen.ok) return { kind: call.asking ? 'asked_in_vain' : 'failed', error: seen.error }
  for (const one of seen.value) {
    if (call.askedToGiveUp()) return { kind: 'given_up' }
    const resource = bookedResource(one, service.resource)
    const doomed = { ...service, resource }
    const gone = await call.change((ctx) => module.terminate(ctx, server, doomed), readNothing)
    const missing = gone.kind === 'error' && gone.error.code === 'not_found'
    if (gone.kind !== 'value' && !missing) return refusal(gone)
  }
  if (seen.value.length === 0) return null
  return confirmGone(call)
}

async function confirmGone(call: Call): Promise<Outcome | null> {
  const left = await look(call)
  if (!left.ok) return { kind: 'unknown', message: left.error.message }
  if (left.value.length === 0) return null
  const ids = left.value.map(({ remoteId }) => remoteId).join(', ')
  return { kind: 'failed', error: fail('transient', `Still there after the removal: ${ids}`).error }
}
