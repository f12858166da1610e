import {
  fail,
  type OperationContext,
  ok,
  type PanelOutcome,
  type Result,
  type Text,
} from '@berth/sdk'
import { createBackup, deleteBackup, restoreBackup } from './backups.ts'
import { begin } from './changes.ts'
import type { Pve, Server } from './client.ts'
import { type Guest, isSuspended } from './cluster.ts'
import { consoleLink } from './console.ts'
import { actionForms, type ProxmoxService } from './forms.ts'
import { power } from './power.ts'
import { rebuild, resetPassword } from './rebuild.ts'
import { createSnapshot, deleteSnapshot, rollBack } from './snapshots.ts'

interface Call {
  readonly ctx: OperationContext
  readonly server: Server
  readonly service: ProxmoxService
  readonly input: Record<string, unknown>
}

type Act = (call: Call) => Promise<Result<PanelOutcome>>

/** Says what was done with the guest. */
function onGuest(
  message: Text,
  act: (pve: Pve, guest: Guest, call: Call) => Promise<Result<null>>,
): Act {
  return async (call) => {
    const begun = await begin(call.ctx, call.server, call.service)
    if (!begun.ok) return begun
    const { pve, guest } = begun.value
    if (isSuspended(guest)) return fail('rejected', 'The service is suspended')
    const done = await act(pve, guest, call)
    return done.ok ? ok({ message }) : done
  }
}

const powerAct =
  (signal: 'start' | 'stop' | 'restart' | 'kill', message: Text): Act =>
  async ({ ctx, server, service }) => {
    const done = await power(ctx, server, service, signal)
    return done.ok ? ok({ message, resource: done.value }) : done
  }

const ACTS: Readonly<Record<string, Act>> = {
  start: powerAct('start', { en: 'Started', fr: 'Démarrée' }),
  stop: powerAct('stop', { en: 'Shut down', fr: 'Arrêtée' }),
  restart: powerAct('restart', { en: 'Restarted', fr: 'Redémarrée' }),
  kill: powerAct('kill', { en: 'Switched off', fr: 'Coupée' }),
  async console({ ctx, server, service }) {
    const begun = await begin(ctx, server, service)
    if (!begun.ok) return begun
    const link = await consoleLink(begun.value.pve, begun.value.guest)
    return link.ok ? ok({ link: link.value }) : link
  },
  async reset_password({ ctx, server, service }) {
    const done = await resetPassword(ctx, server, service)
    if (!done.ok) return done
    const waits = done.value.data.passwordAtRestart === true
    return ok({ message: waits ? PASSWORD_AT_RESTART : PASSWORD_AT_ONCE, resource: done.value })
  },
  async rebuild({ ctx, server, service, input }) {
    const { template } = actionForms.rebuild.parse(input)
    const done = await rebuild(ctx, server, service, template)
    const message = {
      en: 'Rebuilt; the new password is in the credentials',
      fr: 'Réinstallée ; le nouveau mot de passe est dans les accès',
    }
    return done.ok ? ok({ message, resource: done.value }) : done
  },
  snapshot_create: onGuest(
    { en: 'Snapshot taken', fr: 'Instantané créé' },
    (pve, guest, { ctx, service, input }) =>
      createSnapshot(pve, ctx, service, { guest, ...actionForms.snapshot_create.parse(input) }),
  ),
  snapshot_rollback: onGuest(
    { en: 'Back at the snapshot', fr: 'Instantané rétabli' },
    (pve, guest, { ctx, input }) =>
      rollBack(pve, ctx, guest, actionForms.snapshot_rollback.parse(input).name),
  ),
  snapshot_delete: onGuest(
    { en: 'Snapshot deleted', fr: 'Instantané supprimé' },
    (pve, guest, { ctx, input }) =>
      deleteSnapshot(pve, ctx, guest, actionForms.snapshot_delete.parse(input).name),
  ),
  backup_create: onGuest(
    { en: 'Backup made', fr: 'Sauvegarde créée' },
    (pve, guest, { ctx, service }) => createBackup(pve, ctx, service, guest),
  ),
  backup_restore: onGuest(
    { en: 'Backup restored', fr: 'Sauvegarde restaurée' },
    (pve, guest, { ctx, service, input }) =>
      restoreBackup(pve, ctx, service, {
        guest,
        volume: actionForms.backup_restore.parse(input).backup,
      }),
  ),
  backup_delete: onGuest(
    { en: 'Backup deleted', fr: 'Sauvegarde supprimée' },
    (pve, guest, { ctx, service, input }) =>
      deleteBackup(pve, ctx, service, {
        guest,
        volume: actionForms.backup_delete.parse(input).backup,
      }),
  ),
}

const PASSWORD_AT_ONCE = {
  en: 'The new password is in the credentials',
  fr: 'Le nouveau mot de passe est dans les accès',
}
const PASSWORD_AT_RESTART = {
  en: 'The new password is in the credentials; it takes effect at the next restart',
  fr: 'Le nouveau mot de passe est dans les accès ; il prend effet au prochain redémarrage',
}

/** Carries out one action of the panel; nothing but a look is done with what is suspended. */
export async function panelAction(
  ctx: OperationContext,
  server: Server,
  service: ProxmoxService,
  actionId: string,
  input: Record<string, unknown>,
): Promise<Result<PanelOutcome>> {
  const act = Object.hasOwn(ACTS, actionId) ? ACTS[actionId] : undefined
  if (!act) return fail('unsupported', `There is no action ${actionId}`)
  if (service.suspended) return fail('rejected', 'The service is suspended')
  return act({ ctx, server, service, input })
}
