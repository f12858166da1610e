import type { OperationContext, PowerSignal, Resource, Result, ServiceInput } from '@berth/sdk'
import type { OperationKind } from '../../../domain/operation-lifecycle.ts'
import { type Alteration, alter } from './alter.ts'
import type { Call } from './call.ts'
import { make } from './make.ts'
import type { Outcome } from './outcome.ts'
import { actOnPanel } from './panel-action.ts'
import { remove } from './remove.ts'
import { takeIn } from './take-in.ts'

type Plan = (call: Call) => Promise<Outcome>

/** What an operation does: what the panel was asked for, else the plan of its kind. */
export function planOf({ operation, panel }: Call): Plan {
  return panel ? (call) => actOnPanel(call, panel) : PLANS[operation.kind]
}

/** How each kind is carried out, from the start or from where an earlier attempt ended. */
const PLANS: Readonly<Record<OperationKind, Plan>> = {
  create: (call) => make(call, { asking: call.asking, before: call.operation.attempts > 1 }),
  terminate: async (call) => (await remove(call)) ?? { kind: 'succeeded', report: { gone: true } },
  redeliver,
  adopt: takeIn,
  suspend: (call) => alter(call, plain(call, 'suspend', ['suspended'])),
  unsuspend: (call) => alter(call, plain(call, 'unsuspend', ['running', 'stopped'])),
  change_plan: (call) => alter(call, plain(call, 'changePlan')),
  rename: (call) => alter(call, plain(call, 'rename')),
  reset_password: (call) => alter(call, plain(call, 'resetPassword')),
  change_owner: (call) => alter(call, plain(call, 'changeOwner')),
  reinstall: (call) => {
    const { module, server, service, operation } = call
    const input = { keepData: operation.input.keepData !== false }
    const { reinstall } = module
    return alter(call, {
      run: reinstall && ((ctx) => reinstall(ctx, server, service, input)),
      doneIn: [],
    })
  },
  power: (call) => {
    const { module, server, service, operation } = call
    const { power } = module
    const signal = operation.input.signal as PowerSignal
    return alter(call, { run: power && ((ctx) => power(ctx, server, service, signal)), doneIn: [] })
  },
}

/**
 * First the old resource goes, then a new one is made. What the first stage reached is committed,
 * so that a crash in the second never removes what was just made.
 */
async function redeliver(call: Call): Promise<Outcome> {
  const resumed = call.operation.checkpoint.removed === true
  if (!resumed) {
    const hindered = await remove(call)
    if (hindered) return hindered
    await call.confirmRemoved()
  }
  call.service = { ...call.service, resource: null }
  return make(call, { asking: call.asking && resumed, before: resumed })
}

type PlainMember =
  | 'suspend'
  | 'unsuspend'
  | 'changePlan'
  | 'rename'
  | 'resetPassword'
  | 'changeOwner'

/** A member that takes the service and nothing else. */
function plain(
  { module, server, service }: Call,
  name: PlainMember,
  doneIn: Alteration['doneIn'] = [],
): Alteration {
  const member:
    | ((
        ctx: OperationContext,
        config: typeof server,
        input: ServiceInput,
      ) => Promise<Result<Resource>>)
    | undefined = module[name]
  return { run: member && ((ctx) => member(ctx, server, service)), doneIn }
}
