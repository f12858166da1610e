import {
  fail,
  formSchema,
  type OperationContext,
  ok,
  type PanelAction,
  type PanelOutcome,
  type Result,
  type ServerConfig,
  type Text,
} from '@berth/sdk'
import { power, resetPassword } from './changes.ts'
import { connect } from './client.ts'
import { actionForms } from './customer-forms.ts'
import { existingInstance, isMarkedSuspended, stateOf } from './instances.ts'
import { type IncusService, snapshotLimit } from './plan.ts'
import { rebuild } from './rebuild.ts'
import type { IncusSettings } from './server-settings.ts'
import { removeSnapshot, restoreSnapshot, takeSnapshot } from './snapshots.ts'
import type { Instance } from './wire.ts'

const POWER = { start: 'start', stop: 'stop', restart: 'restart', force_stop: 'kill' } as const

const SUSPENDED = { en: 'The service is suspended', fr: 'Le service est suspendu' }
const OFF = { en: 'It is not running', fr: 'Elle n’est pas en marche' }
const ON = { en: 'It is running', fr: 'Elle est déjà en marche' }

/** `disabled` only where there is a reason. */
function action(
  id: string,
  label: Text,
  rest: Partial<PanelAction> & { disabled?: Text | undefined },
): PanelAction {
  const { disabled, ...more } = rest
  return {
    id,
    label,
    kind: 'call',
    permission: 'services:operate',
    audience: ['staff', 'customer'],
    ...(id in actionForms ? { form: formSchema(actionForms[id as keyof typeof actionForms]) } : {}),
    ...more,
    ...(disabled ? { disabled } : {}),
  }
}

/** What can be done with an instance, and why not right now. `snapshots` is null when not looked at. */
export function actionsOf(
  instance: Instance,
  service: IncusService,
  snapshots: number | null,
): PanelAction[] {
  const running = stateOf(instance) === 'running'
  const blocked = service.suspended || isMarkedSuspended(instance) ? SUSPENDED : undefined
  const off = running ? undefined : OFF
  const withPassword = service.product.user !== ''
  return [
    action(
      'start',
      { en: 'Start', fr: 'Démarrer' },
      { icon: 'play', disabled: blocked ?? (running ? ON : undefined) },
    ),
    action('stop', { en: 'Stop', fr: 'Arrêter' }, { icon: 'stop', disabled: blocked ?? off }),
    action(
      'restart',
      { en: 'Restart', fr: 'Redémarrer' },
      { icon: 'restart', disabled: blocked ?? off },
    ),
    action(
      'force_stop',
      { en: 'Force stop', fr: 'Forcer l’arrêt' },
      {
        icon: 'power',
        tone: 'danger',
        disabled: blocked ?? off,
        confirm: {
          title: { en: 'Switch it off?', fr: 'Éteindre l’instance ?' },
          text: {
            en: 'Like pulling the plug: what is not written to disk is lost.',
            fr: 'Comme débrancher la prise : ce qui n’est pas écrit sur le disque est perdu.',
          },
          danger: true,
        },
      },
    ),
    ...(withPassword
      ? [
          action(
            'reset_password',
            { en: 'New password', fr: 'Nouveau mot de passe' },
            {
              icon: 'key',
              disabled: blocked ?? off,
            },
          ),
        ]
      : []),
    ...(snapshotLimit(service) > 0 ? snapshotActions(service, snapshots, blocked) : []),
    action(
      'rebuild',
      { en: 'Rebuild', fr: 'Réinstaller' },
      {
        icon: 'reinstall',
        tone: 'danger',
        disabled: blocked,
        confirm: {
          title: { en: 'Rebuild the instance?', fr: 'Réinstaller l’instance ?' },
          text: {
            en: 'Everything on its disk and all its snapshots are deleted for good. Addresses and password stay.',
            fr: 'Tout le contenu du disque et tous les instantanés sont supprimés définitivement. Adresses et mot de passe restent.',
          },
          danger: true,
        },
      },
    ),
  ]
}

