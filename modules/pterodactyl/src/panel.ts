import {
  fail,
  type ModuleContext,
  type ObservedState,
  type OperationContext,
  ok,
  type Panel,
  type PanelAction,
  type PanelOutcome,
  type PanelView,
  type PowerSignal,
  type Result,
  type Text,
} from '@berth/sdk'
import { power, reinstall, resetPassword } from './changes.ts'
import { connect, type PanelClient } from './client.ts'
import type { GameService, PanelServer } from './create.ts'
import { actionFormSchemas, actionForms } from './forms.ts'
import { hasBackups, readTabs, tabsOf } from './panel-tabs.ts'
import { existingServer, PASSWORD, readStats, resourceOf, serverPage, stateOf } from './servers.ts'
import type { Server } from './shapes.ts'
import { cardsOf } from './usage.ts'
import { whyNoNewPassword } from './users.ts'

/** What customer and staff see of a game server. */
export async function panel(
  ctx: ModuleContext,
  server: PanelServer,
  service: GameService,
  view?: PanelView,
): Promise<Result<Panel>> {
  const client = connect(ctx, server)
  const there = await existingServer(client, service)
  if (!there.ok) return there
  const [stats, readings] = await Promise.all([
    readStats(client, there.value),
    readTabs(client, there.value, view),
  ])
  if (!readings.ok) return readings
  const state = stateOf(there.value, stats)
  const secrets = service.resource?.secrets ?? {}
  const username = there.value.relationships?.user?.attributes?.username
  return ok({
    refreshMs: 10_000,
    overview: {
      statCards: cardsOf(there.value, stats),
      facts: factsOf(there.value, service.suspended ? 'suspended' : state),
      connection: resourceOf(client, there.value, secrets).connection.flatMap(
        ({ label, value, href }) =>
          value === undefined ? [] : [{ label, value, copy: true, ...(href ? { href } : {}) }],
      ),
      credentials: secrets[PASSWORD]
        ? [
            {
              id: 'panel',
              label: { en: 'Password of the panel', fr: 'Mot de passe du panneau' },
              ...(username ? { username } : {}),
              secret: PASSWORD,
              audience: ['staff', 'customer'],
            },
          ]
        : [],
    },
    actions: actionsOf(client, there.value, { state, service }),
    tabs: tabsOf({ client, server: there.value, stats, ...readings.value }),
  })
}

const STATES: Readonly<Record<ObservedState, Text>> = {
  running: { en: 'Running', fr: 'En marche' },
  stopped: { en: 'Stopped', fr: 'Arrêté' },
  suspended: { en: 'Suspended', fr: 'Suspendu' },
  changing: { en: 'Being worked on', fr: 'En cours de traitement' },
}

/** What the panel is at, more exactly than our four states. */
const STATUSES: Readonly<Record<string, Text>> = {
  installing: { en: 'Being installed', fr: 'Installation en cours' },
  install_failed: { en: 'Installation failed', fr: 'Échec de l’installation' },
  reinstall_failed: { en: 'Reinstallation failed', fr: 'Échec de la réinstallation' },
  restoring_backup: { en: 'A backup is being restored', fr: 'Restauration d’une sauvegarde' },
}

function factsOf(server: Server, state: ObservedState) {
  const { relationships } = server
  const egg = relationships?.egg?.attributes?.name
  const node = relationships?.node?.attributes?.name
  const owner = relationships?.user?.attributes?.email
  return [
    { label: { en: 'State', fr: 'État' }, value: STATUSES[server.status ?? ''] ?? STATES[state] },
    ...(egg ? [{ label: { en: 'Game', fr: 'Jeu' }, value: egg }] : []),
    ...(node ? [{ label: { en: 'Node', fr: 'Nœud' }, value: node }] : []),
    ...(owner ? [{ label: { en: 'Panel account', fr: 'Compte du panneau' }, value: owner }] : []),
    { label: { en: 'Server id', fr: 'Id du serveur' }, value: server.identifier, copy: true },
  ]
}

interface Situation {
  readonly state: ObservedState
  readonly service: GameService
}

const BOTH = {
  kind: 'call',
  permission: 'services:operate',
  audience: ['staff', 'customer'],
} satisfies Partial<PanelAction>

function actionsOf(client: PanelClient, server: Server, { state, service }: Situation) {
  const blocked: Text | undefined =
    service.suspended || state === 'suspended'
      ? { en: 'The service is suspended', fr: 'Le service est suspendu' }
      : server.status !== null
        ? (STATUSES[server.status] ?? STATES.changing)
        : undefined
  const open: PanelAction = {
    ...BOTH,
    id: 'open_panel',
    kind: 'link',
    label: { en: 'Open the panel', fr: 'Ouvrir le panneau' },
    icon: 'link',
  }
  const powers = client.hasClientKey ? powerActions(state, blocked) : []
  const backup = client.hasClientKey && hasBackups(server) ? [backupAction(blocked)] : []
  return [
    open,
    ...powers,
    reinstallAction(blocked),
    ...backup,
    passwordAction(client, server, service),
  ]
}

