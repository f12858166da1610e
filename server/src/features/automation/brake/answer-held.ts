import { and, eq, sql } from 'drizzle-orm'
import type { Env } from '../../../context.ts'
import type { BrakedStep } from '../../../domain/brake.ts'
import type { Instant } from '../../../domain/instant.ts'
import { anyOf } from '../../../platform/any-of.ts'
import type { Tx } from '../../../platform/db.ts'
import { newId } from '../../../platform/ids.ts'
import { refuse } from '../../../platform/problem.ts'
import { tellChanged } from '../../../platform/stream.ts'
import { inTransaction } from '../../../platform/transaction.ts'
import { record } from '../../history/record.ts'
import { lockServices } from '../../operations/lock-services.ts'
import { changeService } from '../../services/change.ts'
import { loadServices } from '../../services/subject.ts'
import { wakeServices } from '../../services/wake.ts'
import { loadCalendar } from '../load-calendar.ts'
import { loadStates } from '../load-states.ts'
import { fitting, type HeldFilter } from './held-filter.ts'
import { type HeldVerdict, judgeHeld } from './judge-held.ts'
import { brakeAnswers, brakeHeld } from './tables.ts'
import './texts.ts'

/** Services answered in one transaction. */
const CHUNK = 200

/** Which held steps are meant: those named, or all that a list narrowed like this shows. */
export interface HeldList {
  step: BrakedStep
  which: { serviceIds: readonly string[] } | { filters: Omit<HeldFilter, 'step'> }
  /** How many were seen; with another number nothing is answered (409 `brake_list_changed`). */
  expectedCount: number
}

export type HeldAnswer =
  | { answer: 'approved'; note: string }
  /** Holds the services until a date, or open-ended. */
  | { answer: 'refused'; until: Instant | null; note: string }

/** What came of an answer. */
export interface Answered {
  answerId: string
  carriedOut: number
  dropped: { serviceId: string; because: Exclude<HeldVerdict, 'stands'> | 'answered' }[]
}

type Row = typeof brakeHeld.$inferSelect

/**
 * Answers held steps. The list is frozen first; then each service is decided anew, and only those
 * that still want the same step get the answer, the others are told as dropped. Twice the same
 * answer, or two people at once, does nothing twice.
 */
export async function answerHeld(env: Env, list: HeldList, said: HeldAnswer): Promise<Answered> {
  const { ctx } = env
  const { answerId, rows } = await freezeList(env, list, said)
  const answered: Answered = { answerId, carriedOut: 0, dropped: [] }
  const found = new Set(rows.map(({ serviceId }) => serviceId))
  for (const serviceId of namedBy(list))
    if (!found.has(serviceId)) answered.dropped.push({ serviceId, because: 'answered' })
  for (let from = 0; from < rows.length; from += CHUNK) {
    const chunk = rows.slice(from, from + CHUNK)
    const part = await inTransaction(ctx, (tx) => answerChunk(tx, env, { answerId, chunk, said }))
    answered.carriedOut += part.carriedOut
    answered.dropped.push(...part.dropped)
  }
  const counts = { carriedOut: answered.carriedOut, dropped: answered.dropped.length }
  await ctx.db.update(brakeAnswers).set(counts).where(eq(brakeAnswers.id, answerId))
  await tellChanged(ctx.db, [{ subject: 'brake', id: answerId, customerId: null }])
  return answered
}

const namedBy = ({ which }: HeldList) => ('serviceIds' in which ? which.serviceIds : [])

function freezeList({ ctx, actor, now }: Env, list: HeldList, said: HeldAnswer) {
  const { step, which, expectedCount } = list
  return inTransaction(ctx, async (tx) => {
    const rows = await tx
      .select()
      .from(brakeHeld)
      .where(
        'serviceIds' in which
          ? and(fitting({ step }), anyOf(brakeHeld.serviceId, which.serviceIds))
          : fitting({ step, ...which.filters }),
      )
      .orderBy(brakeHeld.serviceId)
    const seen = 'serviceIds' in which ? new Set(which.serviceIds).size : rows.length
    if (seen !== expectedCount) throw refuse('brake_list_changed', { count: rows.length })
    const answerId = newId()
    const { kind, id, name } = actor
    await tx.insert(brakeAnswers).values({
      ...{ id: answerId, answer: said.answer, step, at: now, by: { kind, id, name } },
      until: said.answer === 'refused' ? said.until : null,
      note: said.note,
    })
    return { answerId, rows }
  })
}

