import type { Context } from '../../../context.ts'
import type { Instant } from '../../../domain/instant.ts'
import type { Tx } from '../../../platform/db.ts'
import type { EventPayload } from '../../../platform/events.ts'
import { publicLink } from '../../../platform/public-link.ts'
import type { Language } from '../../../platform/text.ts'
import { customersOf } from '../../customers/read-customers.ts'
import type { customers } from '../../customers/tables.ts'
import { businessSettings } from '../../settings/business.ts'
import { readSettings } from '../../settings/sections.ts'
import type { Addressee, Draft } from './draft.ts'
import { type Words, wordsIn } from './words.ts'

/** What a writer may look at. Facts are read from the database, the payload only names them. */
export interface Desk {
  tx: Tx
  ctx: Context
  now: Instant
  /** The business time zone. */
  zone: string
  /** The language to write to everybody in, for a preview; absent: each one's own. */
  language?: Language
}

/** The mails that an event asks for; none when there is nothing to say (any more). */
export type Writer = (desk: Desk, payload: EventPayload) => Promise<Draft[]>

export async function openDesk(tx: Tx, ctx: Context): Promise<Desk> {
  const { timeZone: zone } = await readSettings(tx, businessSettings)
  return { tx, ctx, now: ctx.clock.now(), zone }
}

export type Customer = typeof customers.$inferSelect

/** A customer to write to, with the words of their language. */
export interface Correspondent {
  customer: Customer
  to: Addressee
  words: Words
  /** An address of ours. */
  link(path: string): string
}

/** Null for a customer who is unknown or forgotten. */
export async function correspondent(
  desk: Desk,
  customerId: unknown,
): Promise<Correspondent | null> {
  if (typeof customerId !== 'string') return null
  return (await correspondents(desk, [{ customerId }])).get(customerId) ?? null
}

/** The customers of these, by id; who is unknown or forgotten is missing. */
export async function correspondents(
  { tx, ctx, zone, language: wanted }: Desk,
  written: readonly { customerId: string | null }[],
): Promise<Map<string, Correspondent>> {
  const ids = new Set(written.map(({ customerId }) => customerId).filter((id) => id !== null))
  if (ids.size === 0) return new Map()
  const rows = await customersOf(tx, [...ids])
  const known = rows.filter((customer) => customer.anonymisedAt === null)
  return new Map(
    known.map((customer): [string, Correspondent] => {
      const { id, email: address, name } = customer
      const language = wanted ?? customer.language
      const who = {
        customer,
        to: { customerId: id, staffId: null, address, name, language },
        words: wordsIn(language, zone),
        link: (path: string) => publicLink(ctx.config, path),
      }
      return [id, who]
    }),
  )
}

export const documentPath = (id: string) => `/client/invoices/${id}`
export const servicePath = (id: string) => `/client/services/${id}`
export const ORDER_PATH = '/client/order'
export const SERVICES_PATH = '/client/services'
