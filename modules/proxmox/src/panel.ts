import {
  type ModuleContext,
  ok,
  type Panel,
  type PanelBlock,
  type PanelFact,
  type PanelStatCard,
  type PanelView,
  type Result,
  sameText,
  type UsageFigure,
} from '@berth/sdk'
import { type Backup, listBackups } from './backups.ts'
import { pendingChanges } from './changes.ts'
import { connect, type Pve, type Server } from './client.ts'
import { existingGuest, type Guest } from './cluster.ts'
import { userOf } from './configure.ts'
import type { ProxmoxService } from './forms.ts'
import { type GuestConfig, readConfig } from './guest-config.ts'
import { actionsOf } from './panel-buttons.ts'
import { tabsOf } from './panel-tabs.ts'
import { type GuestStatus, readStatus } from './power.ts'
import { figuresOf, readCharts, SPANS } from './readings.ts'
import { reverseNameOf, stateOf } from './resource.ts'
import { listSnapshots, type Snapshot } from './snapshots.ts'
import { addressesOf } from './tags.ts'
import { systemOf } from './templates.ts'

/** Everything that the panel is drawn from; a tab that is not looked at is not read for. */
export interface PanelFacts {
  readonly pve: Pve
  readonly service: ProxmoxService
  readonly guest: Guest
  readonly status: GuestStatus
  readonly config: GuestConfig
  readonly pending: readonly string[]
  readonly snapshots: readonly Snapshot[]
  readonly backups: readonly Backup[] | null
  readonly charts: readonly PanelBlock[] | null
}

/** State, numbers, addresses and what can be done. */
export async function panel(
  ctx: ModuleContext,
  server: Server,
  service: ProxmoxService,
  view?: PanelView,
): Promise<Result<Panel>> {
  const pve = connect(ctx, server)
  const guest = await existingGuest(pve, service.key)
  if (!guest.ok) return guest
  const [status, config, pending, snapshots] = await Promise.all([
    readStatus(pve, guest.value),
    readConfig(pve, guest.value),
    pendingChanges(pve, guest.value),
    listSnapshots(pve, guest.value),
  ])
  if (!status.ok) return status
  if (!config.ok) return config
  if (!pending.ok) return pending
  if (!snapshots.ok) return snapshots
  const looksAt = (tab: string) => view === undefined || view.tab === tab
  const backups = looksAt('backups') ? await listBackups(pve, guest.value, service.key) : null
  if (backups && !backups.ok) return backups
  const charts = looksAt('usage') ? await readAllCharts(pve, guest.value) : null
  if (charts && !charts.ok) return charts
  return ok(
    draw({
      pve,
      service,
      guest: guest.value,
      status: status.value,
      config: config.value,
      pending: pending.value,
      snapshots: snapshots.value,
      backups: backups?.value ?? null,
      charts: charts?.value ?? null,
    }),
  )
}

async function readAllCharts(pve: Pve, guest: Guest): Promise<Result<PanelBlock[]>> {
  const blocks: PanelBlock[] = []
  for (const span of SPANS) {
    const charts = await readCharts(pve, guest, span)
    if (!charts.ok) return charts
    blocks.push(...charts.value)
  }
  return ok(blocks)
}

function draw(facts: PanelFacts): Panel {
  const { guest, status, service } = facts
  const password = service.resource?.secrets.password
  return {
    refreshMs: 10_000,
    overview: {
      statCards: figuresOf(guest.kind, status).map(cardOf),
      facts: overviewFacts(facts),
      connection: addressFacts(facts),
      credentials:
        password === undefined
          ? []
          : [
              {
                id: 'login',
                label: { en: 'Password', fr: 'Mot de passe' },
                username: userOf(service),
                secret: 'password',
                audience: ['staff', 'customer'],
              },
            ],
    },
    actions: actionsOf(facts),
    tabs: tabsOf(facts),
  }
}

const ICONS = { cpu: 'cpu', memory: 'memory', disk: 'disk', network: 'network' } as const

function cardOf({ id, label, used, limit, unit }: UsageFigure): PanelStatCard {
  const icon = ICONS[id as keyof typeof ICONS]
  return { id, label, value: used, limit, unit, ...(icon ? { icon } : {}) }
}

const STATES = {
  running: { en: 'Running', fr: 'En marche' },
  stopped: { en: 'Stopped', fr: 'Arrêtée' },
  suspended: { en: 'Suspended', fr: 'Suspendue' },
  changing: { en: 'Being made', fr: 'En cours de création' },
} as const

function overviewFacts({ guest, status, config, pending, service, pve }: PanelFacts): PanelFact[] {
  const state = stateOf({ ...guest, name: config.name }, status.status === 'running')
  const template = service.resource?.data.template
  const waiting = {
    en: `Takes effect at the next restart: ${pending.join(', ')}`,
    fr: `Prend effet au prochain redémarrage : ${pending.join(', ')}`,
  }
  return [
    { label: { en: 'State', fr: 'État' }, value: STATES[state] },
    ...(pending.length === 0
      ? []
      : [{ label: { en: 'Waiting changes', fr: 'Changements en attente' }, value: waiting }]),
    ...(service.resource?.data.passwordAtRestart === true
      ? [{ label: { en: 'New password', fr: 'Nouveau mot de passe' }, value: AT_RESTART }]
      : []),
    { label: { en: 'Host name', fr: 'Nom d’hôte' }, value: config.name ?? '–' },
    ...(typeof template === 'string'
      ? [{ label: { en: 'System', fr: 'Système' }, value: systemOf(template) }]
      : []),
    { label: { en: 'Kind', fr: 'Type' }, value: KINDS[guest.kind] },
    { label: sameText('Proxmox VE'), value: `${guest.node} / ${guest.vmid}` },
    ...reverseFacts(pve, addressesOf(config.tags)),
  ]
}

const AT_RESTART = {
  en: 'Takes effect at the next restart',
  fr: 'Prend effet au prochain redémarrage',
}
const KINDS = {
  qemu: { en: 'Virtual machine', fr: 'Machine virtuelle' },
  lxc: { en: 'Container', fr: 'Conteneur' },
} as const

function reverseFacts({ settings }: Pve, addresses: readonly string[]): PanelFact[] {
  return addresses.flatMap((address) => {
    const name = reverseNameOf(settings, address)
    if (name === null) return []
    const label = { en: `Reverse DNS of ${address}`, fr: `DNS inverse de ${address}` }
    return [{ label, value: name, copy: true }]
  })
}

function addressFacts({ config, service }: PanelFacts): PanelFact[] {
  const tagged = addressesOf(config.tags)
  const all = tagged.length > 0 ? tagged : config.addresses
  return all.map((address) => {
    const isSix = address.includes(':')
    const host = isSix ? `[${address}]` : address
    return {
      label: sameText(isSix ? 'IPv6' : 'IPv4'),
      value: address,
      copy: true,
      href: `ssh://${userOf(service)}@${host}`,
    }
  })
}