interface Chunk {
  answerId: string
  chunk: readonly Row[]
  said: HeldAnswer
}

async function answerChunk(
  tx: Tx,
  env: Env,
  { answerId, chunk, said }: Chunk,
): Promise<Omit<Answered, 'answerId'>> {
  const { now } = env
  const ids = chunk.map(({ serviceId }) => serviceId)
  await lockServices(tx, ids)
  const rows = await tx
    .select()
    .from(brakeHeld)
    .where(
      and(
        eq(brakeHeld.state, 'held'),
        anyOf(
          brakeHeld.id,
          chunk.map(({ id }) => id),
        ),
      ),
    )
    .for('update')
  const judged = await judgeAll(tx, rows, now)
  const answered = new Set(rows.map(({ id }) => id))
  const late = chunk.filter(({ id }) => !answered.has(id))
  const stands = rows.filter(({ id }) => judged.get(id) === 'stands')
  const others = rows.filter(({ id }) => judged.get(id) !== 'stands')
  await settle(tx, stands, { state: said.answer, answerId, now })
  await settle(tx, others, { state: 'dropped', answerId, now })
  if (said.answer === 'approved') await noteApproval(tx, env, { rows: stands, answerId, said })
  else await holdServices(tx, env, { rows: stands, answerId, said })
  await wakeServices(tx, ids, now)
  return {
    carriedOut: stands.length,
    dropped: [
      ...late.map(({ serviceId }) => ({ serviceId, because: 'answered' as const })),
      ...others.map(({ id, serviceId }) => {
        const verdict = judged.get(id)
        return { serviceId, because: verdict === 'on_hold' ? verdict : ('moved_on' as const) }
      }),
    ],
  }
}

async function judgeAll(
  tx: Tx,
  rows: readonly Row[],
  now: Instant,
): Promise<Map<string, HeldVerdict>> {
  const calendar = await loadCalendar(tx, now)
  const ids = rows.map(({ serviceId }) => serviceId)
  const states = await loadStates(tx, ids, now)
  return new Map(
    rows.map((row) => {
      const state = states.get(row.serviceId)
      return [row.id, state ? judgeHeld(state, row, { calendar, now }) : 'moved_on']
    }),
  )
}

async function settle(
  tx: Tx,
  rows: readonly Row[],
  { state, answerId, now }: { state: Row['state']; answerId: string; now: Instant },
): Promise<void> {
  if (rows.length === 0) return
  const ids = rows.map(({ id }) => id)
  await tx
    .update(brakeHeld)
    .set({ state, answerId, settledAt: now })
    .where(sql`${brakeHeld.id} = any(${sql.param(ids)}::uuid[])`)
}

interface Said<A extends HeldAnswer['answer']> {
  rows: readonly Row[]
  answerId: string
  said: Extract<HeldAnswer, { answer: A }>
}

async function noteApproval(
  tx: Tx,
  env: Env,
  { rows, answerId, said }: Said<'approved'>,
): Promise<void> {
  await record(
    tx,
    env,
    rows.map(({ serviceId, customerId, step, reason }) => ({
      ...{ subject: 'service', subjectId: serviceId, customerId, kind: 'service.brake_approved' },
      after: { step, reason, answerId },
      note: said.note || null,
    })),
  )
}

async function holdServices(
  tx: Tx,
  env: Env,
  { rows, answerId, said: { until, note } }: Said<'refused'>,
): Promise<void> {
  const ids = rows.map(({ serviceId }) => serviceId)
  const subjects = await loadServices(tx, ids, env.now)
  for (const { serviceId, step } of rows) {
    const subject = subjects.get(serviceId)
    if (!subject) continue
    await changeService(tx, env, subject.service, {
      set: { holdUntil: until, heldForever: until === null, holdReason: note },
      entry: { kind: 'service.brake_refused', note: note || null, after: { step, answerId } },
    })
  }
}
