import { and, desc, eq, sql } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import { fromIso, type Instant } from '../../domain/instant.ts'
import { formatMoney } from '../../domain/money.ts'
import type { ServiceStatus, SuspensionCause } from '../../domain/service-lifecycle.ts'
import type { Db } from '../../platform/db.ts'
import { preparedPer } from '../../platform/prepared-per.ts'
import { hasText, type Language, say, type Text, type TextParam } from '../../platform/text.ts'
import { history } from '../history/tables.ts'
import type { OwedDocument } from './settlement.ts'
import type { ServiceSubject } from './subject.ts'
import type { SuspensionEntry } from './tables.ts'

type Entry = typeof history.$inferSelect

/** status → the entries that lead to it, besides the edit by hand. */
const LEADS: Readonly<Record<ServiceStatus, readonly string[]>> = {
  pending: ['service.created', 'service.removed_for_redelivery'],
  active: ['service.delivered', 'service.reactivated', 'service.redelivered', 'service.adopted'],
  suspended: ['service.suspended', 'service.adopted'],
  expired: ['service.expired'],
  terminated: ['service.terminated'],
  cancelled: ['service.cancelled'],
}
const EDITED = 'service.status_edited'
const REQUESTED = 'service.suspension_requested'
const LEADING = [...new Set([...Object.values(LEADS).flat(), EDITED])]
/** Requests of suspension that are looked through for those in force. */
const REQUESTS = 20

/** What the sentence is made from. */
export interface WhyFacts {
  subject: ServiceSubject
  /** The entry that led to the status; null for a service from before the history. */
  entry: Entry | null
  /** Per cause the entry that asked for the suspension. */
  asked: ReadonlyMap<SuspensionCause, Entry>
  owed: OwedDocument | null
  now: Instant
}

/** Reads what led to the present status: entries, and what is still to be paid. */
export async function loadWhy(
  ctx: Context,
  subject: ServiceSubject,
  leading: Promise<Entry[]> = readLeading(ctx.db, subject.service.id),
): Promise<WhyFacts> {
  const { service } = subject
  const waitsForMoney = service.status === 'pending' || service.suspensions.length > 0
  const [entries, requests, owed] = await Promise.all([
    leading,
    service.suspensions.length === 0 ? [] : readRequests(ctx.db, service.id),
    waitsForMoney ? ctx.settlements.services.owedDocument(ctx.db, service.id) : null,
  ])
  const asked = new Map<SuspensionCause, Entry>()
  for (const { cause, since } of service.suspensions) {
    const own = requests.find((request) => request.at === fromIso(since))
    if (own) asked.set(cause, own)
  }
  const leads = [...LEADS[service.status], EDITED]
  const entry = entries.find(({ kind }) => leads.includes(kind))
  return { subject, entry: entry ?? null, asked, owed, now: ctx.clock.now() }
}

/**
 * The latest entry of each kind that leads to a status, the latest of all first. They may be read
 * while the service is, whose status says which of them counts.
 */
export async function readLeading(db: Db, serviceId: string): Promise<Entry[]> {
  const entries = await leadingEntries(db).execute({ serviceId, kinds: LEADING })
  return entries.sort((a, b) => b.id - a.id)
}

const leadingEntries = preparedPer((db) =>
  db
    .selectDistinctOn([history.kind])
    .from(history)
    .where(
      and(
        eq(history.subject, sql.raw(`'service'`)),
        eq(history.subjectId, sql.placeholder('serviceId')),
        sql`${history.kind} = any(${sql.placeholder('kinds')}::text[])`,
      ),
    )
    .orderBy(history.kind, desc(history.id))
    .prepare('leading_entries'),
)

function readRequests(db: Db, serviceId: string): Promise<Entry[]> {
  return db
    .select()
    .from(history)
    .where(
      and(
        eq(history.subject, 'service'),
        eq(history.subjectId, serviceId),
        eq(history.kind, REQUESTED),
      ),
    )
    .orderBy(desc(history.id))
    .limit(REQUESTS)
}

/** For staff: who or which rule, with whose value, which document, since when. */
export function whyForStaff(facts: WhyFacts, language: Language): string {
  const { subject, entry } = facts
  const { service, zone } = subject
  const status = capital(say(`service.status.${service.status}`, language))
  const reasons = reasonsOf(facts, language)
  const joined = reasons.reduce((first, second) => ({
    key: 'service.why.and',
    params: { first, second },
  }))
  const since = sinceOf(service.suspensions, entry) ?? service.createdAt
  const params = { status, since: { instant: since, zone }, reason: joined }
  return `${say({ key: 'service.why', params }, language)}.`
}

