import type { Observed, Resource } from '@berth/sdk'
import { readResource } from '../../servers/answer-shapes.ts'
import type { Call } from './call.ts'
import { bookedResource, look } from './look.ts'
import { type Outcome, refusal } from './outcome.ts'

/** How long to wait at most for a resource that was just made to be listed, in milliseconds. */
const LISTED_MS = 5000

/**
 * Makes the resource exactly once. `asking`: an answer was lost, so that one may be there or still
 * appear; `before`: earlier attempts may have left one.
 */
export async function make(
  call: Call,
  { asking, before }: { asking: boolean; before: boolean },
): Promise<Outcome> {
  if (asking || before) {
    const settled = await settleEarlier(call, asking)
    if (settled) return settled
  }
  if (call.askedToGiveUp()) return { kind: 'given_up' }
  if (asking) await call.countAttempt()
  const { module, server, service } = call
  const made = await call.change((ctx) => module.create(ctx, server, service), readResource)
  return made.kind === 'value' ? confirm(call, made.value) : refusal(made)
}

/** What earlier attempts left: null means go on and make it (or take over the one that is there). */
async function settleEarlier(call: Call, asking: boolean): Promise<Outcome | null> {
  const seen = await look(call)
  if (!seen.ok) return { kind: asking ? 'asked_in_vain' : 'failed', error: seen.error }
  if (seen.value.length > 1) return duplicate(seen.value)
  const [one] = seen.value
  if (one) {
    call.log.write('info', `Found ${one.remoteId} with our key`)
    if (!call.askedToGiveUp()) return null
    return { kind: 'succeeded', report: { resource: bookedResource(one, call.service.resource) } }
  }
  return asking && mayStillAppear(call) ? { kind: 'absent' } : null
}

/** Absent must be seen twice, the module's `settleMs` apart, before it is believed. */
function mayStillAppear({ operation, module }: Call): boolean {
  const { absentAt } = operation.checkpoint
  const { startedAt } = operation
  return absentAt === undefined || startedAt === null || startedAt < absentAt + module.settleMs
}

/** After every creation exactly one must carry our key. */
async function confirm(call: Call, resource: Resource): Promise<Outcome> {
  let seen = await look(call, resource)
  if (seen.ok && seen.value.length === 0 && call.module.settleMs > 0) {
    await call.pause(Math.min(call.module.settleMs, LISTED_MS))
    seen = await look(call, resource)
  }
  if (!seen.ok) {
    const message = `It was made, and looking for it failed: ${seen.error.message}`
    return { kind: 'unknown', message }
  }
  if (seen.value.length > 1) return duplicate(seen.value)
  if (seen.value.length === 0) {
    const message = `${resource.remoteId} was reported as made and cannot be found`
    return { kind: 'finding', code: 'unconfirmed', message, remoteIds: [resource.remoteId] }
  }
  return { kind: 'succeeded', report: { resource } }
}

export function duplicate(found: readonly Observed[]): Outcome {
  const remoteIds = found.map(({ remoteId }) => remoteId)
  const message = `${found.length} resources carry our key: ${remoteIds.join(', ')}`
  return { kind: 'finding', code: 'duplicate', message, remoteIds }
}
