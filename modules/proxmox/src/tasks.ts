import {
  fail,
  type ModuleError,
  type OperationContext,
  ok,
  type Result,
  type Text,
} from '@berth/sdk'
import { z } from 'zod'
import type { Parameters, Pve } from './client.ts'
import { codeOfWords } from './failures.ts'
import { count } from './numbers.ts'

/*
 * Proxmox answers most changes with the id of a task (UPID) and does the work afterwards. A task is
 * followed to its end: what it ends with is the outcome, not the answer that began it.
 */

const statusSchema = z.object({
  status: z.enum(['running', 'stopped']),
  exitstatus: z.string().optional(),
})
const logSchema = z.array(z.object({ n: count, t: z.string().default('') }))

/** What staff and the customer read while a task runs. */
export interface Step {
  readonly text: Text
}

/** First wait between two looks at a task; it grows by half up to the longest. */
const FIRST_WAIT_MS = 60
const LONGEST_WAIT_MS = 3000
/** When the task is still running after all patience, how long before it is looked at again. */
const LOOK_AGAIN_MS = 15_000
const LOG_LINES = 200

/** Makes a change and follows its task, if it began one. */
export async function run(
  pve: Pve,
  ctx: OperationContext,
  change: readonly ['POST' | 'PUT' | 'DELETE', string, Parameters?],
  step: Step,
): Promise<Result<null>> {
  ctx.progress(step)
  const begun = await pve.change(...change)
  if (!begun.ok) return begun
  const upid = begun.value
  if (typeof upid !== 'string' || !upid.startsWith('UPID:')) return ok(null)
  await ctx.remember(upid)
  return followTask(pve, ctx, upid, step)
}

/** The node that a task runs on: `UPID:node:…`. */
function nodeOf(upid: string): string {
  return upid.split(':')[1] ?? ''
}

/** Waits for the end of a task; anything but success is an error in its own words. */
export async function followTask(
  pve: Pve,
  ctx: OperationContext,
  upid: string,
  step: Step,
): Promise<Result<null>> {
  const path = `/nodes/${nodeOf(upid)}/tasks/${encodeURIComponent(upid)}`
  let waitMs = FIRST_WAIT_MS
  let linesRead = 0
  while (true) {
    const state = await pve.get(`${path}/status`, statusSchema)
    if (!state.ok) return state
    if (state.value.status === 'stopped') return endOf(pve, ctx, path, state.value.exitstatus)
    if (pve.patience.leftMs <= 0) return stillAtIt(upid)
    const log = await pve.get(`${path}/log`, logSchema, { start: linesRead, limit: LOG_LINES })
    if (log.ok && log.value.length > 0) {
      linesRead += log.value.length
      const percent = percentOf(log.value.map((line) => line.t))
      if (percent !== null) ctx.progress({ ...step, percent })
    }
    pve.patience.leftMs -= waitMs
    await ctx.sleep(waitMs)
    waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 1.5)
  }
}

/** The last percentage that a task wrote, such as `transferred 2.0 GiB of 10.0 GiB (20.00%)`. */
export function percentOf(lines: readonly string[]): number | null {
  for (const line of lines.toReversed()) {
    const percent = /(\d{1,3}(?:\.\d+)?) ?%/.exec(line)?.[1]
    if (percent !== undefined && Number(percent) <= 100) return Math.round(Number(percent))
  }
  return null
}

function stillAtIt(what: string): Result<never> {
  return fail('transient', `Still running: ${what}`, {
    stillRunning: true,
    retryAfterMs: LOOK_AGAIN_MS,
  })
}

async function endOf(
  pve: Pve,
  ctx: OperationContext,
  path: string,
  exitstatus = 'unknown',
): Promise<Result<null>> {
  if (exitstatus === 'OK') return ok(null)
  const log = await pve.get(`${path}/log`, logSchema, { start: 0, limit: LOG_LINES })
  const lines = log.ok ? log.value.map((line) => line.t).slice(-20) : []
  ctx.log('A task ended with more than “OK”', { exitstatus, lines })
  if (/^WARNINGS: \d+$/.test(exitstatus)) return ok(null)
  return fail(codeOfWords(exitstatus) ?? 'transient', `The task failed: ${exitstatus}`)
}

/** Follows what an earlier attempt began. How it ended matters little: the state is looked at next. */
export async function followRemembered(pve: Pve, ctx: OperationContext): Promise<Result<null>> {
  const upid = ctx.remembered.taskId
  if (upid === null) return ok(null)
  const text = { en: 'Following what was begun', fr: 'Suivi de ce qui est en cours' }
  const followed = await followTask(pve, ctx, upid, { text })
  if (followed.ok || !isToBeAskedAgain(followed.error)) return ok(null)
  return followed
}

function isToBeAskedAgain(error: ModuleError): boolean {
  return error.stillRunning === true || error.lost === true || error.code === 'auth'
}

/** Waits a little for a condition, on the same patience as tasks. False when it ran out. */
export async function waitUntil(
  pve: Pve,
  ctx: OperationContext,
  reached: () => Promise<Result<boolean>>,
): Promise<Result<null>> {
  let waitMs = FIRST_WAIT_MS
  while (true) {
    const now = await reached()
    if (!now.ok) return now
    if (now.value) return ok(null)
    if (pve.patience.leftMs <= 0) return stillAtIt('a change that was begun before')
    pve.patience.leftMs -= waitMs
    await ctx.sleep(waitMs)
    waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 1.5)
  }
}
