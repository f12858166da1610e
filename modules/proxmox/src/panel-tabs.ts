import type { PanelBlock, PanelTab } from '@berth/sdk'
import { sameText } from '@berth/sdk'
import { pairs } from './guest-config.ts'
import type { PanelFacts } from './panel.ts'
import { planOfService } from './plan.ts'
import { reverseNameOf } from './resource.ts'
import { addressesOf } from './tags.ts'
import { systemOf, templatesOf } from './templates.ts'

const BOTH: PanelTab['audience'] = ['staff', 'customer']

/** Charts, snapshots, backups, network and rebuilding. */
export function tabsOf(facts: PanelFacts): PanelTab[] {
  const { service, pve, snapshots } = facts
  const plan = planOfService(service)
  const hasBackups = pve.settings.backupStorage !== '' && plan.backups > 0
  return [
    usageTab(facts),
    ...(plan.snapshots > 0 || snapshots.length > 0 ? [snapshotsTab(facts)] : []),
    ...(hasBackups ? [backupsTab(facts)] : []),
    networkTab(facts),
    rebuildTab(facts),
  ]
}

function usageTab({ charts }: PanelFacts): PanelTab {
  const blocks = charts ? [...charts] : undefined
  const title = { en: 'Usage', fr: 'Utilisation' }
  return { id: 'usage', title, icon: 'chart', audience: BOTH, blocks }
}

/** A moment as a reader of any language knows it. */
const moment = (at: number | null) =>
  at === null ? '' : `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`

function snapshotsTab({ snapshots, service }: PanelFacts): PanelTab {
  const limit = planOfService(service).snapshots
  const blocks: PanelBlock[] = [
    {
      type: 'table',
      title: {
        en: `${snapshots.length} of ${limit} snapshots`,
        fr: `${snapshots.length} instantanés sur ${limit}`,
      },
      columns: [
        { id: 'name', label: { en: 'Name', fr: 'Nom' } },
        { id: 'madeAt', label: { en: 'Made', fr: 'Créé' } },
        { id: 'note', label: { en: 'Note', fr: 'Note' } },
      ],
      rows: snapshots.map(({ name, madeAt, description }) => ({
        name,
        madeAt: moment(madeAt),
        note: description,
      })),
      empty: { en: 'There is no snapshot.', fr: 'Il n’y a aucun instantané.' },
    },
    {
      type: 'actions',
      actions: ['snapshot_create', 'snapshot_rollback', 'snapshot_delete'],
    },
  ]
  const title = { en: 'Snapshots', fr: 'Instantanés' }
  return { id: 'snapshots', title, icon: 'disk', audience: BOTH, blocks }
}

function backupsTab({ backups, service }: PanelFacts): PanelTab {
  const title = { en: 'Backups', fr: 'Sauvegardes' }
  const tab: PanelTab = { id: 'backups', title, icon: 'backup', audience: BOTH }
  if (backups === null) return tab
  const limit = planOfService(service).backups
  const blocks: PanelBlock[] = [
    {
      type: 'table',
      title: {
        en: `${backups.length} of ${limit} backups`,
        fr: `${backups.length} sauvegardes sur ${limit}`,
      },
      columns: [
        { id: 'name', label: { en: 'Backup', fr: 'Sauvegarde' } },
        { id: 'madeAt', label: { en: 'Made', fr: 'Créée' } },
        { id: 'size', label: { en: 'Size', fr: 'Taille' }, align: 'end', unit: 'bytes' },
      ],
      rows: backups.map(({ volume, madeAt, bytes }) => ({
        name: volume,
        madeAt: moment(madeAt),
        size: bytes,
      })),
      empty: { en: 'There is no backup.', fr: 'Il n’y a aucune sauvegarde.' },
    },
    { type: 'actions', actions: ['backup_create', 'backup_restore', 'backup_delete'] },
  ]
  return { ...tab, blocks }
}

function networkTab({ config, pve }: PanelFacts): PanelTab {
  const rows = Object.entries(config.nets).map(([name, text]) => {
    const net = pairs(text)
    const card = /(?:^|=)((?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2})/.exec(text)?.[1] ?? ''
    const rate = net.rate === undefined ? '' : `${net.rate} MB/s`
    return { name, card, bridge: net.bridge ?? '', vlan: net.tag ?? '', rate }
  })
  const tagged = addressesOf(config.tags)
  const addresses = (tagged.length > 0 ? tagged : config.addresses).map((address) => ({
    address,
    gateway: (address.includes(':') ? config.first.gw6 : config.first.gw) ?? '',
    reverse: reverseNameOf(pve.settings, address) ?? '',
  }))
  const blocks: PanelBlock[] = [
    {
      type: 'table',
      title: { en: 'Addresses', fr: 'Adresses' },
      columns: [
        { id: 'address', label: { en: 'Address', fr: 'Adresse' } },
        { id: 'gateway', label: { en: 'Gateway', fr: 'Passerelle' } },
        { id: 'reverse', label: { en: 'Reverse DNS', fr: 'DNS inverse' } },
      ],
      rows: addresses,
      empty: {
        en: 'Addresses are given by the network itself.',
        fr: 'Les adresses sont données par le réseau lui-même.',
      },
    },
    {
      type: 'table',
      title: { en: 'Interfaces', fr: 'Interfaces' },
      columns: [
        { id: 'name', label: sameText('#') },
        { id: 'card', label: { en: 'Hardware address', fr: 'Adresse matérielle' } },
        { id: 'bridge', label: { en: 'Bridge', fr: 'Pont' } },
        { id: 'vlan', label: sameText('VLAN') },
        { id: 'rate', label: { en: 'Limit', fr: 'Limite' } },
      ],
      rows,
    },
  ]
  const title = { en: 'Network', fr: 'Réseau' }
  return { id: 'network', title, icon: 'network', audience: BOTH, blocks }
}

function rebuildTab({ service }: PanelFacts): PanelTab {
  const blocks: PanelBlock[] = [
    {
      type: 'text',
      tone: 'warning',
      text: {
        en: 'The guest is made anew from a template: its disk and all snapshots are destroyed. Number and addresses stay, the password is new; backups stay.',
        fr: 'La machine est recréée depuis un modèle : son disque et tous ses instantanés sont détruits. Le numéro et les adresses restent, le mot de passe change ; les sauvegardes restent.',
      },
    },
    {
      type: 'table',
      title: { en: 'Systems', fr: 'Systèmes' },
      columns: [
        { id: 'system', label: { en: 'System', fr: 'Système' } },
        { id: 'template', label: { en: 'Write', fr: 'À saisir' } },
      ],
      rows: templatesOf(service.product).map((template) => ({
        system: systemOf(template),
        template,
      })),
    },
    { type: 'form', action: 'rebuild' },
  ]
  const title = { en: 'Rebuild', fr: 'Réinstaller' }
  return { id: 'rebuild', title, icon: 'reinstall', audience: BOTH, blocks }
}
