import {
  fail,
  type OptionInput,
  ok,
  type Panel,
  type PanelAction,
  type PanelBlock,
  type PanelOutcome,
  type PanelTab,
  type Resource,
  type Result,
  sameText,
  type UsageFigure,
} from '@berth/sdk'
import {
  figuresOf,
  type Remote,
  resourceOf,
  type SandboxClient,
  type SandboxUsage,
} from './client.ts'
import { actionFormSchemas, actionForms } from './forms.ts'

/** What the panel is drawn from. */
export interface PanelFacts {
  readonly remote: Remote
  readonly usage: SandboxUsage
  readonly lines: readonly { readonly at: number; readonly text: string }[]
  /** What the service has beyond its product. */
  readonly options: readonly OptionInput[]
}

/** The whole panel; every kind of block appears once, so that the web app can be looked at with it. */
export function panelOf(facts: PanelFacts): Panel {
  const { remote, usage, options } = facts
  return {
    refreshMs: 5000,
    overview: {
      statCards: figuresOf(usage, remote.plan).map(cardOf),
      facts: [
        { label: { en: 'State', fr: 'État' }, value: stateOf(remote) },
        { label: { en: 'Region', fr: 'Région' }, value: remote.region },
        { label: { en: 'Plan', fr: 'Offre' }, value: remote.plan.name },
        ...options.map(({ key, value }) => ({ label: sameText(key), value: String(value) })),
      ],
      connection: [
        { label: { en: 'Host name', fr: 'Nom d’hôte' }, value: remote.hostname, copy: true },
        { label: { en: 'Address', fr: 'Adresse' }, value: remote.address, copy: true },
      ],
      credentials: [
        {
          id: 'root',
          label: { en: 'Root password', fr: 'Mot de passe root' },
          username: 'root',
          secret: 'password',
          audience: ['staff', 'customer'],
        },
      ],
    },
    actions: actionsOf(remote),
    tabs: tabsOf(facts),
  }
}

function cardOf(figure: UsageFigure) {
  const { id, label, used, limit, unit } = figure
  const icon = id === 'cpu' ? 'cpu' : id === 'disk' ? 'disk' : 'memory'
  return { id, label, value: used, limit, unit, icon } as const
}

function stateOf(remote: Remote) {
  if (remote.suspended) return { en: 'Suspended', fr: 'Suspendu' }
  return remote.running ? { en: 'Running', fr: 'En marche' } : { en: 'Stopped', fr: 'Arrêté' }
}

function actionsOf(remote: Remote): PanelAction[] {
  const blocked = remote.suspended
    ? { en: 'The service is suspended', fr: 'Le service est suspendu' }
    : undefined
  const off = remote.running ? undefined : { en: 'It is not running', fr: 'Il n’est pas en marche' }
  const on = remote.running ? { en: 'It is running', fr: 'Il est déjà en marche' } : undefined
  const both = {
    kind: 'call',
    permission: 'services:operate',
    audience: ['staff', 'customer'],
  } satisfies Partial<PanelAction>
  return [
    {
      ...both,
      id: 'start',
      label: { en: 'Start', fr: 'Démarrer' },
      icon: 'play',
      disabled: blocked ?? on,
    },
    {
      ...both,
      id: 'stop',
      label: { en: 'Stop', fr: 'Arrêter' },
      icon: 'stop',
      disabled: blocked ?? off,
    },
    {
      ...both,
      id: 'restart',
      label: { en: 'Restart', fr: 'Redémarrer' },
      icon: 'restart',
      disabled: blocked ?? off,
    },
    {
      ...both,
      id: 'reinstall',
      label: { en: 'Reinstall', fr: 'Réinstaller' },
      icon: 'reinstall',
      tone: 'danger',
      form: actionFormSchemas.reinstall,
      confirm: {
        title: { en: 'Reinstall the system?', fr: 'Réinstaller le système ?' },
        text: {
          en: 'The system is set up anew. Without “keep the data” everything on the disk is lost.',
          fr: 'Le système est réinstallé. Sans « conserver les données », tout le disque est perdu.',
        },
        danger: true,
      },
      disabled: blocked,
    },
    {
      ...both,
      id: 'reset_password',
      label: { en: 'New root password', fr: 'Nouveau mot de passe root' },
      icon: 'key',
      confirm: {
        title: { en: 'Make a new password?', fr: 'Créer un nouveau mot de passe ?' },
        text: { en: 'The old one stops working.', fr: 'L’ancien cesse de fonctionner.' },
      },
      disabled: blocked,
    },
    {
      ...both,
      id: 'console',
      kind: 'link',
      label: sameText('Console'),
      icon: 'console',
      disabled: blocked ?? off,
    },
    {
      ...both,
      id: 'rename_host',
      audience: ['staff'],
      label: { en: 'Rename at the provider', fr: 'Renommer chez le fournisseur' },
      icon: 'settings',
      form: actionFormSchemas.rename_host,
    },
  ]
}

const both: PanelTab['audience'] = ['staff', 'customer']

