import {
  type ModuleContext,
  ok,
  type Panel,
  type PanelView,
  type Result,
  type ServerConfig,
} from '@berth/sdk'
import { connect, type Incus } from './client.ts'
import { addressesOf, existingInstance, imageOf, stateOf } from './instances.ts'
import { actionsOf } from './panel-actions.ts'
import { cardOf, type TabReadings, tabsOf } from './panel-tabs.ts'
import { type IncusService, planOfInstance } from './plan.ts'
import { measure, readConsole } from './readings.ts'
import type { IncusSettings } from './server-settings.ts'
import { listSnapshots } from './snapshots.ts'
import type { Instance, InstanceState } from './wire.ts'

/** How many lines of the console the panel shows. */
const CONSOLE_LINES = 200

/** State, addresses, numbers, console, snapshots and what can be done. */
export async function panel(
  ctx: ModuleContext,
  server: ServerConfig<IncusSettings>,
  service: IncusService,
  view?: PanelView,
): Promise<Result<Panel>> {
  const incus = connect(ctx, server.settings)
  const own = await existingInstance(incus, service.key)
  if (!own.ok) return own
  const read = await readForView({ ctx, incus, instance: own.value }, view)
  if (!read.ok) return read
  return ok(draw({ settings: server.settings, service, instance: own.value, ...read.value }))
}

interface Readings extends TabReadings {
  readonly state?: InstanceState | null
}

/** Numbers take half a second and the console has its own rhythm: only what is looked at is read. */
async function readForView(
  { ctx, incus, instance }: { ctx: ModuleContext; incus: Incus; instance: Instance },
  view: PanelView | undefined,
): Promise<Result<Readings>> {
  const shows = (tab: string | null) => view === undefined || view.tab === tab
  const read: { -readonly [part in keyof Readings]: Readings[part] } = {}
  if (shows(null) || shows('usage')) {
    const measured = await measure(ctx, incus, instance)
    if (!measured.ok) return measured
    Object.assign(read, measured.value)
  }
  if (shows('console')) {
    const lines = await readConsole(incus, instance, CONSOLE_LINES)
    if (!lines.ok) return lines
    read.console = lines.value
  }
  if (shows('snapshots')) {
    const snapshots = await listSnapshots(incus, instance.name)
    if (!snapshots.ok) return snapshots
    read.snapshots = snapshots.value
  }
  return ok(read)
}

interface Seen extends Readings {
  readonly settings: IncusSettings
  readonly service: IncusService
  readonly instance: Instance
}

function draw(seen: Seen): Panel {
  const { instance, service } = seen
  const password = service.resource?.secrets.password
  return {
    refreshMs: 5000,
    overview: {
      statCards: (seen.usage ?? []).map(cardOf),
      facts: [
        { label: { en: 'State', fr: 'État' }, value: stateWords(seen) },
        { label: { en: 'Plan', fr: 'Offre' }, value: planOfInstance(instance) ?? '' },
        { label: { en: 'Image', fr: 'Image' }, value: imageOf(instance) },
        { label: { en: 'Instance', fr: 'Instance' }, value: instance.name, copy: true },
      ],
      connection: connectionFacts(seen),
      credentials:
        password === undefined
          ? []
          : [
              {
                id: 'password',
                label: { en: 'Password', fr: 'Mot de passe' },
                username: service.product.user,
                secret: 'password',
                audience: ['staff', 'customer'],
              },
            ],
    },
    actions: actionsOf(instance, service, seen.snapshots?.length ?? null),
    tabs: tabsOf(seen),
  }
}

function connectionFacts({ instance, service, state }: Seen) {
  const { user } = service.product
  return addressesOf(instance, state ?? null).map((address) => {
    const isV6 = address.includes(':')
    const host = isV6 ? `[${address}]` : address
    return {
      label: isV6
        ? { en: 'IPv6 address', fr: 'Adresse IPv6' }
        : { en: 'IPv4 address', fr: 'Adresse IPv4' },
      value: address,
      copy: true,
      ...(user === '' ? {} : { href: `ssh://${user}@${host}` }),
    }
  })
}

function stateWords({ instance, service }: Seen) {
  const words = {
    running: { en: 'Running', fr: 'En marche' },
    stopped: { en: 'Stopped', fr: 'Arrêtée' },
    suspended: { en: 'Suspended', fr: 'Suspendue' },
    changing: { en: 'Being prepared', fr: 'En préparation' },
  }
  const state = stateOf(instance)
  return state === 'stopped' && service.suspended ? words.suspended : words[state]
}
