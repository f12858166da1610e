import type pg from 'pg'
import { idAt, type Random } from '../../server/src/demo/random.ts'
import type { Instant } from '../../server/src/domain/instant.ts'
import { insertRows } from './insert.ts'

const GROUPS = [
  'VPS',
  'Dedicated servers',
  'Web hosting',
  'Games',
  'Voice',
  'Domains',
  'Mail',
  'GPU',
]
const SIZES = ['Start', 'Business', 'Pro', 'Plus', '8 GB', '25 slots', 'Max']
/** Servers hold so many services each, but there are never fewer than a dozen. */
const PER_SERVER = 1500
const FEWEST_SERVERS = 12

export interface Catalogue {
  productIds: string[]
  groupIds: string[]
  serverIds: string[]
}

interface Wish {
  size: number
  at: Instant
}

const iso = (at: Instant) => new Date(at).toISOString()
const text = (value: string) => JSON.stringify({ en: value, fr: value })

/** Product groups with products, and servers enough for the services. */
export async function loadCatalogue(
  client: pg.Client,
  random: Random,
  { size, at }: Wish,
): Promise<Catalogue> {
  const groupIds = GROUPS.map(() => idAt(random, at))
  await insertRows(client, {
    table: 'product_groups',
    columns: ['id', 'slug', 'name', 'description', 'visibility', 'created_at'],
    rows: GROUPS.map((name, index) => [
      ...[groupIds[index] ?? '', `group-${index}`, text(name), text(''), 'public', iso(at)],
    ]),
  })
  const names = GROUPS.flatMap((group, index) => SIZES.map((size) => ({ group, size, index })))
  const productIds = names.map(() => idAt(random, at))
  await insertRows(client, {
    table: 'products',
    columns: [
      'id',
      'group_id',
      'name',
      'description',
      'type',
      'module_settings',
      'deliver_on',
      'visibility',
      'created_at',
    ],
    rows: names.map(({ group, size, index }, number) => [
      ...[productIds[number] ?? '', groupIds[index] ?? '', text(`${group} ${size}`), text('')],
      ...['none', '{}', 'payment', 'public', iso(at)],
    ]),
  })
  return { productIds, groupIds, serverIds: await loadServers(client, random, { size, at }) }
}

async function loadServers(client: pg.Client, random: Random, { size, at }: Wish) {
  const count = Math.max(FEWEST_SERVERS, Math.ceil(size / PER_SERVER))
  const ids = Array.from({ length: count }, () => idAt(random, at))
  await insertRows(client, {
    table: 'servers',
    columns: ['id', 'name', 'type', 'settings', 'secrets', 'created_at'],
    rows: ids.map((id, index) => [id, `par-${index + 1}`, 'sandbox', '{}', '{}', iso(at)]),
  })
  return ids
}