function snapshotActions(
  service: IncusService,
  count: number | null,
  blocked: Text | undefined,
): PanelAction[] {
  const limit = snapshotLimit(service)
  const full = { en: `There are ${limit} already`, fr: `Il y en a déjà ${limit}` }
  const none = { en: 'There is no snapshot', fr: 'Il n’y a aucun instantané' }
  const isNone = count === 0 ? none : undefined
  const isFull = count !== null && count >= limit ? full : undefined
  return [
    action(
      'snapshot',
      { en: 'Take a snapshot', fr: 'Prendre un instantané' },
      {
        icon: 'backup',
        disabled: blocked ?? isFull,
      },
    ),
    action(
      'snapshot_restore',
      { en: 'Restore a snapshot', fr: 'Restaurer un instantané' },
      {
        icon: 'restart',
        tone: 'warning',
        disabled: blocked ?? isNone,
        confirm: {
          title: { en: 'Restore the snapshot?', fr: 'Restaurer l’instantané ?' },
          text: {
            en: 'The disk becomes what it was then; everything since is lost.',
            fr: 'Le disque redevient ce qu’il était alors ; tout ce qui a suivi est perdu.',
          },
          danger: true,
        },
      },
    ),
    action(
      'snapshot_delete',
      { en: 'Delete a snapshot', fr: 'Supprimer un instantané' },
      {
        icon: 'trash',
        tone: 'danger',
        disabled: blocked ?? isNone,
      },
    ),
  ]
}

const DONE: Readonly<Record<keyof typeof POWER, Text>> = {
  start: { en: 'Started', fr: 'Démarrée' },
  stop: { en: 'Stopped', fr: 'Arrêtée' },
  restart: { en: 'Restarted', fr: 'Redémarrée' },
  force_stop: { en: 'Switched off', fr: 'Éteinte' },
}

const isPower = (id: string): id is keyof typeof POWER => Object.hasOwn(POWER, id)

/** Carries out one action of the panel. */
export async function panelAction(
  ctx: OperationContext,
  server: ServerConfig<IncusSettings>,
  service: IncusService,
  actionId: string,
  input: Record<string, unknown>,
): Promise<Result<PanelOutcome>> {
  if (isPower(actionId)) {
    const done = await power(ctx, server, service, POWER[actionId])
    return done.ok ? ok({ message: DONE[actionId], resource: done.value }) : done
  }
  if (service.suspended) return fail('rejected', 'The service is suspended')
  if (actionId === 'reset_password') {
    const done = await resetPassword(ctx, server, service)
    const message = { en: 'The password is new', fr: 'Le mot de passe est nouveau' }
    return done.ok ? ok({ message, resource: done.value }) : done
  }
  if (actionId === 'rebuild') {
    const { image } = actionForms.rebuild.parse(input)
    // Followed as long as the call lasts.
    const done = await rebuild(ctx, server, service, { image, followMs: undefined })
    const message = { en: 'Rebuilt', fr: 'Réinstallée' }
    return done.ok ? ok({ message, resource: done.value }) : done
  }
  return snapshotAction(ctx, server, service, { actionId, input })
}

const SNAPSHOT_DONE: Readonly<Record<string, Text>> = {
  snapshot: { en: 'The snapshot is taken', fr: 'L’instantané est pris' },
  snapshot_restore: { en: 'The snapshot is restored', fr: 'L’instantané est restauré' },
  snapshot_delete: { en: 'The snapshot is deleted', fr: 'L’instantané est supprimé' },
}

async function snapshotAction(
  ctx: OperationContext,
  server: ServerConfig<IncusSettings>,
  service: IncusService,
  { actionId, input }: { actionId: string; input: Record<string, unknown> },
): Promise<Result<PanelOutcome>> {
  const message = SNAPSHOT_DONE[actionId]
  if (!message) return fail('unsupported', `There is no action ${actionId}`)
  const { snapshot: name } = actionForms.snapshot.parse(input)
  const incus = connect(ctx, server.settings)
  const own = await existingInstance(incus, service.key)
  if (!own.ok) return own
  const instance = own.value
  const run = {
    snapshot: () => takeSnapshot(ctx, incus, { instance, service, name }),
    snapshot_restore: () => restoreSnapshot(ctx, incus, instance, name),
    snapshot_delete: () => removeSnapshot(ctx, incus, instance.name, name),
  }[actionId]
  const done = (await run?.()) ?? fail('unsupported', `There is no action ${actionId}`)
  return done.ok ? ok({ message }) : done
}