function powerActions(state: ObservedState, blocked: Text | undefined): PanelAction[] {
  const off =
    state === 'running' ? undefined : { en: 'It is not running', fr: 'Il n’est pas en marche' }
  const on = state === 'running' ? { en: 'It is running', fr: 'Il est déjà en marche' } : undefined
  const action = (
    id: PowerSignal,
    label: Text,
    more: Pick<PanelAction, 'icon' | 'disabled' | 'tone' | 'confirm'>,
  ): PanelAction => ({ ...BOTH, id, label, ...more, disabled: blocked ?? more.disabled })
  return [
    action('start', { en: 'Start', fr: 'Démarrer' }, { icon: 'play', disabled: on }),
    action('stop', { en: 'Stop', fr: 'Arrêter' }, { icon: 'stop', disabled: off }),
    action('restart', { en: 'Restart', fr: 'Redémarrer' }, { icon: 'restart', disabled: off }),
    action(
      'kill',
      { en: 'Kill', fr: 'Forcer l’arrêt' },
      {
        icon: 'power',
        tone: 'danger',
        disabled: state === 'stopped' ? off : undefined,
        confirm: {
          title: { en: 'Kill the server?', fr: 'Forcer l’arrêt du serveur ?' },
          text: {
            en: 'It ends at once; what the game has not saved is lost.',
            fr: 'Il s’arrête aussitôt ; ce que le jeu n’a pas enregistré est perdu.',
          },
          danger: true,
        },
      },
    ),
  ]
}

function reinstallAction(blocked: Text | undefined): PanelAction {
  return {
    ...BOTH,
    id: 'reinstall',
    label: { en: 'Reinstall', fr: 'Réinstaller' },
    icon: 'reinstall',
    tone: 'danger',
    form: actionFormSchemas.reinstall,
    confirm: {
      title: { en: 'Reinstall the server?', fr: 'Réinstaller le serveur ?' },
      text: {
        en: 'It stops and its installation runs again. Without “keep the files” everything is deleted first. Make a backup before.',
        fr: 'Il s’arrête et son installation repart. Sans « conserver les fichiers », tout est d’abord supprimé. Faites une sauvegarde avant.',
      },
      danger: true,
    },
    disabled: blocked,
  }
}

function backupAction(blocked: Text | undefined): PanelAction {
  return {
    ...BOTH,
    id: 'create_backup',
    label: { en: 'Make a backup', fr: 'Faire une sauvegarde' },
    icon: 'backup',
    form: actionFormSchemas.create_backup,
    disabled: blocked,
  }
}

function passwordAction(client: PanelClient, server: Server, service: GameService): PanelAction {
  const user = server.relationships?.user?.attributes
  const mayNot = !user || whyNoNewPassword(client, user, service.customer) !== null
  return {
    ...BOTH,
    id: 'reset_password',
    label: { en: 'New password of the panel', fr: 'Nouveau mot de passe du panneau' },
    icon: 'key',
    confirm: {
      title: { en: 'Make a new password?', fr: 'Créer un nouveau mot de passe ?' },
      text: {
        en: 'It is the password of the panel account and counts for all game servers of the customer. The old one stops working.',
        fr: 'C’est celui du compte du panneau : il vaut pour tous les serveurs de jeu du client. L’ancien cesse de fonctionner.',
      },
    },
    disabled: mayNot
      ? {
          en: 'This account was not made by us: use “forgot password” on the panel',
          fr: 'Ce compte n’a pas été créé par nous : utilisez « mot de passe oublié » sur le panneau',
        }
      : undefined,
  }
}

const DONE: Readonly<Record<PowerSignal, Text>> = {
  start: { en: 'It is starting', fr: 'Il démarre' },
  stop: { en: 'It is stopping', fr: 'Il s’arrête' },
  restart: { en: 'It is restarting', fr: 'Il redémarre' },
  kill: { en: 'It was killed', fr: 'Arrêt forcé' },
}

const isPower = (actionId: string): actionId is PowerSignal => Object.hasOwn(DONE, actionId)

/** Carries out one action of the panel. */
export async function panelAction(
  ctx: OperationContext,
  server: PanelServer,
  service: GameService,
  actionId: string,
  input: Record<string, unknown>,
): Promise<Result<PanelOutcome>> {
  if (isPower(actionId)) {
    const done = await power(ctx, server, service, actionId)
    return done.ok ? ok({ message: DONE[actionId], resource: done.value }) : done
  }
  if (actionId === 'reinstall') {
    if (service.suspended) return fail('rejected', 'The service is suspended')
    const done = await reinstall(ctx, server, service, actionForms.reinstall.parse(input))
    const message = { en: 'Reinstalled', fr: 'Réinstallé' }
    return done.ok ? ok({ message, resource: done.value }) : done
  }
  if (actionId === 'reset_password') {
    const done = await resetPassword(ctx, server, service)
    const message = {
      en: 'The new password is in the credentials',
      fr: 'Le nouveau mot de passe est dans les accès',
    }
    return done.ok ? ok({ message, resource: done.value }) : done
  }
  const client = connect(ctx, server)
  if (actionId === 'open_panel') {
    const there = await existingServer(client, service)
    return there.ok ? ok({ link: serverPage(client, there.value) }) : there
  }
  if (actionId === 'create_backup') return createBackup(client, service, input)
  return fail('unsupported', `There is no action ${actionId}`)
}

async function createBackup(
  client: PanelClient,
  service: GameService,
  input: Record<string, unknown>,
): Promise<Result<PanelOutcome>> {
  const there = await existingServer(client, service)
  if (!there.ok) return there
  const { name } = actionForms.create_backup.parse(input)
  const path = `/servers/${there.value.identifier}/backups`
  const made = await client.clientChange(path, name === '' ? {} : { name })
  if (!made.ok) return made
  return ok({ message: { en: 'The backup is being made', fr: 'La sauvegarde est en cours' } })
}