function reasonsOf({ subject, entry, asked, owed }: WhyFacts, language: Language): Text[] {
  const { service, operations } = subject
  const reasons: Text[] = []
  const isEdited = entry?.kind === EDITED
  const standing = service.status === 'suspended' ? service.suspensions : []
  for (const suspension of standing) {
    const cause = { key: `service.cause.${suspension.cause}` }
    const what = { key: 'service.why.what.cause', params: { cause } }
    const by = whoText(suspension.by.kind, suspension.by.name)
    const request = asked.get(suspension.cause)
    const because = becauseOf(suspension.cause, request?.cause ?? {})
    reasons.push(noted(wordsOf({ what, by, because }), suspension.note))
  }
  if (reasons.length === 0 || isEdited) {
    const what = { key: `service.why.what.${isEdited ? 'edited' : service.status}` }
    const by = entry ? whoText(entry.actorKind, entry.actorName) : whoText('system', '')
    const words = wordsOf({ what, by, because: entry?.cause ?? {} })
    reasons.push(noted(words, reasons.length > 0 ? '' : (entry?.note ?? '')))
  }
  if (operations.length > 0) {
    const hasFailed = operations.every(({ state }) => state === 'failed')
    reasons.push({ key: hasFailed ? 'service.why.failed' : 'service.why.under_way' })
  } else if (service.status === 'pending') {
    const waits = service.paidAt === null && owed ? 'payment' : service.deliverOn
    reasons.push({ key: `service.why.waits.${waits}` })
  }
  if (owed) reasons.push(owesText(owed, language))
  return reasons
}

function sinceOf(suspensions: readonly SuspensionEntry[], entry: Entry | null): Instant | null {
  if (entry) return entry.at
  const [first] = suspensions.map(({ since }) => fromIso(since)).sort()
  return first ?? null
}

const noted = (reason: Text, note: string): Text =>
  note === '' ? reason : { key: 'service.why.noted', params: { reason, note } }

function owesText({ document, amount, currency }: OwedDocument, language: Language): Text {
  const owes = formatMoney({ amount, currency }, language)
  return { key: 'service.why.owes', params: { document, amount: owes } }
}

/** The program's own actors have words; people have names. */
function whoText(kind: string, name: string): TextParam {
  if (kind === 'user') return { key: 'service.why.who.customer', params: { name } }
  const key = `service.why.who.${kind}`
  return hasText(key) ? { key } : name
}

interface Said {
  what: Text
  by: TextParam
  because: Record<string, unknown>
}

/** What was done by whom, and the policy step or batch behind it. */
function wordsOf({ what, by, because }: Said): Text {
  const reason: Text = { key: 'service.why.by', params: { what, who: by } }
  const cause = unwrap(because)
  if (cause.kind === 'batch' && typeof cause.number === 'number')
    return { key: 'service.why.batch', params: { reason, number: cause.number } }
  const rule = cause.kind === 'policy' ? ruleText(cause) : null
  if (!rule) return reason
  if (typeof cause.level !== 'string')
    return { key: 'service.why.policy', params: { reason, rule } }
  const level = { key: `policy.level.${cause.level}` }
  return { key: 'service.why.policy_level', params: { reason, rule, level } }
}

/** What may not be renewed was not left unpaid: nobody asked for money. */
function becauseOf(cause: SuspensionCause, because: Record<string, unknown>) {
  const { rule } = because
  return cause === 'term_ended' && rule === 'after_expiry'
    ? { ...because, rule: 'term_ended' }
    : because
}

/** An operation's outcome carries why it was asked for. */
function unwrap(cause: Record<string, unknown>): Record<string, unknown> {
  const { because } = cause
  const isWrapped = cause.kind === 'operation' && typeof because === 'object' && because !== null
  return isWrapped ? unwrap(because as Record<string, unknown>) : cause
}

function ruleText({ rule, value }: Record<string, unknown>): Text | null {
  const key = `service.why.rule.${rule}`
  if (!hasText(key)) return null
  const days = typeof value === 'number' ? value : 0
  const own = days === 0 ? `${key}.none` : days === 1 ? `${key}.one` : key
  return { key: hasText(own) ? own : key, params: { days } }
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
