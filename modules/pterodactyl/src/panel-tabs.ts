import { ok, type PanelBlock, type PanelTab, type PanelView, type Result } from '@berth/sdk'
import type { z } from 'zod'
import type { PanelClient } from './client.ts'
import { serverPage } from './servers.ts'
import {
  type Backup,
  backupSchema,
  type Database,
  databaseSchema,
  listOf,
  type Server,
  type Stats,
} from './shapes.ts'
import { trafficCards } from './usage.ts'
import { isSecretName } from './written.ts'

/** What was read for the tab that is looked at; the rest is absent. */
export interface TabReadings {
  readonly backups?: readonly Backup[]
  readonly databases?: readonly Database[]
}

const BOTH: PanelTab['audience'] = ['staff', 'customer']

/** Backups and databases are asked for only where the tab is looked at; without a view everything is. */
export async function readTabs(
  client: PanelClient,
  server: Server,
  view: PanelView | undefined,
): Promise<Result<TabReadings>> {
  // A server that is held back answers nothing about them.
  if (!client.hasClientKey || server.status !== null) return ok({})
  const shows = (tab: string) => view === undefined || view.tab === tab
  const read = <T>(what: string, schema: z.ZodType<T>) =>
    client.clientGet(`/servers/${server.identifier}/${what}`, listOf(schema))
  const readings: { -readonly [part in keyof TabReadings]: TabReadings[part] } = {}
  if (shows('backups') && hasBackups(server)) {
    const answer = await read('backups', backupSchema)
    if (!answer.ok) return answer
    readings.backups = answer.value.data.map((item) => item.attributes)
  }
  if (shows('databases') && hasDatabases(server)) {
    const answer = await read('databases', databaseSchema)
    if (!answer.ok) return answer
    readings.databases = answer.value.data.map((item) => item.attributes)
  }
  return ok(readings)
}

export const hasBackups = ({ feature_limits }: Server) => (feature_limits.backups ?? 0) > 0
const hasDatabases = ({ feature_limits }: Server) => (feature_limits.databases ?? 0) > 0

interface TabFacts extends TabReadings {
  readonly client: PanelClient
  readonly server: Server
  readonly stats: Stats | null
}

/** Console and files are pages of the panel; the rest is drawn here. */
export function tabsOf(facts: TabFacts): PanelTab[] {
  const { client, server } = facts
  const link = (id: string, title: PanelTab['title'], icon: PanelTab['icon'], rest: string) => {
    return { id, title, icon, audience: BOTH, href: serverPage(client, server, rest) }
  }
  const tabs: PanelTab[] = [
    link('console', { en: 'Console', fr: 'Console' }, 'console', ''),
    link('files', { en: 'Files', fr: 'Fichiers' }, 'folder', '/files'),
    networkTab(facts),
  ]
  if (hasDatabases(server)) tabs.push(databasesTab(facts))
  if (hasBackups(server)) tabs.push(backupsTab(facts))
  tabs.push(variablesTab(facts))
  return tabs
}

function networkTab({ server, stats }: TabFacts): PanelTab {
  const allocations = server.relationships?.allocations?.data ?? []
  const table: PanelBlock = {
    type: 'table',
    title: { en: 'Addresses', fr: 'Adresses' },
    columns: [
      { id: 'host', label: { en: 'Host', fr: 'Hôte' } },
      { id: 'port', label: { en: 'Port', fr: 'Port' } },
      { id: 'use', label: { en: 'Use', fr: 'Usage' } },
    ],
    rows: allocations.map(({ attributes: { id, ip, alias, port } }) => ({
      host: alias || ip,
      port: String(port),
      use: id === server.allocation ? { en: 'Main', fr: 'Principale' } : '',
    })),
    empty: { en: 'No address', fr: 'Aucune adresse' },
  }
  const title = { en: 'Traffic since the start', fr: 'Trafic depuis le démarrage' }
  const traffic: PanelBlock[] = stats
    ? [{ type: 'statCards', title, cards: trafficCards(stats) }]
    : []
  return {
    id: 'network',
    title: { en: 'Network', fr: 'Réseau' },
    icon: 'network',
    audience: BOTH,
    blocks: [table, ...traffic],
  }
}

