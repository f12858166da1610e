import { encodeCursor } from '../../server/src/platform/pagination.ts'
import type { Subjects } from './subjects.ts'

/** One request of the list, and the hand-written SQL that the bare handler answers it with. */
export interface ListCase {
  name: string
  /** Of our API. */
  query: string
  /** Conditions on `services s`: one, or alternatives that are united. */
  where: string[]
  /** By which column, and whether the largest comes first. */
  sort: { by: SortBy; descending: boolean }
  /** Where the page begins. */
  after?: string
}
export type SortBy = 'createdAt' | 'expiresAt' | 'price' | 'name'

const NEWEST = { by: 'createdAt', descending: true } as const
const PRESENT = 's.archived_at is null'
const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`
const ATTENTION = `s.id in (
  select service_id from operations where state = 'unknown'
  union all select service_id from operations where state = 'failed' and due_at is null
  union all select service_id from service_schedule where blocked_on in ('staff', 'approval')
  union all select id from services where held_forever or automation_paused)`

function present(name: string, query: string, condition = 'true', sort: ListCase['sort'] = NEWEST) {
  return { name: `services.${name}`, query, where: [`${PRESENT} and ${condition}`], sort }
}

/** The list by itself: its orders and its tabs. */
function lists(): ListCase[] {
  const sorted = (by: SortBy, descending: boolean): ListCase['sort'] => ({ by, descending })
  return [
    present('list.all', ''),
    present('list.by_expiry', 'sort=expiresAt', 'true', sorted('expiresAt', false)),
    present('list.by_price', 'sort=-price', 'true', sorted('price', true)),
    present('list.by_name', 'sort=name', 'true', sorted('name', false)),
    present('list.suspended', 'status=suspended', `s.status = 'suspended'`),
    present('list.needs_attention', 'status=needs_attention', ATTENTION),
    {
      name: 'services.list.with_archived',
      query: 'archived=with',
      where: ['s.archived_at is null', 's.archived_at is not null'],
      sort: NEWEST,
    },
  ]
}

function filters(of: Subjects, now: number): ListCase[] {
  const day = (offset: number) => new Date(now + offset * 86_400_000).toISOString().slice(0, 10)
  const at = (offset: number) => `(${quoted(day(offset))}::timestamp at time zone 'Europe/Paris')`
  const dense = `s.status = 'active' and s.cycle = 'annually' and s.product_id = '${of.productId}'`
  const rare = `s.type = 'docker' and s.cycle = 'triennially' and s.currency = 'GBP'`
  return [
    present('filter.status', 'status=expired', `s.status = 'expired'`),
    present('filter.customer', `customerId=${of.customerId}`, `s.customer_id = '${of.customerId}'`),
    present('filter.product', `productId=${of.productId}`, `s.product_id = '${of.productId}'`),
    present(
      'filter.product_group',
      `productGroupId=${of.groupId}`,
      `s.product_id in (select id from products where group_id = '${of.groupId}')`,
    ),
    present('filter.server', `serverId=${of.serverId}`, `s.server_id = '${of.serverId}'`),
    present('filter.type', 'type=docker', `s.type = 'docker'`),
    present('filter.cycle', 'cycle=free', `s.cycle = 'free'`),
    present('filter.currency', 'currency=CHF', `s.currency = 'CHF'`),
    present(
      'filter.suspension',
      'suspension=dispute',
      `s.id in (select service_id from service_causes where cause = 'dispute')`,
    ),
    present(
      'filter.cancellation',
      'cancellation=scheduled',
      's.cancellation_requested_at is not null and s.ended_at is null',
    ),
    present('filter.auto_pay', 'autoPay=on', 's.auto_pay'),
    present('filter.held', 'held=yes', '(s.held_forever or s.hold_until > now())'),
    present('filter.trial', 'trial=yes', 's.trial'),
    present('filter.custom', 'custom=yes', 's.product_id is null'),
    present(
      'filter.operation',
      'operation=failed',
      `s.id in (select service_id from operations where state = 'failed')`,
    ),
    present(
      'filter.endless',
      'expires=never',
      `s.expires_at is null and s.cycle in ('onetime', 'free')`,
    ),
    present(
      'filter.expiry_range',
      `expiresFrom=${day(1)}&expiresTo=${day(1)}`,
      `s.expires_sort >= ${at(1)} and s.expires_sort < ${at(2)}`,
    ),
    present(
      'filter.created_range',
      `createdFrom=${day(-400)}&createdTo=${day(-390)}`,
      `s.created_at >= ${at(-400)} and s.created_at < ${at(-389)}`,
    ),
    present('filter.price_range', 'priceFrom=300&priceTo=400', 's.price between 300 and 400'),
    present(
      'filter.metadata',
      `metadata=rack:${of.rack}`,
      `s.metadata <> '{}' and s.metadata @> '{"rack":"${of.rack}"}'`,
    ),
    {
      name: 'services.filter.archived',
      query: 'archived=only',
      where: ['s.archived_at is not null'],
      sort: NEWEST,
    },
    present('filter.three', `status=active&cycle=annually&productId=${of.productId}`, dense),
    present('filter.three_rare', 'type=docker&cycle=triennially&currency=GBP', rare),
  ]
}

function searches(of: Subjects): ListCase[] {
  const plain = (text: string) =>
    text
      .normalize('NFD')
      .replaceAll(/\p{M}/gu, '')
      .toLowerCase()
      .replaceAll(/[\\%_]/g, '\\$&')
  const like = (text: string) => `s.search like ${quoted(`%${plain(text)}%`)}`
  const found = (kind: string, text: string, where: string[]): ListCase => ({
    name: `services.search.${kind}`,
    query: `q=${encodeURIComponent(text)}`,
    where: where.map((condition) => `${PRESENT} and ${condition}`),
    sort: NEWEST,
  })
  const named = `s.product_id in (select id from products
    where name->>'en' ilike ${quoted(`%${of.productName}%`)})`
  return [
    found('customer_name', of.customerName, [like(of.customerName)]),
    found('email', of.userEmail, [
      `s.customer_id in (select customer_id from users where email = ${quoted(of.userEmail)})`,
    ]),
    found('email_part', of.email.slice(0, -4), [like(of.email.slice(0, -4))]),
    found('id', of.serviceId, [`s.id = '${of.serviceId}'`]),
    found('number', `#${of.number}`, [`s.number = ${of.number}`]),
    found('service_name', of.name, [like(of.name)]),
    found('product_name', of.productName, [like(of.productName), named]),
    found('remote_id', of.remoteId, [like(of.remoteId)]),
    found('domain', of.domain, [like(of.domain)]),
    found('nothing', 'qzxwvk jjqqz', [like('qzxwvk jjqqz')]),
  ]
}

/** Every request of the list that is measured. */
export function listCases(of: Subjects, now: number): ListCase[] {
  const { at, id } = of.middle
  const cursor = encodeCursor(['createdAt', at, id])
  const deep = present('deep_page', `cursor=${cursor}`)
  const after = `(s.created_at, s.id) < (${quoted(at)}::timestamptz, '${id}'::uuid)`
  return [...lists(), ...filters(of, now), ...searches(of), { ...deep, after }]
}

/** The environment that tells the bare handler what it answers. */
export const bareCases = (cases: readonly ListCase[]) => ({ BENCH_CASES: JSON.stringify(cases) })
