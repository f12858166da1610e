import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../platform/db.ts'
import { oneOf } from './filter-conditions.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/
/** Trigrams need so many letters or digits; with fewer, every service would have to be read. */
const SHORTEST = 3

/** What was typed into the search box, by its shape. */
export type SearchTerm =
  | { kind: 'nothing' }
  /** `#1042`, or so few digits that they can only be a number. */
  | { kind: 'number'; digits: string }
  | { kind: 'id'; id: string }
  | { kind: 'email'; email: string }
  /** `digits`: the whole term, where it may also be a number. */
  | { kind: 'text'; text: string; digits: string | null }
  | { kind: 'too_short' }

/** Reads a search term. A whole number, id or e-mail address means exactly itself. */
export function readTerm(typed: string | undefined): SearchTerm {
  const text = typed?.trim() ?? ''
  if (text === '') return { kind: 'nothing' }
  const digits = /^#?\s*(\d{1,18})$/.exec(text)?.[1] ?? null
  if (digits !== null && (text.startsWith('#') || digits.length < SHORTEST))
    return { kind: 'number', digits }
  if (UUID.test(text)) return { kind: 'id', id: text.toLowerCase() }
  const letters = text.replaceAll(/[^\p{L}\p{N}]/gu, '')
  if (letters.length < SHORTEST) return { kind: 'too_short' }
  if (EMAIL.test(text)) return { kind: 'email', email: text.toLowerCase() }
  return { kind: 'text', text, digits }
}

/** Whether a typed term is looked for inside texts. */
export function hasText(typed: string | undefined): boolean {
  return readTerm(typed).kind === 'text'
}

/** What a term refers to, looked up before the services are. */
export interface TermFacts {
  /** Customers with exactly this address, or with a user who has it. */
  customerIds: readonly string[]
  /** Products with the term in a name. */
  productIds: readonly string[]
}

/** The text that `services.search` is compared with; wildcards that were typed mean themselves. */
const pattern = (text: string) =>
  sql`'%' || replace(replace(replace(berth_search_text(${text}), '\\', '\\\\'), '%', '\\%'), '_', '\\_') || '%'`

export async function readTermFacts(db: Db, term: SearchTerm): Promise<TermFacts> {
  const customerIds = term.kind === 'email' ? await customersOf(db, term.email) : []
  const productIds = term.kind === 'text' ? await productsNamed(db, term.text) : []
  return { customerIds, productIds }
}

async function customersOf(db: Db, email: string): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select id from customers where email = ${email} and anonymised_at is null
    union select customer_id from users where email = ${email}`)
  return rows.map((row) => row.id)
}

async function productsNamed(db: Db, text: string): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select id from products
    where berth_search_text(concat_ws(' ', name->>'en', name->>'fr')) like ${pattern(text)}`)
  return rows.map((row) => row.id)
}

/**
 * The term as alternatives that each have an index: they are asked separately and united, never
 * joined by `or`. `productIds`: the products that the filters leave, null for all.
 */
export function termBranches(
  term: SearchTerm,
  facts: TermFacts & { filteredProductIds: readonly string[] | null },
): SQL[] {
  switch (term.kind) {
    case 'nothing':
      return [sql`true`]
    case 'too_short':
      return [sql`false`]
    case 'number':
      return [numbered(term.digits)]
    case 'id':
      return [sql`s.id = ${term.id}::uuid`]
    case 'email':
      return facts.customerIds.length > 0
        ? oneOf(sql`s.customer_id`, facts.customerIds, 'uuid')
        : [sql`s.search like ${pattern(term.email)}`]
    case 'text': {
      const { filteredProductIds: left } = facts
      const productIds = facts.productIds.filter((id) => left === null || left.includes(id))
      return [
        sql`s.search like ${pattern(term.text)}`,
        ...(term.digits === null ? [] : [numbered(term.digits)]),
        ...oneOf(sql`s.product_id`, productIds, 'uuid'),
      ]
    }
  }
}

const numbered = (digits: string) => sql`s.number = ${digits}::bigint`
