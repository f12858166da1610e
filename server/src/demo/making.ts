import type { BusinessCalendar } from '../domain/automation/index.ts'
import type { Instant } from '../domain/instant.ts'
import type { DocumentLine } from '../features/documents/settlement.ts'
import type { Cause } from '../platform/action.ts'
import type { Actor } from '../platform/actor.ts'
import type { Books } from './books.ts'
import type { Random } from './random.ts'

/** What is not made up but given: by the installation, or because it needs the secret key. */
export interface Given {
  now: Instant
  /** Ids of the seeded roles by name. */
  roleIds: ReadonlyMap<string, string>
  /** Cancellation reasons on offer. */
  reasonIds: readonly string[]
  /** Of the one password that everybody has. */
  passwordHash: string
  /** Where the sandbox provider is believed to listen. */
  provider: { url: string; token: string }
  /** The next id of the sandbox provider. */
  nextResource(): number
  /** Seals a secret for its place. */
  seal(value: string, context: string): string
  /** An address of ours, as mails name it. */
  link(path: string): string
}

/** Everything that the parts of the books are made with. */
export interface Making extends Given {
  random: Random
  calendar: BusinessCalendar
  books: Books
  /** The lines of each document, by its id. */
  linesOf: Map<string, DocumentLine[]>
}

type Who = Pick<Actor, 'kind' | 'id' | 'name'>

/** Who did something, as rows keep it. */
export const who = ({ kind, id, name }: Who) => ({ kind, id, name })

export interface Entry {
  at: Instant
  actor: Who
  cause: Cause
  subject: string
  subjectId: string
  customerId: string | null
  kind: string
  before?: Record<string, unknown> | null
  after?: Record<string, unknown> | null
  note?: string | null
}

/** Writes a line of the history; money as digits, as the history keeps it. */
export function tell({ books }: Making, entry: Entry): void {
  const { actor, before = null, after = null, note = null, ...rest } = entry
  books.history.push({
    ...rest,
    actorKind: actor.kind,
    actorId: actor.id,
    actorName: actor.name,
    before: plain(before),
    after: plain(after),
    note,
  })
}

function plain(value: Record<string, unknown> | null): Record<string, unknown> | null {
  if (value === null) return null
  return Object.fromEntries(
    Object.entries(value).map(([key, v]) => [key, typeof v === 'bigint' ? v.toString() : v]),
  )
}
