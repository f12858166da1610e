import { inArray, type SQL, sql } from 'drizzle-orm'
import type { Instant } from '../../domain/instant.ts'
import type { Db } from '../../platform/db.ts'
import { products } from '../catalog/tables.ts'
import { businessSettings } from '../settings/business.ts'
import { readSettings } from '../settings/sections.ts'
import { filterConditions } from './filter-conditions.ts'
import type { ServiceFilters } from './filters.ts'
import { readTerm, readTermFacts, termBranches } from './search-term.ts'

/**
 * Which services are meant: alternatives on `services s`, each a condition of its own with an index
 * of its own. A service may match several of them.
 */
export type Selection = readonly SQL[]

/** The services that match filters and search term at a moment. */
export async function selectServices(
  db: Db,
  filters: ServiceFilters,
  now: Instant,
): Promise<Selection> {
  const term = readTerm(filters.q)
  const [zone, productIds, termFacts] = await Promise.all([
    namesDays(filters) ? readZone(db) : 'UTC',
    readProductsLeft(db, filters),
    readTermFacts(db, term),
  ])
  const conditions = filterConditions(filters, { zone, now, productIds })
  const terms = termBranches(term, { ...termFacts, filteredProductIds: productIds })
  return terms.flatMap((found) =>
    archiveBranches(filters).map((kept) => sql.join([kept, found, ...conditions], sql` and `)),
  )
}

/**
 * The indexes that sort the list leave archived services out, since most lists do; together they
 * are two alternatives.
 */
function archiveBranches({ archived }: ServiceFilters): SQL[] {
  const [present, archive] = [sql`s.archived_at is null`, sql`s.archived_at is not null`]
  if (archived === 'with') return [present, archive]
  return [archived === 'only' ? archive : present]
}

/**
 * One question per alternative, united. Each must be complete, with its own order and limit, so
 * that no alternative is read further than the page needs.
 */
export function unite(selection: Selection, one: (condition: SQL) => SQL): SQL {
  return sql.join(
    selection.map((condition) => sql`(${one(condition)})`),
    sql` union `,
  )
}

function namesDays(filters: ServiceFilters): boolean {
  const { expiresFrom, expiresTo, createdFrom, createdTo } = filters
  return [expiresFrom, expiresTo, createdFrom, createdTo].some((day) => day !== undefined)
}

async function readZone(db: Db): Promise<string> {
  return (await readSettings(db, businessSettings)).timeZone
}

/** The products that product and group filters leave together; null where there are none. */
async function readProductsLeft(
  db: Db,
  { productId = [], productGroupId = [] }: ServiceFilters,
): Promise<readonly string[] | null> {
  if (productGroupId.length === 0) return productId.length === 0 ? null : productId
  const rows = await db
    .select({ id: products.id })
    .from(products)
    .where(inArray(products.groupId, [...productGroupId]))
  const ids = rows.map((row) => row.id)
  return productId.length === 0 ? ids : ids.filter((id) => productId.includes(id))
}
