import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Context, Env } from '../../../context.ts'
import {
  allowedWith,
  defineAction,
  refused,
  type SubjectKind,
  type Verdict,
} from '../../../platform/action.ts'
import { notify } from '../../../platform/notifications.ts'
import { storedActor } from '../../batches/runner.ts'
import { DRIFT_CHANNEL } from '../channel.ts'
import { type DriftSubject, driftSubject } from '../drift-subject.ts'
import { notFixable } from '../fixes/fixable.ts'
import { belongsToSomebody, removalOf } from '../fixes/removal.ts'
import { AT_REST, moveDrift } from '../move-row.ts'
import { drift } from '../tables.ts'
import { fixOutput, note } from './inputs.ts'

const input = z.strictObject({
  /** The id of the resource, typed. */
  confirm: z.string().meta({
    label: {
      en: 'Id of the resource, to confirm',
      fr: 'Identifiant de la ressource, pour confirmer',
    },
  }),
  note,
})
type Input = z.output<typeof input>

/** A row with whether its module can remove this one resource. */
export interface DeletableDrift extends DriftSubject {
  canRemove?: boolean
}

/**
 * Staff remove a resource that belongs to nobody. It is removed in the background, and looked at
 * once more just before: nothing that carries another installation's key, or that a service has
 * meanwhile, is touched.
 */
export const deleteThere = defineAction({
  id: 'drift.delete_there',
  on: driftSubject as SubjectKind<DeletableDrift>,
  permission: 'drift:delete',
  audiences: ['staff'],
  summary: 'Remove a resource and its data on the server',
  input,
  output: fixOutput,
  async look(subject: DeletableDrift, _wish: Input, { ctx }: { ctx: Context }) {
    const module = subject.server && ctx.modules.get(subject.server.type)
    return { canRemove: module != null && removalOf(module, subject) !== null }
  },
  check(subject: DeletableDrift, wish: Input | null): Verdict {
    const { row, server, service, canRemove } = subject
    const refusal = notFixable(subject)
    if (refusal) return refusal
    if (row.otherInstallation) return refused('drift_other_installation')
    const isLeftover = row.kind === 'orphan_resource' || row.kind === 'duplicate_resource'
    const isEnded = row.kind === 'alive_though_ended'
    if (!isLeftover && !isEnded) return refused('drift_not_leftover')
    if (isEnded && service?.service.serverId === row.serverId)
      return refused('drift_fix_server_instead')
    if (belongsToSomebody(subject)) return refused('drift_linked')
    if (canRemove === false) return refused('drift_cannot_single_out')
    if (wish && wish.confirm !== row.remoteId) return refused('drift_confirm_id')
    const facts = {
      operation: 'terminate',
      serverId: row.serverId,
      serverName: server?.name ?? null,
    }
    const params = { remoteId: row.remoteId, name: server?.name ?? '–' }
    return allowedWith(facts, { key: 'drift.effect.deleted', params })
  },
  async run(tx, { row }: DeletableDrift, wish: Input, env: Env) {
    await moveDrift(tx, env, row, {
      set: { ...AT_REST, state: 'fixing', fix: 'delete_there', operationId: null },
      kind: 'drift.deletion_requested',
      note: wish.note,
    })
    await tx
      .update(drift)
      .set({ dueAt: env.now, fixedBy: storedActor(env.actor) })
      .where(eq(drift.id, row.id))
    await notify(tx, DRIFT_CHANNEL, '')
    return { operationId: null }
  },
})
