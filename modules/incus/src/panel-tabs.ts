import {
  type PanelBlock,
  type PanelLogLine,
  type PanelStatCard,
  type PanelTab,
  sameText,
  type UsageFigure,
} from '@berth/sdk'
import { KEYS } from './keys.ts'
import { type IncusService, imagesOf, snapshotLimit } from './plan.ts'
import type { Traffic } from './readings.ts'
import type { IncusSettings } from './server-settings.ts'
import type { Instance, Snapshot } from './wire.ts'

/** What was read for the tab that is looked at; the rest is absent. */
export interface TabReadings {
  readonly usage?: readonly UsageFigure[]
  readonly traffic?: Traffic | null
  readonly console?: readonly PanelLogLine[]
  readonly snapshots?: readonly Snapshot[]
}

interface TabFacts extends TabReadings {
  readonly settings: IncusSettings
  readonly service: IncusService
  readonly instance: Instance
}

const BOTH: PanelTab['audience'] = ['staff', 'customer']

const ICONS: Readonly<Record<string, PanelStatCard['icon']>> = {
  memory: 'memory',
  cpu: 'cpu',
  disk: 'disk',
  processes: 'list',
}

/** A figure as a card; with a limit it is drawn as a bar. */
export function cardOf({ id, label, used, limit, unit }: UsageFigure): PanelStatCard {
  return { id, label, value: used, limit, unit, icon: ICONS[id] ?? 'chart' }
}

/** Usage, console, snapshots, rebuilding, and the server for staff. */
export function tabsOf(facts: TabFacts): PanelTab[] {
  const snapshots = snapshotLimit(facts.service) > 0 ? [snapshotTab(facts)] : []
  return [usageTab(facts), consoleTab(facts), ...snapshots, rebuildTab(facts), serverTab(facts)]
}

function usageTab({ usage, traffic }: TabFacts): PanelTab {
  const blocks: PanelBlock[] = []
  if (usage) blocks.push({ type: 'statCards', cards: usage.map(cardOf) })
  if (traffic) {
    blocks.push({
      type: 'statCards',
      title: { en: 'Network, since the start', fr: 'Réseau, depuis le démarrage' },
      cards: [
        {
          id: 'received',
          label: { en: 'Received', fr: 'Reçu' },
          value: traffic.received,
          unit: 'bytes',
          icon: 'network',
        },
        {
          id: 'sent',
          label: { en: 'Sent', fr: 'Envoyé' },
          value: traffic.sent,
          unit: 'bytes',
          icon: 'network',
        },
      ],
    })
  }
  const title = { en: 'Usage', fr: 'Utilisation' }
  return { id: 'usage', title, icon: 'chart', audience: BOTH, ...(usage ? { blocks } : {}) }
}

function consoleTab({ console: lines }: TabFacts): PanelTab {
  const blocks: PanelBlock[] = [
    { type: 'log', lines: [...(lines ?? [])], refreshMs: 2000 },
    { type: 'actions', actions: ['start', 'stop', 'restart', 'force_stop'] },
  ]
  const title = { en: 'Console', fr: 'Console' }
  return { id: 'console', title, icon: 'console', audience: BOTH, ...(lines ? { blocks } : {}) }
}

function snapshotTab({ snapshots, service }: TabFacts): PanelTab {
  const limit = snapshotLimit(service)
  const blocks: PanelBlock[] = [
    {
      type: 'table',
      title: {
        en: `Snapshots: ${snapshots?.length} of ${limit}`,
        fr: `Instantanés : ${snapshots?.length} sur ${limit}`,
      },
      columns: [
        { id: 'name', label: { en: 'Name', fr: 'Nom' } },
        { id: 'takenAt', label: { en: 'Taken', fr: 'Pris' } },
        { id: 'size', label: { en: 'Size', fr: 'Taille' }, unit: 'bytes', align: 'end' },
      ],
      rows: (snapshots ?? []).map(({ name, created_at, size }) => ({
        name,
        takenAt: `${created_at.slice(0, 16).replace('T', ' ')} UTC`,
        // Storage without quotas does not say.
        size: size < 0 ? null : size,
      })),
      empty: { en: 'There is no snapshot yet.', fr: 'Il n’y a pas encore d’instantané.' },
    },
    {
      type: 'form',
      title: { en: 'Take a snapshot', fr: 'Prendre un instantané' },
      action: 'snapshot',
    },
    { type: 'actions', actions: ['snapshot_restore', 'snapshot_delete'] },
  ]
  const title = { en: 'Snapshots', fr: 'Instantanés' }
  return {
    id: 'snapshots',
    title,
    icon: 'backup',
    audience: BOTH,
    ...(snapshots ? { blocks } : {}),
  }
}

function rebuildTab({ service, instance }: TabFacts): PanelTab {
  const has = instance.config[KEYS.image]
  return {
    id: 'rebuild',
    title: { en: 'Rebuild', fr: 'Réinstaller' },
    icon: 'reinstall',
    audience: BOTH,
    blocks: [
      {
        type: 'text',
        tone: 'warning',
        text: {
          en: 'The disk is made anew from an image; everything on it and all snapshots are deleted for good.',
          fr: 'Le disque est recréé depuis une image ; tout son contenu et tous les instantanés sont supprimés définitivement.',
        },
      },
      {
        type: 'table',
        title: { en: 'Images', fr: 'Images' },
        columns: [
          { id: 'image', label: { en: 'Image', fr: 'Image' } },
          { id: 'note', label: { en: 'In use', fr: 'Utilisée' } },
        ],
        rows: imagesOf(service.product).map((image) => ({
          image,
          note: image === has ? { en: 'yes', fr: 'oui' } : '',
        })),
      },
      { type: 'form', action: 'rebuild' },
    ],
  }
}

function serverTab({ settings, instance }: TabFacts): PanelTab {
  const fact = (en: string, fr: string, value: string) => ({ label: { en, fr }, value, copy: true })
  return {
    id: 'server',
    title: { en: 'Server', fr: 'Serveur' },
    icon: 'server',
    audience: ['staff'],
    blocks: [
      {
        type: 'facts',
        facts: [
          fact('Server', 'Serveur', settings.address),
          fact('Project', 'Projet', settings.project),
          fact('Instance', 'Instance', instance.name),
          fact('Profiles', 'Profils', instance.profiles.join(', ')),
          ...(instance.location === '' || instance.location === 'none'
            ? []
            : [fact('Cluster member', 'Membre du cluster', instance.location)]),
          { label: { en: 'Status', fr: 'Statut' }, value: sameText(instance.status) },
        ],
      },
    ],
  }
}
