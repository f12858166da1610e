import { customType, uuid } from 'drizzle-orm/pg-core'
import { daysFromCivil } from '../domain/civil.ts'
import { type Instant, MINUTE, SECOND } from '../domain/instant.ts'

/**
 * The column kinds that carry a meaning of their own, mapped to code in this one place.
 * Instants have millisecond precision in SQL as in code, so that a value read back, compared or
 * put into a paging cursor is the value that was stored.
 */
export const instant = customType<{ data: Instant; driverData: string }>({
  dataType: () => 'timestamptz(3)',
  toDriver: (value) => new Date(value).toISOString(),
  fromDriver: (value) => instantFromSql(value),
})

/** A calendar day in the business time zone, `YYYY-MM-DD`. */
export const day = customType<{ data: string; driverData: string }>({
  dataType: () => 'date',
  fromDriver: (value) => String(value),
})

/** Whole minor units of a currency that stands in a column beside it. */
export const minorUnits = customType<{ data: bigint; driverData: string }>({
  dataType: () => 'bigint',
  toDriver: (value) => value.toString(),
  fromDriver: (value) => BigInt(value),
})

/** Bytes, as Node's Buffer. */
export const bytes = customType<{ data: Buffer; driverData: Buffer }>({
  dataType: () => 'bytea',
})

export const id = (name = 'id') => uuid(name)

/** PostgreSQL's text of an instant (session time zone is UTC) to epoch milliseconds. */
export function instantFromSql(value: unknown): Instant {
  if (value instanceof Date) return value.getTime()
  const text = String(value)
  return (
    wholeSecond(text) ?? Date.parse(`${text.slice(0, 10)}T${text.slice(11).replace(/\+00$/, 'Z')}`)
  )
}

const WHOLE_SECOND = 'YYYY-MM-DD HH:MM:SS+00'.length
const ZERO = 48

/** The plain form that nearly all have: read digit by digit, at a fraction of `Date.parse`. */
function wholeSecond(text: string): Instant | null {
  if (text.length !== WHOLE_SECOND || text.charCodeAt(19) !== 43) return null
  const two = (at: number) => (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO
  const days = daysFromCivil(two(0) * 100 + two(2), two(5), two(8))
  return ((days * 24 + two(11)) * 60 + two(14)) * MINUTE + two(17) * SECOND
}

/** An instant as a parameter of hand-written SQL. */
export function instantToSql(value: Instant): string {
  return new Date(value).toISOString()
}
