import type {
  PanelBlock,
  PanelLogLine,
  PanelStatCard,
  PanelTab,
  ServerConfig,
  UsageFigure,
} from '@berth/sdk'
import type { ContainerInfo } from 'dockerode'
import { nameOf } from './containers.ts'
import type { DockerSettings } from './forms.ts'
import type { Health } from './health.ts'
import type { ProcessList, Traffic } from './readings.ts'

/** What was read for the tab that is looked at; the rest is absent. */
export interface TabReadings {
  readonly usage?: readonly UsageFigure[]
  readonly traffic?: Traffic | null
  readonly processes?: ProcessList | null
  readonly log?: readonly PanelLogLine[]
  readonly health?: Health | null
}

interface TabFacts extends TabReadings {
  readonly settings: ServerConfig<DockerSettings>['settings']
  readonly container: ContainerInfo
  /** The first address that a browser can open. */
  readonly site: string | undefined
}

const BOTH: PanelTab['audience'] = ['staff', 'customer']

/** A figure as a card; with a limit it is drawn as a bar. */
export function cardOf({ id, label, used, limit, unit }: UsageFigure): PanelStatCard {
  return { id, label, value: used, limit, unit, icon: id === 'memory' ? 'memory' : 'cpu' }
}

/** Site (a link), usage, log, reinstallation, and the engine for staff. */
export function tabsOf(facts: TabFacts): PanelTab[] {
  const tabs = [usageTab(facts), logTab(facts), reinstallTab(facts), engineTab(facts)]
  if (!facts.site) return tabs
  const title = { en: 'Open', fr: 'Ouvrir' }
  return [{ id: 'site', title, icon: 'world', audience: BOTH, href: facts.site }, ...tabs]
}

function usageTab({ usage, traffic, processes }: TabFacts): PanelTab {
  const blocks: PanelBlock[] = []
  if (usage) blocks.push({ type: 'statCards', cards: usage.map(cardOf) })
  if (traffic) blocks.push(trafficChart(traffic))
  if (processes !== undefined) blocks.push(processTable(processes))
  return {
    id: 'usage',
    title: { en: 'Usage', fr: 'Utilisation' },
    icon: 'chart',
    audience: BOTH,
    blocks: usage && blocks,
  }
}

function trafficChart({ at, received, sent }: Traffic): PanelBlock {
  return {
    type: 'chart',
    title: { en: 'Network, since the start', fr: 'Réseau, depuis le démarrage' },
    shape: 'bar',
    unit: 'bytes',
    series: [
      { id: 'received', label: { en: 'Received', fr: 'Reçu' } },
      { id: 'sent', label: { en: 'Sent', fr: 'Envoyé' } },
    ],
    points: [{ at, values: { received, sent } }],
  }
}

function processTable(processes: ProcessList | null): PanelBlock {
  const titles = processes?.titles.length ? processes.titles : ['PID', 'CMD']
  return {
    type: 'table',
    title: { en: 'Processes', fr: 'Processus' },
    columns: titles.map((title, index) => ({ id: `c${index}`, label: { en: title, fr: title } })),
    rows: (processes?.rows ?? []).map((row) =>
      Object.fromEntries(titles.map((_, index) => [`c${index}`, row[index] ?? ''])),
    ),
    empty: { en: 'Nothing is running.', fr: 'Rien n’est en cours d’exécution.' },
  }
}

function logTab({ log }: TabFacts): PanelTab {
  return {
    id: 'log',
    title: { en: 'Log', fr: 'Journal' },
    icon: 'log',
    audience: BOTH,
    blocks: log && [
      { type: 'log', lines: [...log], refreshMs: 2000 },
      { type: 'actions', actions: ['start', 'stop', 'restart'] },
    ],
  }
}

function reinstallTab({ site }: TabFacts): PanelTab {
  const blocks: PanelBlock[] = [
    {
      type: 'text',
      tone: 'warning',
      text: {
        en: 'The container is made anew from its image. Without “keep the data” its volume is emptied for good; addresses and ports stay.',
        fr: 'Le conteneur est recréé depuis son image. Sans « conserver les données », son volume est vidé définitivement ; adresses et ports restent.',
      },
    },
    { type: 'form', action: 'reinstall' },
  ]
  if (site) {
    const label = { en: 'Open the site', fr: 'Ouvrir le site' }
    blocks.push({ type: 'link', label, href: site, newWindow: true, icon: 'world' })
  }
  return {
    id: 'reinstall',
    title: { en: 'Reinstall', fr: 'Réinstaller' },
    icon: 'reinstall',
    audience: BOTH,
    blocks,
  }
}

/** What the engine's last check of the container wrote. */
function healthLog(health: Health): PanelBlock {
  const lines = health.output.split(/\r?\n/).filter((line) => line !== '')
  return {
    type: 'log',
    title: { en: 'Last health check', fr: 'Dernier contrôle de santé' },
    lines: lines.slice(-50).map((text) => ({ at: null, stream: 'stdout', text })),
  }
}

function engineTab({ settings, container, health }: TabFacts): PanelTab {
  const fact = (en: string, fr: string, value: string) => ({ label: { en, fr }, value, copy: true })
  return {
    id: 'engine',
    title: { en: 'Engine', fr: 'Moteur' },
    icon: 'server',
    audience: ['staff'],
    blocks: [
      {
        type: 'facts',
        facts: [
          fact('Engine', 'Moteur', settings.host),
          fact('Container', 'Conteneur', nameOf(container)),
          fact('Id', 'Id', container.Id),
          fact('Image', 'Image', container.ImageID),
          fact('Open files', 'Fichiers ouverts', String(settings.nofile)),
          fact('Processes per user', 'Processus par utilisateur', String(settings.nproc)),
        ],
      },
      ...(health ? [healthLog(health)] : []),
    ],
  }
}
