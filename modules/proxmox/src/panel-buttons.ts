import type { PanelAction, Text } from '@berth/sdk'
import { isSuspended } from './cluster.ts'
import { isConsoleForCustomers } from './console.ts'
import { actionFormSchemas } from './forms.ts'
import type { PanelFacts } from './panel.ts'
import { planOfService } from './plan.ts'

const BOTH = {
  kind: 'call',
  permission: 'services:operate',
  audience: ['staff', 'customer'],
} satisfies Partial<PanelAction>

/** What can be done, and why not where it cannot. */
export function actionsOf(facts: PanelFacts): PanelAction[] {
  const { guest, status, service, pve } = facts
  const blocked =
    service.suspended || isSuspended(guest)
      ? { en: 'The service is suspended', fr: 'Le service est suspendu' }
      : undefined
  const isRunning = status.status === 'running'
  const off = isRunning ? undefined : { en: 'It is not running', fr: 'Elle n’est pas en marche' }
  const on = isRunning ? { en: 'It is running', fr: 'Elle est déjà en marche' } : undefined
  const forAll = isConsoleForCustomers(pve)
  return [
    button('start', { en: 'Start', fr: 'Démarrer' }, 'play', blocked ?? on),
    button('stop', { en: 'Shut down', fr: 'Arrêter' }, 'stop', blocked ?? off),
    button('restart', { en: 'Restart', fr: 'Redémarrer' }, 'restart', blocked ?? off),
    {
      ...button('kill', { en: 'Switch off', fr: 'Couper' }, 'power', blocked ?? off),
      tone: 'danger',
      confirm: {
        title: { en: 'Switch it off?', fr: 'Couper l’alimentation ?' },
        text: {
          en: 'As if the plug was pulled: what is not written is lost.',
          fr: 'Comme débrancher la prise : ce qui n’est pas écrit est perdu.',
        },
        danger: true,
      },
    },
    {
      ...button('console', { en: 'Console', fr: 'Console' }, 'console', blocked ?? off),
      kind: 'link',
      audience: forAll ? ['staff', 'customer'] : ['staff'],
    },
    ...(guest.kind === 'qemu' ? [passwordButton(blocked)] : []),
    ...snapshotButtons(facts, blocked),
    ...backupButtons(facts, blocked),
    rebuildButton(blocked),
  ]
}

function button(
  id: string,
  label: Text,
  icon: PanelAction['icon'],
  disabled: Text | undefined,
): PanelAction {
  return { ...BOTH, audience: [...BOTH.audience], id, label, icon, disabled }
}

function passwordButton(blocked: Text | undefined): PanelAction {
  return {
    ...button('reset_password', { en: 'New password', fr: 'Nouveau mot de passe' }, 'key', blocked),
    confirm: {
      title: { en: 'Make a new password?', fr: 'Créer un nouveau mot de passe ?' },
      text: {
        en: 'The old one stops working: at once with the guest agent, else at the next restart.',
        fr: 'L’ancien cesse de fonctionner : aussitôt avec l’agent invité, sinon au prochain redémarrage.',
      },
    },
  }
}

function rebuildButton(blocked: Text | undefined): PanelAction {
  return {
    ...button('rebuild', { en: 'Rebuild', fr: 'Réinstaller' }, 'reinstall', blocked),
    tone: 'danger',
    form: actionFormSchemas.rebuild,
    confirm: {
      title: { en: 'Rebuild from a template?', fr: 'Réinstaller depuis un modèle ?' },
      text: {
        en: 'The disk and all snapshots are destroyed. Addresses stay, the password is new.',
        fr: 'Le disque et tous les instantanés sont détruits. Les adresses restent, le mot de passe change.',
      },
      danger: true,
    },
  }
}

function snapshotButtons(facts: PanelFacts, blocked: Text | undefined): PanelAction[] {
  const { snapshots, service } = facts
  const limit = planOfService(service).snapshots
  if (limit === 0 && snapshots.length === 0) return []
  const none =
    snapshots.length === 0
      ? { en: 'There is no snapshot', fr: 'Il n’y a aucun instantané' }
      : undefined
  const full =
    snapshots.length >= limit
      ? { en: `All ${limit} snapshots are used`, fr: `Les ${limit} instantanés sont utilisés` }
      : undefined
  return [
    {
      ...button(
        'snapshot_create',
        { en: 'Take a snapshot', fr: 'Créer un instantané' },
        'disk',
        blocked ?? full,
      ),
      form: actionFormSchemas.snapshot_create,
    },
    {
      ...button(
        'snapshot_rollback',
        { en: 'Go back to a snapshot', fr: 'Revenir à un instantané' },
        'restart',
        blocked ?? none,
      ),
      tone: 'danger',
      form: actionFormSchemas.snapshot_rollback,
      confirm: {
        title: { en: 'Go back?', fr: 'Revenir en arrière ?' },
        text: {
          en: 'Everything since the snapshot is lost.',
          fr: 'Tout ce qui date d’après l’instantané est perdu.',
        },
        danger: true,
      },
    },
    {
      ...button(
        'snapshot_delete',
        { en: 'Delete a snapshot', fr: 'Supprimer un instantané' },
        'trash',
        blocked ?? none,
      ),
      form: actionFormSchemas.snapshot_delete,
      confirm: {
        title: { en: 'Delete the snapshot?', fr: 'Supprimer l’instantané ?' },
        text: { en: 'The guest itself stays as it is.', fr: 'La machine reste telle quelle.' },
      },
    },
  ]
}

/** How many there are is known on their tab only; elsewhere the action itself says no. */
function backupButtons(facts: PanelFacts, blocked: Text | undefined): PanelAction[] {
  const { backups, service, pve } = facts
  const limit = planOfService(service).backups
  if (pve.settings.backupStorage === '' || limit === 0) return []
  const none =
    backups?.length === 0
      ? { en: 'There is no backup', fr: 'Il n’y a aucune sauvegarde' }
      : undefined
  const full =
    backups && backups.length >= limit
      ? { en: `All ${limit} backups are used`, fr: `Les ${limit} sauvegardes sont utilisées` }
      : undefined
  return [
    button(
      'backup_create',
      { en: 'Make a backup', fr: 'Créer une sauvegarde' },
      'backup',
      blocked ?? full,
    ),
    {
      ...button(
        'backup_restore',
        { en: 'Restore a backup', fr: 'Restaurer une sauvegarde' },
        'restart',
        blocked ?? none,
      ),
      tone: 'danger',
      form: actionFormSchemas.backup_restore,
      confirm: {
        title: { en: 'Restore the backup?', fr: 'Restaurer la sauvegarde ?' },
        text: {
          en: 'Everything since the backup is lost, snapshots included.',
          fr: 'Tout ce qui date d’après la sauvegarde est perdu, instantanés compris.',
        },
        danger: true,
      },
    },
    {
      ...button(
        'backup_delete',
        { en: 'Delete a backup', fr: 'Supprimer une sauvegarde' },
        'trash',
        blocked ?? none,
      ),
      form: actionFormSchemas.backup_delete,
      confirm: {
        title: { en: 'Delete the backup?', fr: 'Supprimer la sauvegarde ?' },
        text: { en: 'It cannot be brought back.', fr: 'Elle ne peut pas être récupérée.' },
      },
    },
  ]
}
