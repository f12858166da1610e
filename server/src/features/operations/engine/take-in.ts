import type { Observed } from '@berth/sdk'
import { readResource } from '../../servers/answer-shapes.ts'
import type { Call } from './call.ts'
import { bookedResource, look } from './look.ts'
import { failed, type Outcome, refusal } from './outcome.ts'

/**
 * adopt: marks an existing resource with our key and changes nothing else. Looks before, so that a
 * lost answer is known and nothing of another installation is touched, and after, so that the books
 * start with what is true on the server.
 */
export async function takeIn(call: Call): Promise<Outcome> {
  const { module, server, service } = call
  const { adopt } = module
  if (!adopt) return failed('unsupported', 'The module cannot take over what exists')
  const before = await look(call)
  if (!before.ok) return { kind: call.asking ? 'asked_in_vain' : 'failed', error: before.error }
  const [one] = before.value
  if (!one) return failed('not_found', 'The resource is not there')
  if (before.value.length > 1) return severalCarryIt(before.value)
  if (one.key === service.key) return takenIn(call, one)
  if (call.asking) await call.countAttempt()
  const marked = { ...service, resource: bookedResource(one, service.resource) }
  const done = await call.change((ctx) => adopt(ctx, server, marked), readResource)
  if (done.kind !== 'value') return refusal(done)
  const after = await look(call)
  if (!after.ok) {
    return {
      kind: 'unknown',
      message: `It was marked, and looking for it failed: ${after.error.message}`,
    }
  }
  const [seen = one] = after.value
  return after.value.length > 1 ? severalCarryIt(after.value) : takenIn(call, seen)
}

function takenIn({ service }: Call, seen: Observed): Outcome {
  const resource = bookedResource(seen, service.resource)
  return { kind: 'succeeded', report: { resource, observed: seen.state } }
}

function severalCarryIt(seen: readonly Observed[]): Outcome {
  const ids = seen.map(({ remoteId }) => remoteId).join(', ')
  return failed('conflict', `Several resources carry the key: ${ids}`)
}
