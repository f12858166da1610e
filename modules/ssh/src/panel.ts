import {
  fail,
  type ModuleContext,
  maskSecrets,
  type Observed,
  type OperationContext,
  ok,
  type Panel,
  type PanelAction,
  type PanelBlock,
  type PanelOutcome,
  type PanelStatCard,
  type PanelTab,
  type PanelView,
  type Result,
  type ServerConfig,
  type UsageFigure,
} from '@berth/sdk'
import type { Answer } from './answer.ts'
import { resetPassword } from './changes.ts'
import type { SshService } from './environment.ts'
import type { SshSettings } from './forms.ts'
import { find } from './look.ts'
import { ask } from './requests.ts'
import { secretLabel, textOf } from './said.ts'
import { secretsOf } from './session.ts'

type Server = ServerConfig<SshSettings>

/** State, figures, what the scripts said, and for staff the last runs. */
export async function panel(
  ctx: ModuleContext,
  server: Server,
  service: SshService,
  view?: PanelView,
): Promise<Result<Panel>> {
  const found = await find(ctx, server, service.key)
  if (!found.ok) return found
  const [seen] = found.value
  if (!seen) return fail('not_found', `The server knows nothing of ${service.key}`)
  const runs =
    view === undefined || view.tab === 'runs' ? await readRuns(ctx, server, service) : null
  if (runs && !runs.ok) return runs
  return ok({
    overview: overviewOf(seen, service),
    actions: actionsOf(service),
    tabs: tabsOf(seen, server, runs?.value ?? null),
  })
}

const STATE_WORDS = {
  running: { en: 'Active', fr: 'Actif' },
  stopped: { en: 'Stopped', fr: 'Arrêté' },
  suspended: { en: 'Suspended', fr: 'Suspendu' },
  changing: { en: 'Being prepared', fr: 'En préparation' },
} as const

function overviewOf(seen: Observed, service: SshService): Panel['overview'] {
  const facts = Object.entries(factsOf(seen)).map(([label, value]) => ({
    label: textOf(label),
    value,
  }))
  const secrets = Object.keys(service.resource?.secrets ?? {})
  const username = factsOf(seen).username ?? factsOf(seen).User
  return {
    statCards: seen.usage.map(cardOf),
    facts: [
      { label: { en: 'State', fr: 'État' }, value: STATE_WORDS[seen.state] },
      ...(seen.plan ? [{ label: { en: 'Plan', fr: 'Offre' }, value: seen.plan }] : []),
      ...facts,
    ],
    connection: (service.resource?.connection ?? seen.resource.connection).flatMap(
      ({ label, value, href }) =>
        value === undefined ? [] : [{ label, value, copy: true, ...(href ? { href } : {}) }],
    ),
    credentials: secrets.map((secret, index) => ({
      id: `secret${index}`,
      label: secretLabel(secret),
      secret,
      audience: ['staff', 'customer'],
      ...(username ? { username } : {}),
    })),
  }
}

function factsOf({ resource }: Observed): Record<string, string> {
  const { facts } = resource.data
  if (typeof facts !== 'object' || facts === null) return {}
  return Object.fromEntries(
    Object.entries(facts).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  )
}

function cardOf({ id, label, used, limit, unit }: UsageFigure): PanelStatCard {
  const icon = id === 'disk' || id === 'memory' || id === 'cpu' ? id : 'chart'
  return { id, label, value: used, limit, unit, icon }
}

function actionsOf({ product, suspended }: SshService): PanelAction[] {
  if (product.resetPasswordScript === '') return []
  return [
    {
      id: 'reset_password',
      label: { en: 'New password', fr: 'Nouveau mot de passe' },
      icon: 'key',
      kind: 'call',
      permission: 'services:operate',
      audience: ['staff', 'customer'],
      confirm: {
        title: { en: 'Make a new password?', fr: 'Créer un nouveau mot de passe ?' },
        text: {
          en: 'The present one stops working at once.',
          fr: 'L’actuel cesse aussitôt de fonctionner.',
        },
      },
      disabled: suspended
        ? { en: 'The service is suspended', fr: 'Le service est suspendu' }
        : undefined,
    },
  ]
}

function tabsOf(seen: Observed, { settings }: Server, runs: Answer | null): PanelTab[] {
  const usageTab: PanelTab = {
    id: 'usage',
    title: { en: 'Usage', fr: 'Utilisation' },
    icon: 'chart',
    audience: ['staff', 'customer'],
    blocks: [{ type: 'statCards', cards: seen.usage.map(cardOf) }],
  }
  const runsTab: PanelTab = {
    id: 'runs',
    title: { en: 'Scripts', fr: 'Scripts' },
    icon: 'log',
    audience: ['staff'],
    blocks: runs ? runBlocks(seen, settings, runs) : undefined,
  }
  return seen.usage.length > 0 ? [usageTab, runsTab] : [runsTab]
}

function runBlocks(seen: Observed, settings: SshSettings, runs: Answer): PanelBlock[] {
  const fact = (en: string, fr: string, value: string) => ({ label: { en, fr }, value, copy: true })
  const words = maskSecrets(runs.err.trim(), [
    ...secretsOf(settings),
    ...Object.values(seen.resource.secrets),
  ])
  const lines = words === '' ? [] : words.split('\n').slice(-200)
  return [
    {
      type: 'facts',
      facts: [
        fact('Server', 'Serveur', `${settings.user}@${settings.host}:${settings.port}`),
        fact('Key', 'Clé', seen.key ?? ''),
        fact('Remote id', 'Identifiant', seen.remoteId),
      ],
    },
    {
      type: 'table',
      title: { en: 'Last runs', fr: 'Dernières exécutions' },
      columns: [
        { id: 'run', label: { en: 'Run', fr: 'N°' }, align: 'end' },
        { id: 'script', label: { en: 'Script', fr: 'Script' } },
        { id: 'began', label: { en: 'Began', fr: 'Début' } },
        { id: 'ended', label: { en: 'Ended', fr: 'Fin' } },
        { id: 'exit', label: { en: 'Exit code', fr: 'Code de sortie' }, align: 'end' },
      ],
      rows: runs.past.map(([run = '', exit = '', script = '', began = '', ended = '']) => ({
        run: Number(run),
        script,
        began,
        ended,
        exit,
      })),
      empty: { en: 'No script has run yet.', fr: 'Aucun script n’a encore été exécuté.' },
    },
    {
      type: 'log',
      title: { en: 'What the last one wrote', fr: 'Ce que la dernière a écrit' },
      lines: lines.map((text) => ({ at: null, stream: 'stderr', text })),
    },
  ]
}

function readRuns(
  ctx: ModuleContext,
  server: Server,
  { key }: SshService,
): Promise<Result<Answer>> {
  return ask(ctx, server.settings, { entry: 'read_runs', key })
}

/** Carries out one action of the panel. */
export async function panelAction(
  ctx: OperationContext,
  server: Server,
  service: SshService,
  actionId: string,
): Promise<Result<PanelOutcome>> {
  if (actionId !== 'reset_password') return fail('unsupported', `There is no action ${actionId}`)
  if (service.suspended) return fail('rejected', 'The service is suspended')
  const done = await resetPassword(ctx, server, service)
  if (!done.ok) return done
  const message = { en: 'The new password is ready', fr: 'Le nouveau mot de passe est prêt' }
  return ok({ message, resource: done.value })
}
