import type { z } from 'zod'
import { toInstantJson } from '../../platform/json.ts'
import { type Language, say } from '../../platform/text.ts'
import { type Batch, type BatchSubject, countOf } from './batch-subject.ts'
import { asksForNumber } from './implementation.ts'
import type { batchJson, batchRowJson } from './schemas.ts'
import type { BatchActor, batchRows } from './tables.ts'
import { undoOf } from './undos.ts'

type Row = typeof batchRows.$inferSelect

/** A batch as staff see it, in their language. */
export function batchOut(subject: BatchSubject, language: Language): z.infer<typeof batchJson> {
  const { batch, undoneBy } = subject
  const { id, number, action, input, state, summary, undoOf: undone } = batch
  const undo = undoOf(batch)
  return {
    ...{ id, number, action, input, selection: { ...batch.selection }, state },
    counts: countsOut(batch),
    summary: summary && {
      ...summary,
      skips: summary.skips.map(({ code, reason, n }) => ({ code, text: say(reason, language), n })),
    },
    typedConfirmation: asksForNumber(batch),
    stoppedBecause: batch.stoppedBecause && say(batch.stoppedBecause, language),
    undoLeaves: undo && say(undo.leaves, language),
    createdBy: personOut(batch.createdBy),
    runBy: batch.runBy && personOut(batch.runBy),
    createdAt: toInstantJson(batch.createdAt),
    plannedAt: toInstantJson(batch.plannedAt),
    confirmedAt: toInstantJson(batch.confirmedAt),
    finishedAt: toInstantJson(batch.finishedAt),
    undoOf: undone,
    undoneBy: undoneBy.map((by) => ({ id: by.id, number: by.number, state: by.state })),
  }
}

const personOut = ({ kind, id, name }: BatchActor) => ({ kind, id, name })

/** Open rows will be done once it is confirmed; from then on they wait for their turn. */
function countsOut(batch: Batch): z.infer<typeof batchJson>['counts'] {
  const open = countOf(batch, 'open')
  const confirmed = batch.confirmedAt !== null
  return {
    total: batch.total,
    willDo: confirmed ? 0 : open,
    skipped: countOf(batch, 'skipped'),
    waiting: confirmed ? open : 0,
    running: countOf(batch, 'running'),
    done: countOf(batch, 'done'),
    failed: countOf(batch, 'failed'),
    cancelled: countOf(batch, 'cancelled'),
  }
}

/** A row as staff see it. Rows that were not asked yet are not shown. */
export function rowOut(row: Row, batch: Batch, language: Language): z.infer<typeof batchRowJson> {
  const { service, serviceId, outcome, operationId, attempts } = row
  const reason = row.reason && say(row.reason, language)
  const failed = row.state === 'failed'
  return {
    id: String(row.position),
    service: { id: serviceId, ...service },
    state: rowState(row, batch),
    effects: row.effects.map((effect) => say(effect, language)),
    reason: reason && row.reasonCode && !failed ? { code: row.reasonCode, text: reason } : null,
    outcome: outcome && {
      statusFrom: outcome.statusFrom ?? null,
      statusTo: outcome.statusTo ?? null,
      operation: outcome.operation ?? null,
      serverId: outcome.serverId ?? null,
      serverName: outcome.serverName ?? null,
      mail: outcome.mail ?? null,
      money: outcome.money ?? null,
    },
    operationId,
    error: failed ? (row.error ?? reason) : null,
    attempts,
    finishedAt: toInstantJson(row.finishedAt),
  }
}

function rowState({ state }: Row, { confirmedAt }: Batch) {
  if (state === 'open' || state === 'listed') return confirmedAt === null ? 'willDo' : 'waiting'
  return state
}
