import {
  fail,
  type ModuleContext,
  type OperationContext,
  ok,
  type Panel,
  type PanelAction,
  type PanelLogLine,
  type PanelOutcome,
  type PanelTab,
  type PanelView,
  type Result,
  type ServerConfig,
  type UsageFigure,
} from '@berth/sdk'
import type { ContainerInfo } from 'dockerode'
import { power, reinstall } from './changes.ts'
import { connect, type Engine } from './client.ts'
import { existingContainer, nameOf, resourceOf, stateOf } from './containers.ts'
import { actionForms, type DockerSettings, reinstallForm } from './forms.ts'
import { type DockerService, planLine } from './plan.ts'
import { readLog, readUsage } from './readings.ts'

type Server = ServerConfig<DockerSettings>

/** How many lines of the log the panel shows. */
const LOG_LINES = 200

/** State, ports, numbers, last log lines and what can be done. */
export async function panel(
  ctx: ModuleContext,
  server: Server,
  service: DockerService,
  view?: PanelView,
): Promise<Result<Panel>> {
  const engine = connect(ctx, server.settings)
  const container = await existingContainer(engine, service.key)
  if (!container.ok) return container
  // The numbers take half a second and the log has its own rhythm: only what is looked at is read.
  const usage =
    view === undefined || view.tab === null
      ? await readUsage(ctx, engine, container.value, service.product.cpuPercent)
      : ok<UsageFigure[]>([])
  if (!usage.ok) return usage
  const log =
    view === undefined || view.tab === 'log'
      ? await readLog(engine, container.value, LOG_LINES)
      : null
  if (log && !log.ok) return log
  return ok(
    draw({ engine, service, container: container.value, usage: usage.value, log: log?.value }),
  )
}

interface Seen {
  readonly engine: Engine
  readonly service: DockerService
  readonly container: ContainerInfo
  readonly usage: readonly UsageFigure[]
  /** Absent when the log was not asked for. */
  readonly log: PanelLogLine[] | undefined
}

function draw(seen: Seen): Panel {
  const { container, engine, service } = seen
  const resource = resourceOf(engine, container)
  return {
    refreshMs: 5000,
    overview: {
      statCards: seen.usage.map((figure) => ({
        id: figure.id,
        label: figure.label,
        value: figure.used,
        limit: figure.limit,
        unit: figure.unit,
        icon: figure.id === 'memory' ? ('memory' as const) : ('cpu' as const),
      })),
      facts: [
        { label: { en: 'State', fr: 'État' }, value: stateWords(container, service) },
        { label: { en: 'Image', fr: 'Image' }, value: container.Image },
        { label: { en: 'Plan', fr: 'Offre' }, value: planLine(service.product) },
      ],
      connection: resource.connection.map(({ label, value = '', href }) => ({
        label,
        value,
        copy: true,
        ...(href ? { href } : {}),
      })),
      credentials: [],
    },
    actions: actionsOf(container, service),
    tabs: tabsOf(seen, resource.connection.find((one) => one.href)?.href),
  }
}

function stateWords(container: ContainerInfo, service: DockerService) {
  const words = {
    running: { en: 'Running', fr: 'En marche' },
    stopped: { en: 'Stopped', fr: 'Arrêté' },
    suspended: { en: 'Suspended', fr: 'Suspendu' },
    changing: { en: 'Being prepared', fr: 'En préparation' },
  }
  const state = stateOf(container)
  return state === 'stopped' && service.suspended ? words.suspended : words[state]
}

function actionsOf(container: ContainerInfo, service: DockerService): PanelAction[] {
  const state = stateOf(container)
  const running = state === 'running'
  const blocked =
    service.suspended || state === 'suspended'
      ? { en: 'The service is suspended', fr: 'Le service est suspendu' }
      : undefined
  const off = running ? undefined : { en: 'It is not running', fr: 'Il n’est pas en marche' }
  const on = running ? { en: 'It is running', fr: 'Il est déjà en marche' } : undefined
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
      form: reinstallForm,
      confirm: {
        title: { en: 'Reinstall the container?', fr: 'Réinstaller le conteneur ?' },
        text: {
          en: 'The container is made anew from its image and starts again. Without “keep the data” its volume is emptied for good.',
          fr: 'Le conteneur est recréé depuis son image puis redémarre. Sans « conserver les données », son volume est vidé définitivement.',
        },
        danger: true,
      },
      disabled: blocked,
    },
  ]
}

function tabsOf({ container, engine, log }: Seen, site: string | undefined): PanelTab[] {
  const both: PanelTab['audience'] = ['staff', 'customer']
  const { nofile, nproc, host } = engine.settings
  const fact = (en: string, fr: string, value: string) => ({ label: { en, fr }, value, copy: true })
  const tabs: PanelTab[] = [
    {
      id: 'log',
      title: { en: 'Log', fr: 'Journal' },
      icon: 'log',
      audience: both,
      blocks: log && [
        { type: 'log', lines: log, refreshMs: 2000 },
        { type: 'actions', actions: ['start', 'stop', 'restart'] },
      ],
    },
    {
      id: 'engine',
      title: { en: 'Engine', fr: 'Moteur' },
      icon: 'server',
      audience: ['staff'],
      blocks: [
        {
          type: 'facts',
          facts: [
            fact('Engine', 'Moteur', host),
            fact('Container', 'Conteneur', nameOf(container)),
            fact('Id', 'Id', container.Id),
            fact('Image', 'Image', container.ImageID),
            fact('Open files', 'Fichiers ouverts', String(nofile)),
            fact('Processes per user', 'Processus par utilisateur', String(nproc)),
          ],
        },
      ],
    },
  ]
  if (!site) return tabs
  const title = { en: 'Open', fr: 'Ouvrir' }
  return [{ id: 'site', title, icon: 'world', audience: both, href: site }, ...tabs]
}

const DONE = {
  start: { en: 'Started', fr: 'Démarré' },
  stop: { en: 'Stopped', fr: 'Arrêté' },
  restart: { en: 'Restarted', fr: 'Redémarré' },
} as const

/** Carries out one action of the panel. */
export async function panelAction(
  ctx: OperationContext,
  server: Server,
  service: DockerService,
  actionId: string,
  input: Record<string, unknown>,
): Promise<Result<PanelOutcome>> {
  if (actionId === 'start' || actionId === 'stop' || actionId === 'restart') {
    const done = await power(ctx, server, service, actionId)
    return done.ok ? ok({ message: DONE[actionId], resource: done.value }) : done
  }
  if (actionId !== 'reinstall') return fail('unsupported', `There is no action ${actionId}`)
  if (service.suspended) return fail('rejected', 'The service is suspended')
  const done = await reinstall(ctx, server, service, actionForms.reinstall.parse(input))
  const message = reinstalledWords(input.keepData !== false)
  return done.ok ? ok({ message, resource: done.value }) : done
}

function reinstalledWords(kept: boolean) {
  return kept
    ? { en: 'Reinstalled; the data is kept', fr: 'Réinstallé ; les données sont conservées' }
    : { en: 'Reinstalled with an empty volume', fr: 'Réinstallé avec un volume vide' }
}
