import { z } from 'zod'
import type { Context, Env } from '../../../context.ts'
import { allowed, defineAction, refused, type Verdict } from '../../../platform/action.ts'
import { instantInput } from '../../services/actions/inputs.ts'
import { type DriftSubject, driftSubject } from '../drift-subject.ts'
import { AT_REST, moveDrift } from '../move-row.ts'
import { note } from './inputs.ts'

const input = z.strictObject({
  /** null = for good. */
  until: instantInput
    .nullable()
    .default(null)
    .meta({ label: { en: 'Until (empty: for good)', fr: 'Jusqu’au (vide : définitivement)' } }),
  note,
})
type Input = z.output<typeof input>
const output = z.object({ operationId: z.null() })
type Output = z.output<typeof output>

/** Staff leave a row aside until a date, or for good. It settles all the same when its cause goes. */
export const ignoreDrift = defineAction<Context, DriftSubject, Input, Output>({
  id: 'drift.ignore',
  on: driftSubject,
  permission: 'drift:fix',
  audiences: ['staff'],
  summary: 'Leave a difference aside until a date, or for good',
  input,
  output,
  check({ row }, wish, { now }): Verdict {
    if (row.state === 'fixing') return refused('drift_being_fixed')
    if (row.state === 'fixed' || row.state === 'gone') return refused('drift_settled')
    if (wish && wish.until !== null && wish.until <= now) return refused('date_in_past')
    return allowed({ key: 'drift.effect.ignored' })
  },
  async run(tx, { row }, wish, env: Env) {
    const set = { ...AT_REST, state: 'ignored' as const, ignoredUntil: wish.until }
    await moveDrift(tx, env, row, {
      set: { ...set, note: wish.note || row.note },
      kind: 'drift.ignored',
      note: wish.note,
      after: { ignoredUntil: wish.until },
    })
    return { operationId: null }
  },
})

/** Staff look at it again: one that is ignored, or whose removal waits for its next attempt. */
export const reopenDrift = defineAction<Context, DriftSubject, { note: string }, Output>({
  id: 'drift.reopen',
  on: driftSubject,
  permission: 'drift:fix',
  audiences: ['staff'],
  summary: 'Open an ignored difference again, or stop trying to remove a resource',
  input: z.strictObject({ note }),
  output,
  check({ row }): Verdict {
    if (row.state === 'fixing' && row.dueAt !== null)
      return allowed({ key: 'drift.effect.stopped' })
    if (row.state === 'ignored') return allowed({ key: 'drift.effect.reopened' })
    return refused(row.state === 'open' ? 'drift_open' : 'drift_not_ignored')
  },
  async run(tx, { row }, wish, env: Env) {
    const set = { state: 'open' as const, ignoredUntil: null, dueAt: null, leaseUntil: null }
    await moveDrift(tx, env, row, { set, kind: 'drift.reopened', note: wish.note })
    return { operationId: null }
  },
})
