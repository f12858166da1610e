import {
  fail,
  type ModuleContext,
  type OperationContext,
  ok,
  type Result,
  type Text,
} from '@berth/sdk'
import { z } from 'zod'
import type { Incus } from './client.ts'
import { type EventStream, openEvents } from './events.ts'
import { failedOperation } from './failures.ts'
import { type Operation, operationSchema } from './wire.ts'

/** Without events the server is asked again and again; each question may wait there this long. */
const WAIT_SECONDS = 5
/** Between two questions where waiting is refused. */
const PAUSE_MS = 1000
/**
 * With events the operation is looked at besides, soon and then ever more seldom: the server opens a
 * stream a moment before it listens itself, and a stream may be dead without a word.
 */
const FIRST_LOOK_MS = 200
const LOOK_MS = 15_000
/** After which the module's call is made again, if an operation is still running. */
const AGAIN_MS = 3000

/** What came of an operation: `gone` when the server has forgotten it, seconds after its end. */
export type Outcome = 'done' | 'gone'

export interface Following {
  /** Gives up after this long with `stillRunning`; absent: only when the call is aborted. */
  readonly limitMs?: number | undefined
  /** Called with every state that is seen. */
  readonly onChange?: ((operation: Operation) => void) | undefined
}

const isFinal = ({ status_code }: Operation) => status_code === 200 || status_code >= 400

/** Follows an operation to its end: by the server's events, by asking where there are none. */
export async function follow(
  ctx: ModuleContext,
  incus: Incus,
  id: string,
  { limitMs, onChange }: Following = {},
): Promise<Result<Outcome>> {
  const limit = limitMs === undefined ? undefined : AbortSignal.timeout(limitMs)
  const signal = limit ? AbortSignal.any([ctx.signal, limit]) : ctx.signal
  const events = openEvents(incus.settings, signal)
  try {
    const byEvents = await events.opened
    if (!byEvents && !signal.aborted) ctx.log('No events from the server: asking instead', { id })
    const last = byEvents
      ? await hear(incus, id, { events, signal, onChange })
      : await ask(incus, id, { signal, onChange })
    return outcomeOf(last)
  } catch (error) {
    if (ctx.signal.aborted) return fail('transient', 'Given up while waiting', { lost: true })
    if (!limit?.aborted) throw error
    const words = `The operation ${id} is still running`
    return fail('transient', words, { stillRunning: true, retryAfterMs: AGAIN_MS })
  } finally {
    events.close()
  }
}

function outcomeOf(last: Result<Operation>): Result<Outcome> {
  if (!last.ok) return last.error.code === 'not_found' ? ok('gone') : last
  const { status_code, err } = last.value
  return status_code === 200 ? ok('done') : { ok: false, error: failedOperation(err) }
}

interface Watching {
  readonly signal: AbortSignal
  readonly onChange?: ((operation: Operation) => void) | undefined
}

/**
 * Asks until it is final. What `wait` answers is not looked at: servers differ in what they say when
 * the time is over or the operation failed. The signal ends it with an exception.
 */
async function ask(incus: Incus, id: string, { signal, onChange }: Watching) {
  const path = `/1.0/operations/${id}`
  const query = { timeout: String(WAIT_SECONDS) }
  for (;;) {
    const asked = incus.read(path, operationSchema, { inProject: false })
    const seen = await orAborted(asked, signal)
    if (seen.ok) onChange?.(seen.value)
    if (!seen.ok || isFinal(seen.value)) return seen
    const waited = incus.read(`${path}/wait`, z.unknown(), { inProject: false, query })
    const { ok: hasWaited } = await orAborted(waited, signal)
    if (!hasWaited) await orAborted(pause(PAUSE_MS), signal)
  }
}

/** Looks once, for what happened before the stream was open, and then listens. */
async function hear(
  incus: Incus,
  id: string,
  { events, signal, onChange }: Watching & { events: EventStream },
) {
  const { promise: heard, resolve } = Promise.withResolvers<Operation | null>()
  events.onOperation((operation) => {
    if (operation && operation.id !== id) return
    if (operation) onChange?.(operation)
    if (!operation || isFinal(operation)) resolve(operation)
  })
  for (let lookMs = FIRST_LOOK_MS; ; lookMs = Math.min(LOOK_MS, lookMs * 3)) {
    const looked = incus.read(`/1.0/operations/${id}`, operationSchema, { inProject: false })
    const seen = await orAborted(looked, signal)
    if (seen.ok) onChange?.(seen.value)
    if (!seen.ok || isFinal(seen.value)) return seen
    const said = await orAborted(Promise.race([heard, pause(lookMs)]), signal)
    if (said === null) return ask(incus, id, { signal, onChange })
    if (said !== 'nothing') return ok(said)
  }
}

function pause(durationMs: number): Promise<'nothing'> {
  return new Promise((resolve) => {
    setTimeout(resolve, durationMs, 'nothing' as const).unref()
  })
}

function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const onAbort = () => reject(signal.reason)
  if (signal.aborted) onAbort()
  signal.addEventListener('abort', onAbort, { once: true })
  return Promise.race([work, promise]).finally(() => signal.removeEventListener('abort', onAbort))
}

/** Changes something and follows the operation, if there is one, to its end. */
export async function carryOut(
  ctx: ModuleContext,
  incus: Incus,
  change: Parameters<Incus['change']>,
  following: Following = {},
): Promise<Result<Outcome>> {
  const started = await incus.change(...change)
  if (!started.ok) return started
  return started.value === null ? ok('done') : follow(ctx, incus, started.value, following)
}

/** The operations of the project: by their state as the servers answer, or listed as is published. */
const operationsSchema = z
  .union([z.array(operationSchema), z.record(z.string(), z.array(operationSchema))])
  .nullish()
  .transform((all) => Object.values(all ?? {}).flat())

/** The operations that work on an instance right now. */
export async function operationsOn(incus: Incus, name: string): Promise<Result<Operation[]>> {
  const all = await incus.read('/1.0/operations', operationsSchema, { query: { recursion: '1' } })
  if (!all.ok) return all
  const names = (operation: Operation) =>
    [...(operation.resources.instances ?? []), ...(operation.resources.containers ?? [])].map(
      (path) => new URL(path, 'http://incus').pathname.split('/').at(-1),
    )
  return ok(all.value.filter((operation) => !isFinal(operation) && names(operation).includes(name)))
}

/** Lets what an earlier attempt has begun on an instance come to its end, however it ends. */
export async function whenQuiet(
  ctx: ModuleContext,
  incus: Incus,
  name: string,
  following: Following = {},
): Promise<Result<null>> {
  const running = await operationsOn(incus, name)
  if (!running.ok) return running
  for (const { id, description } of running.value) {
    ctx.log('The server is still at work on it', { id, description })
    const ended = await follow(ctx, incus, id, following)
    if (!ended.ok && ended.error.code === 'transient') return ended
  }
  return ok(null)
}

/** Says how far a download or the unpacking of an image is: `rootfs: 45% (12.34MB/s)`. */
export function reportProgress(ctx: OperationContext, doing: Text): (operation: Operation) => void {
  return ({ metadata }) => {
    const words = Object.entries(metadata).find(([name]) => name.endsWith('_progress'))?.[1]
    const percent = typeof words === 'string' ? /(\d{1,3})%/.exec(words)?.[1] : undefined
    if (percent !== undefined)
      ctx.progress({ text: doing, percent: Math.min(100, Number(percent)) })
  }
}
