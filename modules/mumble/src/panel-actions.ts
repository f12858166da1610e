import { formSchema, type PanelAction, type Text } from '@berth/sdk'
import { actionForms } from './forms.ts'
import type { Seen } from './panel-tabs.ts'
import { isSuspended } from './servers.ts'

const FORMS = {
  set_password: formSchema(actionForms.set_password),
  message: formSchema(actionForms.message),
  kick: formSchema(actionForms.kick),
}

const SUSPENDED = { en: 'The service is suspended', fr: 'Le service est suspendu' }
const OFF = { en: 'It is not running', fr: 'Il n’est pas en marche' }
const ON = { en: 'It is running', fr: 'Il est déjà en marche' }

/** What can be done; sending somebody away only while somebody is there. */
export function actionsOf({ own, service, users }: Seen): PanelAction[] {
  const blocked = service.suspended || isSuspended(own) ? SUSPENDED : undefined
  const off = blocked ?? (own.booted ? undefined : OFF)
  const on = blocked ?? (own.booted ? ON : undefined)
  const actions = [
    action('start', { en: 'Start', fr: 'Démarrer' }, 'play', on),
    action('stop', { en: 'Stop', fr: 'Arrêter' }, 'stop', off),
    action('restart', { en: 'Restart', fr: 'Redémarrer' }, 'restart', off),
    {
      ...action('set_password', { en: 'Password', fr: 'Mot de passe' }, 'shield', blocked),
      form: FORMS.set_password,
    },
    {
      ...action('reset_password', RESET, 'key', blocked),
      confirm: {
        title: { en: 'Make a new password?', fr: 'Créer un nouveau mot de passe ?' },
        text: {
          en: 'SuperUser can no longer log in with the present one.',
          fr: 'SuperUser ne pourra plus se connecter avec l’actuel.',
        },
      },
    },
    {
      ...action('message', { en: 'Message to all', fr: 'Message à tous' }, 'users', off),
      form: FORMS.message,
    },
  ]
  if (users.length === 0) return actions
  const kick = action('kick', { en: 'Send away', fr: 'Expulser' }, 'user', off)
  return [...actions, { ...kick, tone: 'danger', form: FORMS.kick }]
}

const RESET = { en: 'New SuperUser password', fr: 'Nouveau mot de passe SuperUser' }

function action(
  id: string,
  label: Text,
  icon: PanelAction['icon'],
  disabled: Text | undefined,
): PanelAction {
  return {
    id,
    label,
    icon,
    kind: 'call',
    permission: 'services:operate',
    audience: ['staff', 'customer'],
    disabled,
  }
}
