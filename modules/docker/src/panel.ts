import {
  type ModuleContext,
  ok,
  type Panel,
  type PanelFact,
  type PanelView,
  type Result,
  type ServerConfig,
  type Text,
} from '@berth/sdk'
import type { ContainerInfo } from 'dockerode'
import { connect, type Engine } from './client.ts'
import { existingContainer, resourceOf, stateOf } from './containers.ts'
import type { DockerSettings } from './forms.ts'
import { type Health, readHealth } from './health.ts'
import { actionsOf } from './panel-actions.ts'
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
  if (shows(null) || shows('engine')) {
    const health = await readHealth(engine, container)
    if (!health.ok) return health
    read.health = health.value
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
        ...healthFacts(seen.health),
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

const HEALTH: Readonly<Record<Health['status'], Text>> = {
  healthy: { en: 'Healthy', fr: 'Bonne' },
  unhealthy: { en: 'Unwell', fr: 'Mauvaise' },
  starting: { en: 'Not known yet', fr: 'Pas encore connue' },
}

function healthFacts(health: Health | null | undefined): PanelFact[] {
  return health ? [{ label: { en: 'Health', fr: 'Santé' }, value: HEALTH[health.status] }] : []
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
