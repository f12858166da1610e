import { z } from 'zod'
import type { Context, Env } from '../../../context.ts'
import { defineAction, refused, type SubjectKind } from '../../../platform/action.ts'
import { permits } from '../../../platform/actor.ts'
import { redeliver } from '../../services/actions/redeliver.ts'
import { type DriftSubject, driftSubject } from '../drift-subject.ts'
import { askServer, checkIntent, INTENTS } from '../fixes/bring-server.ts'
import { delegate } from '../fixes/delegate.ts'
import { notFixable } from '../fixes/fixable.ts'
import { fixAsked } from '../move-row.ts'
import { fixOutput, note } from './inputs.ts'

const input = z.strictObject({ note })
type Input = z.output<typeof input>

/** A row with what its server's module can do. */
export interface AskableDrift extends DriftSubject {
  abilities?: { changePlan: boolean; changeOwner: boolean }
}

/** What is missing is made anew: whoever looks at the inbox has seen that nothing is left to lose. */
const again = delegate<Input, Parameters<typeof redeliver.check>[0], RedeliverInput, Output>(
  redeliver,
  (wish, { service }) => ({ confirm: service.name, note: wish.note }),
)
type RedeliverInput = z.output<typeof redeliver.input>
type Output = { operationId: string | null }

/** Staff bring the server to what the books say. */
export const fixServer = defineAction({
  id: 'drift.fix_server',
  on: driftSubject as SubjectKind<AskableDrift>,
  permission: 'drift:fix',
  audiences: ['staff'],
  summary: 'Bring the server to what the books say',
  input,
  output: fixOutput,
  async look({ server }: AskableDrift, _wish: Input, { ctx }: { ctx: Context }) {
    const module = server && ctx.modules.get(server.type)
    const abilities = {
      changePlan: module?.changePlan !== undefined,
      changeOwner: module?.changeOwner !== undefined,
    }
    return { abilities }
  },
  check(subject: AskableDrift, wish: Input | null, env) {
    const { row, service, abilities } = subject
    const refusal = notFixable(subject)
    if (refusal) return refusal
    if (row.otherInstallation) return refused('drift_other_installation')
    if (row.kind === 'orphan_resource' || row.kind === 'duplicate_resource')
      return refused('drift_delete_instead')
    if (!service) return refused('drift_service_deleted')
    if (row.kind === 'missing_resource') return again.check(service, wish, env)
    const intent = INTENTS[row.kind]
    if (!intent) throw new Error(`nothing fixes ${row.kind}`)
    if (!permits(env.actor, intent.permission)) return refused('not_allowed')
    const cannot =
      (row.kind === 'wrong_plan' && abilities?.changePlan === false) ||
      (row.kind === 'wrong_owner' && abilities?.changeOwner === false)
    return cannot ? refused('drift_module_cannot') : checkIntent(row, service, intent)
  },
  async run(tx, { row, service }: AskableDrift, wish: Input, env: Env) {
    if (!service) throw new Error(`drift ${row.id} without its service`)
    const operationId =
      row.kind === 'missing_resource'
        ? await again.run(tx, service, wish, env)
        : (await askServer(tx, env, { row, service: service.service, note: wish.note })).operationId
    await fixAsked(tx, env, row, { name: 'fix_server', operationId, note: wish.note })
    return { operationId }
  },
})
