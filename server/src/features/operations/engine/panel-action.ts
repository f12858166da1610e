import {
  type OperationContext,
  ok,
  panelOutcomeSchema,
  type Resource,
  type Result,
} from '@berth/sdk'
import { alter } from './alter.ts'
import type { Call } from './call.ts'
import { failed, type Outcome } from './outcome.ts'

/**
 * Carries out what somebody asked for in the panel. The resource is kept as the action left it, or
 * as it was when the action says nothing of it.
 */
export function actOnPanel(
  call: Call,
  asked: { actionId: string; input: Record<string, unknown> },
): Promise<Outcome> {
  const { module, server, service } = call
  const { panelAction } = module
  const { resource } = service
  if (!resource) return Promise.resolve(failed('not_found', 'The resource is not there'))
  const run =
    panelAction &&
    (async (ctx: OperationContext): Promise<Result<Resource>> => {
      const done = await panelAction(ctx, server, service, asked.actionId, asked.input)
      if (!done.ok) return done
      return ok(panelOutcomeSchema.parse(done.value).resource ?? resource)
    })
  return alter(call, { run, doneIn: [] })
}
