import { type PanelBlock, type PanelTab, type PanelView, sameText } from '@berth/sdk'
import { z } from 'zod'
import type { WhmClient } from './client.ts'
import {
  type Account,
  type Domains,
  domainsSchema,
  type Mailbox,
  mailboxesSchema,
} from './shapes.ts'

/** What the account's own API told; what it does not let us ask is absent. */
export interface Readings {
  readonly domains?: Domains
  /** How many there are. */
  readonly mailboxCount?: number
  readonly mailboxes?: readonly Mailbox[]
}

const BOTH: PanelTab['audience'] = ['staff', 'customer']

/**
 * Asks the account's own API, as far as what is looked at needs it. A suspended account, a feature that
 * its package leaves out, or a token without the privilege `cpanel-api` answer nothing: the panel is
 * then drawn without.
 */
export async function readAccount(
  client: WhmClient,
  account: Account,
  view: PanelView | undefined,
): Promise<Readings> {
  if (account.suspended === 1) return {}
  const shows = (...tabs: (string | null)[]) => view === undefined || tabs.includes(view.tab)
  const readings: { -readonly [part in keyof Readings]: Readings[part] } = {}
  if (shows(null, 'domains')) {
    const hidden = { hide_temporary_domains: 1 }
    const domains = await client.uapi(
      account.user,
      'DomainInfo::list_domains',
      domainsSchema,
      hidden,
    )
    if (domains.ok && domains.value) readings.domains = domains.value
  }
  if (shows(null)) {
    const count = await client.uapi(account.user, 'Email::count_pops', z.coerce.number())
    if (count.ok && count.value !== null) readings.mailboxCount = count.value
  }
  if (shows('mail')) {
    const own = { skip_main: 1 }
    const boxes = await client.uapi(account.user, 'Email::list_pops', mailboxesSchema, own)
    if (boxes.ok && boxes.value) readings.mailboxes = boxes.value
  }
  return readings
}

/** Domains, mailboxes and limits; nothing here changes anything. */
export function tabsOf(account: Account, readings: Readings): PanelTab[] {
  return [domainsTab(account, readings), mailTab(readings), limitsTab(account)]
}

function domainsTab(account: Account, { domains }: Readings): PanelTab {
  const kinds = {
    main: { en: 'Main domain', fr: 'Domaine principal' },
    addon: { en: 'Addon domain', fr: 'Domaine additionnel' },
    parked: { en: 'Alias', fr: 'Alias' },
    sub: { en: 'Subdomain', fr: 'Sous-domaine' },
  }
  const rows = (names: readonly string[], kind: keyof typeof kinds) =>
    names.map((domain) => ({ domain, kind: kinds[kind] }))
  const table: PanelBlock = {
    type: 'table',
    title: { en: 'Domains', fr: 'Domaines' },
    columns: [
      { id: 'domain', label: { en: 'Domain', fr: 'Domaine' } },
      { id: 'kind', label: { en: 'Kind', fr: 'Nature' } },
    ],
    rows: [
      ...rows([domains?.main_domain ?? account.domain], 'main'),
      ...rows(domains?.addon_domains ?? [], 'addon'),
      ...rows(domains?.parked_domains ?? [], 'parked'),
      ...rows(domains?.sub_domains ?? [], 'sub'),
    ],
  }
  return {
    id: 'domains',
    title: { en: 'Domains', fr: 'Domaines' },
    icon: 'world',
    audience: BOTH,
    blocks: [table],
  }
}

function mailTab({ mailboxes }: Readings): PanelTab {
  const table: PanelBlock = {
    type: 'table',
    title: { en: 'Mailboxes', fr: 'Boîtes mail' },
    columns: [
      { id: 'address', label: { en: 'Address', fr: 'Adresse' } },
      { id: 'state', label: { en: 'State', fr: 'État' } },
    ],
    rows: (mailboxes ?? []).map(({ email, suspended_login }) => ({
      address: email,
      state: suspended_login
        ? { en: 'Login suspended', fr: 'Connexion suspendue' }
        : { en: 'Active', fr: 'Active' },
    })),
    empty: { en: 'No mailbox', fr: 'Aucune boîte mail' },
  }
  return {
    id: 'mail',
    title: { en: 'Mailboxes', fr: 'Boîtes mail' },
    icon: 'users',
    audience: BOTH,
    blocks: [table],
  }
}

const LIMITS = [
  ['maxaddons', { en: 'Addon domains', fr: 'Domaines additionnels' }],
  ['maxparked', { en: 'Aliases', fr: 'Alias' }],
  ['maxsub', { en: 'Subdomains', fr: 'Sous-domaines' }],
  ['maxpop', { en: 'Mailboxes', fr: 'Boîtes mail' }],
  ['maxsql', { en: 'Databases', fr: 'Bases de données' }],
  ['maxftp', { en: 'FTP accounts', fr: 'Comptes FTP' }],
] as const

function limitsTab(account: Account): PanelTab {
  return {
    id: 'limits',
    title: { en: 'Package', fr: 'Forfait' },
    icon: 'list',
    audience: BOTH,
    blocks: [
      {
        type: 'table',
        title: sameText(account.plan),
        columns: [
          { id: 'what', label: { en: 'What', fr: 'Quoi' } },
          { id: 'limit', label: { en: 'At most', fr: 'Au plus' }, align: 'end' },
        ],
        rows: LIMITS.map(([name, what]) => ({
          what,
          limit: account[name] ?? { en: 'Unlimited', fr: 'Illimité' },
        })),
      },
    ],
  }
}
