import {
  fail,
  type ModuleContext,
  type OperationContext,
  ok,
  type Panel,
  type PanelAction,
  type PanelOutcome,
  type PanelView,
  type Result,
  type ServerConfig,
} from '@berth/sdk'
import type { ContainerInfo } from 'dockerode'
import { power, reinstall } from './changes.ts'
import { connect, type Engine } from './client.ts'
import { existingContainer, resourceOf, stateOf } from './containers.ts'
import { actionForms, type DockerSettings, reinstallForm } from './forms.ts'
import { cardOf, type TabReadings, tabsOf } from './panel-tabs.ts'
import { type DockerService, planLine } from './plan.ts'
import { measure, readLog, readProcesses } from './readings.ts'

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
  const read = await readForView({ ctx, engine, container: container.value, service }, view)
  if (!read.ok) return read
  return ok(draw({ engine, service, container: container.value, ...read.value }))
}

interface Subject {
  readonly ctx: ModuleContext
  readonly engine: Engine
  readonly container: ContainerInfo
  readonly service: DockerService
}

/**
 * The numbers take half a second and the log has its own rhythm: only what is looked at is read.
 * Without a view everything is.
 */
async function readForView(
  { ctx, engine, container, service }: Subject,
  view: PanelView | undefined,
): Promise<Result<TabReadings>> {
  const shows = (tab: string | null) => view === undefined || view.tab === tab
  const read: { -readonly [part in keyof TabReadings]: TabReadings[part] } = {}
  if (shows(null) || shows('usage')) {
    const measured = await measure(ctx, engine, container, service.product.cpuPercent)
    if (!measured.ok) return measured
    read.usage = measured.value.usage
    read.traffic = measured.value.traffic
  }
  if (shows('usage')) {
    const processes = await readProcesses(engine, container)
    if (!processes.ok) return processes
    read.processes = processes.value
  }
  if (shows('log')) {
    const log = await readLog(engine, container, LOG_LINES)
    if (!log.ok) return log
    read.log = log.value
  }
  return ok(read)
}

interface Seen extends TabReadings {
  readonly engine: Engine
  readonly service: DockerService
  readonly container: ContainerInfo
}

function draw(seen: Seen): Panel {
  const { container, engine, service } = seen
  const resource = resourceOf(engine, container)
  return {
    refreshMs: 5000,
    overview: {
      statCards: (seen.usage ?? []).map(cardOf),
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
    tabs: tabsOf({
      ...seen,
      settings: engine.settings,
      site: resource.connection.find((one) => one.href)?.href,
    }),
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
