import type { Panel, PanelBlock, PanelLogLine, PanelStatCard, PanelTab } from '@berth/sdk'
import type { MumbleSettings } from './forms.ts'
import type { MumbleService } from './plan.ts'
import { type Channel, channelTree, figuresOf, type OnlineUser } from './readings.ts'
import { type Defaults, observedOf, SUPERUSER, stateOf, type VirtualServer } from './servers.ts'

/** What was read for one look at the panel; what was not asked for is null. */
export interface Seen {
  readonly settings: MumbleSettings
  readonly service: MumbleService
  readonly own: VirtualServer
  readonly defaults: Defaults
  readonly users: readonly OnlineUser[]
  readonly channels: readonly Channel[] | null
  readonly log: readonly PanelLogLine[] | null
}

const STATES = {
  running: { en: 'Running', fr: 'En marche' },
  stopped: { en: 'Stopped', fr: 'Arrêté' },
  suspended: { en: 'Suspended', fr: 'Suspendu' },
  changing: { en: 'Being prepared', fr: 'En préparation' },
} as const

const BOTH: PanelTab['audience'] = ['staff', 'customer']

function cardsOf({ own, users, defaults }: Seen): PanelStatCard[] {
  return figuresOf(own, users, defaults).map(({ id, label, used, limit, unit }) => ({
    id,
    label,
    value: used,
    limit,
    unit,
    icon: id === 'users' ? 'users' : 'network',
  }))
}

/** Users, state, address, and the administrator's password to reveal. */
export function overviewOf(seen: Seen): Panel['overview'] {
  const { own, settings, defaults, service } = seen
  const observed = observedOf(own, settings, defaults)
  const hasPassword = service.resource?.secrets[SUPERUSER] !== undefined
  const closed = Boolean(own.conf.password)
  return {
    statCards: cardsOf(seen),
    facts: [
      { label: { en: 'State', fr: 'État' }, value: STATES[stateOf(own)] },
      { label: { en: 'Plan', fr: 'Offre' }, value: observed.plan ?? '' },
      {
        label: { en: 'Joining', fr: 'Entrée' },
        value: closed
          ? { en: 'With a password', fr: 'Avec un mot de passe' }
          : { en: 'Open to all', fr: 'Ouverte à tous' },
      },
    ],
    connection: observed.resource.connection.flatMap(({ label, value, href }) =>
      value === undefined ? [] : [{ label, value, copy: true, ...(href ? { href } : {}) }],
    ),
    credentials: hasPassword
      ? [
          {
            id: 'superuser',
            label: { en: 'Administrator', fr: 'Administrateur' },
            username: 'SuperUser',
            secret: SUPERUSER,
            audience: BOTH,
          },
        ]
      : [],
  }
}

/** Users, channels, and for staff log and server. */
export function tabsOf(seen: Seen): PanelTab[] {
  return [usersTab(seen), channelsTab(seen), logTab(seen), serverTab(seen)]
}

const nameIn = (channels: readonly Channel[], id: number) =>
  channels.find((one) => one.id === id)?.name ?? String(id)

function usersTab({ users, channels, own }: Seen): PanelTab {
  const table: PanelBlock = {
    type: 'table',
    columns: [
      { id: 'session', label: { en: 'Session', fr: 'Session' }, align: 'end' },
      { id: 'name', label: { en: 'Name', fr: 'Nom' } },
      { id: 'channel', label: { en: 'Channel', fr: 'Salon' } },
      { id: 'muted', label: { en: 'Muted', fr: 'Muet' } },
      { id: 'deafened', label: { en: 'Deaf', fr: 'Sourd' } },
      { id: 'online', label: { en: 'Online for', fr: 'Connecté depuis' }, unit: 'seconds' },
    ],
    rows: users.slice(0, 1000).map((one) => ({
      session: one.session,
      name: one.name,
      channel: nameIn(channels ?? [], one.channel),
      muted: one.muted,
      deafened: one.deafened,
      online: one.onlineSeconds,
    })),
    empty: { en: 'Nobody is online.', fr: 'Personne n’est connecté.' },
  }
  const actions = [...(users.length > 0 ? ['kick'] : []), ...(own.booted ? ['message'] : [])]
  const buttons: PanelBlock[] = actions.length > 0 ? [{ type: 'actions', actions }] : []
  return {
    id: 'users',
    title: { en: 'Users', fr: 'Utilisateurs' },
    icon: 'users',
    audience: BOTH,
    blocks: channels ? [table, ...buttons] : undefined,
  }
}

function channelsTab({ channels, users }: Seen): PanelTab {
  const rows = channelTree(channels ?? []).slice(0, 1000)
  return {
    id: 'channels',
    title: { en: 'Channels', fr: 'Salons' },
    icon: 'folder',
    audience: BOTH,
    blocks: channels
      ? [
          {
            type: 'table',
            columns: [
              { id: 'name', label: { en: 'Channel', fr: 'Salon' } },
              { id: 'users', label: { en: 'Users', fr: 'Utilisateurs' }, align: 'end' },
            ],
            rows: rows.map(({ channel, depth }) => ({
              name: `${'— '.repeat(depth)}${channel.name}`,
              users: users.filter((one) => one.channel === channel.id).length,
            })),
            empty: {
              en: 'Channels are shown while it runs.',
              fr: 'Les salons sont affichés quand il est en marche.',
            },
          },
        ]
      : undefined,
  }
}

/** Addresses of users are in it: for staff. */
function logTab({ log }: Seen): PanelTab {
  return {
    id: 'log',
    title: { en: 'Log', fr: 'Journal' },
    icon: 'log',
    audience: ['staff'],
    blocks: log ? [{ type: 'log', lines: [...log], refreshMs: 5000 }] : undefined,
  }
}

function serverTab({ settings, own, defaults }: Seen): PanelTab {
  const fact = (en: string, fr: string, value: string) => ({ label: { en, fr }, value, copy: true })
  const { data } = observedOf(own, settings, defaults).resource
  return {
    id: 'server',
    title: { en: 'murmurd', fr: 'murmurd' },
    icon: 'server',
    audience: ['staff'],
    blocks: [
      {
        type: 'facts',
        facts: [
          fact('Virtual server', 'Serveur virtuel', String(own.id)),
          fact('Port', 'Port', String(data.port)),
          fact('Bus', 'Bus', settings.bus),
          fact('Name on the bus', 'Nom sur le bus', settings.service),
        ],
      },
    ],
  }
}
