import { addDays, localDays, startOfDay } from '../calendar.ts'
import type { Instant } from '../instant.ts'

/** Something that a customer's mail of the day lists. */
export interface DigestItem {
  /** When it is known. */
  readonly at: Instant
  /** The earliest moment its mail may leave. */
  readonly mailAt: Instant
  /** What would leave then or later leaves on its own day, in a further mail; null: it can wait. */
  readonly latestAt: Instant | null
}

/** A mail of a day that exists already. */
export interface KnownDigest {
  readonly leavesAt: Instant
  /** It takes nothing more. */
  readonly hasLeft: boolean
  /** Not the day's first. */
  readonly isFurther: boolean
}

/** By which rules a customer's mails leave. */
export interface DigestRules {
  readonly zone: string
  /** The earliest moment, not before the given one, at which a mail may leave. */
  mailMoment(at: Instant): Instant
  readonly known: readonly KnownDigest[]
}

interface Digest {
  readonly leavesAt: Instant
  readonly takesUntil: Instant
}

/** The mails of one day, the first in front; null in its place while only a further one exists. */
type MailsOfDay = [Digest | null, ...Digest[]]

/**
 * When the mails leave that list a customer's items; the answers stand in the items' order. One mail
 * a day lists everything; once it has left, an item waits for the next day's, and where that is too
 * late it leaves in a further mail of its own day.
 */
export function digestDepartures(items: readonly DigestItem[], rules: DigestRules): Instant[] {
  const days = knownDays(rules)
  const inTurn = items.map((item, index) => ({ item, index }))
  inTurn.sort((a, b) => a.item.at - b.item.at)
  const departures = new Array<Instant>(items.length)
  for (const { item, index } of inTurn) departures[index] = place(item, days, rules)
  return departures
}

function knownDays({ known, zone }: DigestRules): Map<number, MailsOfDay> {
  const days = new Map<number, MailsOfDay>()
  for (const { leavesAt, hasLeft, isFurther } of known) {
    const mails = mailsOn(localDays(leavesAt, zone), days)
    const digest = { leavesAt, takesUntil: hasLeft ? Number.NEGATIVE_INFINITY : leavesAt }
    if (isFurther) mails.push(digest)
    else mails[0] = digest
  }
  return days
}

function mailsOn(day: number, days: Map<number, MailsOfDay>): MailsOfDay {
  const mails = days.get(day) ?? [null]
  days.set(day, mails)
  return mails
}

function place(item: DigestItem, days: Map<number, MailsOfDay>, rules: DigestRules): Instant {
  const { zone } = rules
  const earliest = Math.max(item.mailAt, item.at)
  for (let at = earliest; ; ) {
    const mails = mailsOn(localDays(at, zone), days)
    mails[0] ??= { leavesAt: at, takesUntil: at }
    if (item.at <= mails[0].takesUntil) return mails[0].leavesAt
    at = rules.mailMoment(startOfDay(addDays(at, 1, zone), zone))
    if (item.latestAt !== null && at >= item.latestAt)
      return joinFurther(item, earliest, mailsOn(localDays(earliest, zone), days))
  }
}

function joinFurther({ at }: DigestItem, earliest: Instant, mails: MailsOfDay): Instant {
  const [, ...more] = mails
  const open = more.find(({ takesUntil }) => at <= takesUntil)
  if (open) return open.leavesAt
  mails.push({ leavesAt: earliest, takesUntil: earliest })
  return earliest
}
