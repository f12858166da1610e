import { DAY, HOUR, type Instant, MINUTE } from '../domain/instant.ts'
import { SYSTEM } from '../platform/actor.ts'
import { GROUPS, PRODUCTS, SERVER_GROUPS } from './catalogue.ts'
import { COMPANY, COMPANY_POLICY, STAFF, TERMS } from './company.ts'
import { type Making, tell } from './making.ts'
import { CURRENCIES, priceOf, setupFeeOf } from './prices.ts'
import type { DemoProduct } from './product-lines.ts'
import { idAt } from './random.ts'

/** What the services of the company stand on. */
export interface Estate {
  founded: Instant
  staffByRole: Map<string, { kind: 'staff'; id: string; name: string }>
  productIds: Map<DemoProduct, string>
  /** Ids of the servers by the name of their group. */
  servers: Map<string, string[]>
  /** Oldest first. */
  terms: { id: string; publishedAt: Instant }[]
}

/** Founds the company: settings, staff, terms, catalogue, servers. */
export function establish(making: Making): Estate {
  const founded = making.now - 790 * DAY
  writeSettings(making, founded)
  const staffByRole = hire(making, founded)
  const groupIds = new Map<string, string>()
  const servers = buildServers(making, founded, groupIds)
  return {
    founded,
    staffByRole,
    servers,
    productIds: offer(making, founded, groupIds),
    terms: TERMS.map(({ daysAgo, text }) => {
      const publishedAt = making.now - daysAgo * DAY
      const id = idAt(making.random, publishedAt)
      making.books.terms.push({ id, text, publishedAt })
      return { id, publishedAt }
    }),
  }
}

function writeSettings({ books }: Making, founded: Instant): void {
  const sections = { ...COMPANY, services: { policy: COMPANY_POLICY, holidays: [] } }
  for (const [section, value] of Object.entries(sections))
    books.settings.push({ section, value, version: 1, updatedAt: founded })
}

function hire(making: Making, founded: Instant): Estate['staffByRole'] {
  const { books, random, roleIds, passwordHash } = making
  const byRole: Estate['staffByRole'] = new Map()
  STAFF.forEach(({ role, name, email, language }, index) => {
    const createdAt = founded + index * 37 * DAY
    const id = idAt(random, createdAt)
    const roleId = roleIds.get(role)
    if (!roleId) throw new Error(`there is no role ${role}`)
    books.staff.push({
      id,
      name,
      email,
      roleId,
      language,
      passwordHash,
      createdAt,
      recoveryCodes: [],
    })
    if (!byRole.has(role)) byRole.set(role, { kind: 'staff', id, name })
    const actor = byRole.get('owner') ?? SYSTEM
    const of = { subject: 'staff', subjectId: id, customerId: null, kind: 'staff.created' }
    tell(making, {
      ...of,
      at: createdAt,
      actor,
      cause: { kind: 'request' },
      after: { email, name },
    })
  })
  return byRole
}

function buildServers(making: Making, founded: Instant, groupIds: Map<string, string>) {
  const { books, random, now, provider } = making
  const byGroup = new Map<string, string[]>()
  SERVER_GROUPS.forEach((group, index) => {
    const createdAt = founded + index * HOUR
    const groupId = idAt(random, createdAt)
    groupIds.set(group.name, groupId)
    books.serverGroups.push({ id: groupId, name: group.name, createdAt })
    const ids = group.servers.map((name, position) => {
      const id = idAt(random, createdAt + (position * 200 + 1) * DAY)
      books.servers.push({
        id,
        name,
        type: 'sandbox',
        groupId,
        // Each has machines of its own, as servers have.
        settings: { url: provider.url, callLimitMs: 10_000, space: name },
        secrets: { token: making.seal(provider.token, `server:${id}:token`) },
        placeLimit: null,
        placesUsed: 0,
        acceptsNew: true,
        health: 'healthy',
        checkedAt: now - random.int(1, 9) * MINUTE,
        createdAt: createdAt + position * 200 * DAY,
      })
      return id
    })
    byGroup.set(group.name, ids)
  })
  return byGroup
}

function offer(making: Making, founded: Instant, groupIds: ReadonlyMap<string, string>) {
  const { books, random } = making
  const productIds: Estate['productIds'] = new Map()
  GROUPS.forEach((group, position) => {
    const id = idAt(random, founded + position * MINUTE)
    books.productGroups.push({ ...group, id, position, policy: {}, createdAt: founded })
    PRODUCTS.filter((product) => product.group === group.slug).forEach((product, index) => {
      const createdAt = founded + (position * 10 + index) * MINUTE
      const productId = idAt(random, createdAt)
      productIds.set(product, productId)
      books.products.push(
        productRow(product, {
          id: productId,
          groupId: id,
          position: index,
          createdAt,
          serverGroupId: groupIds.get(product.serverGroup ?? '') ?? null,
        }),
      )
      for (const cycle of product.cycles)
        for (const currency of CURRENCIES)
          books.productPrices.push({
            productId,
            cycle,
            currency,
            price: priceOf(product, cycle, currency),
            setupFee: setupFeeOf(product, currency),
          })
    })
  })
  return productIds
}

interface Placed {
  id: string
  groupId: string
  position: number
  createdAt: Instant
  serverGroupId: string | null
}

function productRow(product: DemoProduct, placed: Placed) {
  const { name, description, type, moduleSettings, deliverOn } = product
  const { stock, maxRenewals, metadata, visibility } = product
  return {
    ...{ name, description, type, moduleSettings, deliverOn, stock, maxRenewals, metadata },
    ...{ visibility, freeRenewalOnRequest: false, policy: {} },
    ...placed,
  }
}

/**
 * Gives the servers their limits once it is known what stands on them: some room everywhere, but
 * the oldest of each larger group is full and takes nobody in.
 */
export function limitPlaces({ books }: Making): void {
  const used = Map.groupBy(
    books.services.filter((service) => service.placeHeld),
    (service) => service.serverId,
  )
  const seen = new Set<string | null | undefined>()
  for (const server of books.servers) {
    const placesUsed = used.get(server.id)?.length ?? 0
    const isFull = !seen.has(server.groupId) && placesUsed > 30
    seen.add(server.groupId)
    server.placesUsed = placesUsed
    server.placeLimit = isFull ? placesUsed : Math.ceil((placesUsed * 1.3 + 8) / 10) * 10
  }
}