function tabsOf(facts: PanelFacts): PanelTab[] {
  const href = `http://${facts.remote.hostname}/`
  return [
    usageTab(facts),
    logTab(facts),
    settingsTab(facts),
    { id: 'site', title: { en: 'Site', fr: 'Site' }, icon: 'world', audience: both, href },
  ]
}

function usageTab({ remote, usage }: PanelFacts): PanelTab {
  return {
    id: 'usage',
    title: { en: 'Usage', fr: 'Utilisation' },
    icon: 'chart',
    audience: both,
    blocks: [
      { type: 'statCards', cards: figuresOf(usage, remote.plan).map(cardOf) },
      {
        type: 'chart',
        title: { en: 'Processor, last 30 minutes', fr: 'Processeur, 30 dernières minutes' },
        shape: 'area',
        unit: 'percent',
        series: [{ id: 'cpu', label: sameText('CPU') }],
        points: usage.cpuHistory.map(({ at, percent }) => ({ at, values: { cpu: percent } })),
      },
    ],
  }
}

function logTab({ lines }: PanelFacts): PanelTab {
  return {
    id: 'log',
    title: { en: 'Log', fr: 'Journal' },
    icon: 'log',
    audience: both,
    blocks: [
      {
        type: 'log',
        refreshMs: 2000,
        lines: lines.map(({ at, text }) => ({ at, stream: 'system' as const, text })),
      },
      { type: 'actions', actions: ['restart', 'console'] },
    ],
  }
}

function settingsTab({ remote }: PanelFacts): PanelTab {
  return {
    id: 'settings',
    title: { en: 'Settings', fr: 'Réglages' },
    icon: 'settings',
    audience: ['staff'],
    blocks: [
      {
        type: 'text',
        tone: 'info',
        text: {
          en: 'An imaginary machine: nothing here costs or serves anything.',
          fr: 'Une machine imaginaire : rien ici ne coûte ni ne sert.',
        },
      },
      {
        type: 'facts',
        title: { en: 'At the provider', fr: 'Chez le fournisseur' },
        facts: [{ label: sameText('Id'), value: remote.id, copy: true }],
      },
      limitsTable(remote),
      {
        type: 'form',
        title: { en: 'Name at the provider', fr: 'Nom chez le fournisseur' },
        action: 'rename_host',
      },
      {
        type: 'link',
        label: { en: 'Open the site', fr: 'Ouvrir le site' },
        href: `http://${remote.hostname}/`,
        newWindow: true,
        icon: 'world',
      },
    ],
  }
}

function limitsTable({ plan }: Remote): PanelBlock {
  return {
    type: 'table',
    title: { en: 'Limits', fr: 'Limites' },
    columns: [
      { id: 'what', label: { en: 'What', fr: 'Quoi' } },
      { id: 'limit', label: { en: 'Limit', fr: 'Limite' }, align: 'end' },
    ],
    rows: [
      { what: { en: 'Memory', fr: 'Mémoire' }, limit: `${plan.memoryMb} MiB` },
      { what: { en: 'Disk', fr: 'Disque' }, limit: `${plan.diskGb} GiB` },
      { what: { en: 'Cores', fr: 'Cœurs' }, limit: plan.cpuCores },
    ],
  }
}

const done = {
  start: { en: 'Started', fr: 'Démarré' },
  stop: { en: 'Stopped', fr: 'Arrêté' },
  restart: { en: 'Restarted', fr: 'Redémarré' },
  reinstall: { en: 'Reinstalled', fr: 'Réinstallé' },
  reset_password: {
    en: 'The new password is in the credentials',
    fr: 'Le nouveau mot de passe est dans les accès',
  },
  rename_host: { en: 'Renamed', fr: 'Renommé' },
}

/** Carries out one action of the panel. */
export async function runAction(
  client: SandboxClient,
  resource: Resource,
  actionId: string,
  input: Record<string, unknown>,
): Promise<Result<PanelOutcome>> {
  const id = resource.remoteId
  const calls: Record<keyof typeof done, () => Promise<Result<Remote>>> = {
    start: () => client.post(id, 'power', { signal: 'start' }),
    stop: () => client.post(id, 'power', { signal: 'stop' }),
    restart: () => client.post(id, 'power', { signal: 'restart' }),
    reinstall: () => client.post(id, 'reinstall', actionForms.reinstall.parse(input)),
    reset_password: () => client.post(id, 'password'),
    rename_host: () => client.put(id, 'name', actionForms.rename_host.parse(input)),
  }
  if (actionId === 'console') {
    const answer = await client.console(id)
    return answer.ok ? ok({ link: answer.value.url }) : answer
  }
  if (!isDone(actionId)) return fail('unsupported', `There is no action ${actionId}`)
  const answer = await calls[actionId]()
  if (!answer.ok) return answer
  return ok({ message: done[actionId], resource: resourceOf(answer.value, resource) })
}

function isDone(actionId: string): actionId is keyof typeof done {
  return Object.hasOwn(done, actionId)
}
