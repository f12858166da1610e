import {
  type ModuleContext,
  ok,
  type PanelStatCard,
  type Resource,
  type Result,
  type UsageFigure,
} from '@berth/sdk'
import { accountByName } from './accounts.ts'
import { connect, type WhmClient } from './client.ts'
import type { WhmServer } from './create.ts'
import { type Account, bandwidthSchema, type Domains } from './shapes.ts'

const MIB = 1024 * 1024

/** Bytes of this month and how many may be; null without a limit. */
export interface Bandwidth {
  readonly used: number
  readonly limit: number | null
}

/** WHM searches by pattern, and user names hold no sign that means something in one. */
export async function readBandwidth(
  client: WhmClient,
  { user }: Account,
): Promise<Result<Bandwidth>> {
  const search = `^${user}$`
  const found = await client.call('showbw', { searchtype: 'user', search }, bandwidthSchema)
  if (!found.ok) return found
  const own = found.value.acct.find((account) => account.user === user)
  return ok({ used: own?.totalbytes ?? 0, limit: own?.limit || null })
}

/** Disk, bandwidth and files with their limits. */
export function figuresOf(account: Account, bandwidth: Bandwidth): UsageFigure[] {
  const { diskused, disklimit, inodesused, inodeslimit } = account
  return [
    {
      id: 'disk',
      label: { en: 'Disk', fr: 'Disque' },
      used: (diskused ?? 0) * MIB,
      limit: disklimit === null ? null : disklimit * MIB,
      unit: 'bytes',
    },
    {
      id: 'bandwidth',
      label: { en: 'Bandwidth this month', fr: 'Trafic du mois' },
      used: bandwidth.used,
      limit: bandwidth.limit,
      unit: 'bytes',
    },
    {
      id: 'files',
      label: { en: 'Files', fr: 'Fichiers' },
      used: inodesused ?? 0,
      limit: inodeslimit,
      unit: 'count',
    },
  ]
}

const ICONS = { disk: 'disk', bandwidth: 'network', files: 'file' } as const

/** What is measured and counted, as cards. What could not be counted is left out. */
export function cardsOf(
  account: Account,
  seen: { bandwidth: Bandwidth; domains?: Domains; mailboxes?: number },
): PanelStatCard[] {
  const cards: PanelStatCard[] = figuresOf(account, seen.bandwidth).map(
    ({ id, label, used, limit, unit }) => {
      const icon = ICONS[id as keyof typeof ICONS]
      return { id, label, value: used, limit, unit, icon }
    },
  )
  if (seen.mailboxes !== undefined) {
    cards.push({
      id: 'mailboxes',
      label: { en: 'Mailboxes', fr: 'Boîtes mail' },
      value: seen.mailboxes,
      limit: account.maxpop,
      unit: 'count',
      icon: 'users',
    })
  }
  if (seen.domains) {
    cards.push({
      id: 'addon_domains',
      label: { en: 'Addon domains', fr: 'Domaines additionnels' },
      value: seen.domains.addon_domains.length,
      limit: account.maxaddons,
      unit: 'count',
      icon: 'world',
    })
  }
  return cards
}

export async function usage(
  ctx: ModuleContext,
  server: WhmServer,
  resource: Resource,
): Promise<Result<readonly UsageFigure[]>> {
  const client = connect(ctx, server)
  const account = await accountByName(client, resource.remoteId)
  if (!account.ok) return account
  if (!account.value) return ok([])
  const bandwidth = await readBandwidth(client, account.value)
  return bandwidth.ok ? ok(figuresOf(account.value, bandwidth.value)) : bandwidth
}