function databasesTab({ client, server, databases }: TabFacts): PanelTab {
  const page: PanelBlock = {
    type: 'link',
    label: { en: 'Databases on the panel', fr: 'Bases de données sur le panneau' },
    href: serverPage(client, server, '/databases'),
    newWindow: true,
    icon: 'database',
  }
  const table: PanelBlock = {
    type: 'table',
    title: { en: 'Databases', fr: 'Bases de données' },
    columns: [
      { id: 'name', label: { en: 'Database', fr: 'Base' } },
      { id: 'user', label: { en: 'User', fr: 'Utilisateur' } },
      { id: 'host', label: { en: 'Host', fr: 'Hôte' } },
    ],
    rows: (databases ?? []).map(({ name, username, host }) => ({
      name,
      user: username,
      host: `${host.address}:${host.port}`,
    })),
    empty: { en: 'No database yet', fr: 'Aucune base pour l’instant' },
  }
  return {
    id: 'databases',
    title: { en: 'Databases', fr: 'Bases de données' },
    icon: 'database',
    audience: BOTH,
    blocks: databases ? [table, page] : [page],
  }
}

function backupsTab({ client, server, backups }: TabFacts): PanelTab {
  const page: PanelBlock = {
    type: 'link',
    label: {
      en: 'Download and restore on the panel',
      fr: 'Télécharger et restaurer sur le panneau',
    },
    href: serverPage(client, server, '/backups'),
    newWindow: true,
    icon: 'backup',
  }
  const table: PanelBlock = {
    type: 'table',
    title: { en: 'Backups', fr: 'Sauvegardes' },
    columns: [
      { id: 'name', label: { en: 'Backup', fr: 'Sauvegarde' } },
      { id: 'made', label: { en: 'Made', fr: 'Faite' } },
      { id: 'size', label: { en: 'Size', fr: 'Taille' }, align: 'end', unit: 'bytes' },
      { id: 'state', label: { en: 'State', fr: 'État' } },
    ],
    rows: (backups ?? []).map((backup) => ({
      name: backup.name,
      made: momentText(backup.created_at),
      size: backup.bytes,
      state: backupWords(backup),
    })),
    empty: { en: 'No backup yet', fr: 'Aucune sauvegarde pour l’instant' },
  }
  return {
    id: 'backups',
    title: { en: 'Backups', fr: 'Sauvegardes' },
    icon: 'backup',
    audience: BOTH,
    blocks: backups ? [table, page] : [page],
  }
}

/** A cell has no dates: `2025-03-10 12:00 UTC` is the same for everybody. */
const momentText = (iso: string) =>
  `${new Date(iso).toISOString().slice(0, 16).replace('T', ' ')} UTC`

function backupWords({ completed_at, is_successful, is_locked }: Backup) {
  if (completed_at === null) return { en: 'Being made', fr: 'En cours' }
  if (!is_successful) return { en: 'Failed', fr: 'Échouée' }
  return is_locked ? { en: 'Kept', fr: 'Conservée' } : { en: 'Ready', fr: 'Prête' }
}

/** Variables that the panel adds to those of the egg; the command stands above. */
const OF_THE_PANEL = /^(STARTUP$|P_SERVER_)/

/** For staff: variables may hold tokens that customers put there. */
function variablesTab({ server }: TabFacts): PanelTab {
  const { environment, image, startup_command } = server.container
  return {
    id: 'variables',
    title: { en: 'Start', fr: 'Démarrage' },
    icon: 'settings',
    audience: ['staff'],
    blocks: [
      {
        type: 'facts',
        facts: [
          { label: { en: 'Image', fr: 'Image' }, value: image, copy: true },
          { label: { en: 'Command', fr: 'Commande' }, value: startup_command, copy: true },
        ],
      },
      {
        type: 'table',
        title: { en: 'Variables', fr: 'Variables' },
        columns: [
          { id: 'name', label: { en: 'Name', fr: 'Nom' } },
          { id: 'value', label: { en: 'Value', fr: 'Valeur' } },
        ],
        rows: Object.entries(environment)
          .filter(([name]) => !isSecretName(name) && !OF_THE_PANEL.test(name))
          .map(([name, value]) => ({ name, value: String(value ?? '') })),
        empty: { en: 'No variable', fr: 'Aucune variable' },
      },
    ],
  }
}
