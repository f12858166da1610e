import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Db } from '../../platform/db.ts'
import { customers, users } from '../customers/tables.ts'

/** A customer to whom a resource may belong, and by what the owner's name was recognised. */
export interface Owner {
  id: string
  number: number
  name: string
  currency: string
  by: 'email' | 'user' | 'name'
}

const OWNER = {
  id: customers.id,
  number: customers.number,
  name: customers.name,
  currency: customers.currency,
}

/**
 * The customers whom providers name as owners, by the name that was given: the customer's e-mail,
 * then that of one of its users, then a customer's name that only one has.
 */
export async function findOwners(db: Db, named: readonly string[]): Promise<Map<string, Owner>> {
  const wanted = Map.groupBy(new Set(named), normal)
  const words = [...wanted.keys()].filter((word) => word !== '')
  if (words.length === 0) return new Map()
  const isLiving = isNull(customers.anonymisedAt)
  const byEmail = await db
    .select({ ...OWNER, word: customers.email })
    .from(customers)
    .where(and(inArray(customers.email, words), isLiving))
  const byUser = await db
    .select({ ...OWNER, word: users.email })
    .from(users)
    .innerJoin(customers, eq(customers.id, users.customerId))
    .where(and(inArray(users.email, words), isLiving))
  const byName = await db
    .select({ ...OWNER, word: sql<string>`lower(${customers.name})` })
    .from(customers)
    .where(and(inArray(sql`lower(${customers.name})`, words), isLiving))
  const onlyOnes = [...Map.groupBy(byName, ({ word }) => word).values()].flatMap((same) =>
    same.length === 1 ? same : [],
  )
  // What comes later wins: an e-mail says more than a name.
  const found = new Map<string, Owner>([
    ...onlyOnes.map(asOwner('name')),
    ...byUser.map(asOwner('user')),
    ...byEmail.map(asOwner('email')),
  ])
  return new Map(
    [...wanted].flatMap(([word, written]) => {
      const owner = found.get(word)
      return owner ? written.map((one): [string, Owner] => [one, owner]) : []
    }),
  )
}

const normal = (name: string) => name.trim().toLowerCase()

const asOwner =
  (by: Owner['by']) =>
  ({ word, ...owner }: Omit<Owner, 'by'> & { word: string }): [string, Owner] => [
    word,
    { ...owner, by },
  ]
