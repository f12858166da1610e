import { ERROR_CODES, type ErrorCode, type ModuleError, type Result } from '@berth/sdk'
import { z } from 'zod'
import { boundedWait } from '../../domain/server-gate.ts'

/** Who is to blame that an answer is missing: what it means for the server's other calls. */
export type Blame =
  /** It could not be reached or did not answer in time. */
  | 'server'
  /** A bug: it threw, or answered what no answer can be. */
  | 'module'
  /** Staff, a newer intent or the end of the process asked to give up. */
  | 'asked'

/** An answer of a module: its result, or that none came. */
export type Answer<T> =
  | { kind: 'value'; value: T }
  | { kind: 'error'; error: ModuleError }
  | { kind: 'lost'; message: string; by: Blame }

export interface Question<T> {
  /** The longest that it may take, in milliseconds. */
  limitMs: number
  /** Aborted when staff, a newer intent or the end of the process ask to give up. */
  abort: AbortSignal
  mask(words: string): string
  run(signal: AbortSignal): Promise<Result<T>>
  /** Reads the value; throws with what is wrong. Without it any plain data will do. */
  read?(value: unknown): T
  /** Told what an answer said that came after it was given up. */
  late?(what: string): void
}

/** How long a module may take to obey the signal before it is left alone. */
const OBEY_MS = 1000

/**
 * Calls a module with a hard deadline. A throw, an answer that is none, one marked `lost`, a deadline
 * and an abort that is not answered all mean the same: nobody knows what was done. What comes back is
 * plain data that can be stored, whatever the module answered.
 */
export async function askModule<T>(question: Question<T>): Promise<Answer<T>> {
  const deadline = new AbortController()
  const signal = AbortSignal.any([question.abort, deadline.signal])
  const timer = setTimeout(
    () => deadline.abort(new Error(`No answer within ${question.limitMs} ms`)),
    question.limitMs,
  )
  const by = (): Blame => (question.abort.aborted ? 'asked' : 'server')
  let leave: NodeJS.Timeout | undefined
  const left = new Promise<null>((resolve) => {
    const wait = () => {
      leave = setTimeout(() => resolve(null), OBEY_MS)
    }
    if (signal.aborted) wait()
    else signal.addEventListener('abort', wait, { once: true })
  })
  const asked = answerOf(question, signal, by)
  try {
    const answer = await Promise.race([asked, left])
    if (answer !== null) return answer
    const { late } = question
    if (late) void asked.then((answer) => late(describe(answer)))
    return { kind: 'lost', message: wordsOf(signal.reason), by: by() }
  } finally {
    clearTimeout(timer)
    clearTimeout(leave)
  }
}

async function answerOf<T>(
  question: Question<T>,
  signal: AbortSignal,
  by: () => Blame,
): Promise<Answer<T>> {
  const said = (words: string) => storable(question.mask(words)).slice(0, LONGEST_MESSAGE)
  let result: unknown
  try {
    result = await question.run(signal)
  } catch (error) {
    const blame = signal.aborted ? by() : isNetworkError(error) ? 'server' : 'module'
    return { kind: 'lost', message: said(wordsOf(error)), by: blame }
  }
  try {
    const answer = resultSchema.parse(plainData(result))
    if (answer.ok) {
      const value = answer.value ?? null
      return { kind: 'value', value: question.read ? question.read(value) : (value as T) }
    }
    const { retryAfterMs, ...more } = answer.error
    const wait = retryAfterMs == null ? {} : { retryAfterMs: boundedWait(retryAfterMs) }
    const error = { ...more, ...wait, message: said(more.message) } as ModuleError
    if (!error.lost) return { kind: 'error', error }
    return { kind: 'lost', message: error.message, by: signal.aborted ? by() : 'server' }
  } catch (error) {
    const why = error instanceof z.ZodError ? complaint(error) : wordsOf(error)
    return {
      kind: 'lost',
      message: said(`The module’s answer cannot be read: ${why}`),
      by: 'module',
    }
  }
}

/** Longer messages are cut: a provider may answer with a page of HTML. */
const LONGEST_MESSAGE = 2000
/** The largest answer that is taken in, in characters of JSON. */
const LARGEST_ANSWER = 10_000_000

const resultSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({
    ok: z.literal(false),
    error: z.object({
      code: z.enum(ERROR_CODES as readonly [ErrorCode, ...ErrorCode[]]),
      message: z.string(),
      // JSON has neither NaN nor Infinity: they come as null.
      retryAfterMs: z.number().nullish(),
      lost: z.literal(true).optional(),
      stillRunning: z.literal(true).optional(),
      pointer: z.string().max(500).optional(),
    }),
  }),
])

/** What can travel as JSON and be stored by PostgreSQL; throws for cycles, bigints and far too much. */
function plainData(value: unknown): unknown {
  const text = JSON.stringify(value)
  if (text === undefined) return undefined
  if (text.length > LARGEST_ANSWER) throw new Error(`${text.length} characters are too many`)
  // NUL and halves of surrogate pairs are always escaped; rarely there, so looked for first.
  if (!/\\u(0000|d[89a-f])/i.test(text)) return JSON.parse(text)
  return JSON.parse(text, (_name, part) => (typeof part === 'string' ? storable(part) : part))
}

const storable = (text: string) => text.toWellFormed().replaceAll('\0', '\uFFFD')

function complaint({ issues }: z.ZodError): string {
  const [first] = issues
  if (!first) return 'nothing'
  return first.path.length > 0 ? `${first.path.join('/')}: ${first.message}` : first.message
}

/** How `fetch` and sockets fail; a module that lets such an error through still met the server. */
function isNetworkError(error: unknown): boolean {
  for (let e: unknown = error; e instanceof Error; e = e.cause) {
    if (e.name === 'TimeoutError' || e.name === 'AbortError') return true
    if ('code' in e && /^(E[A-Z]{4,}|UND_ERR)/.test(String(e.code))) return true
  }
  return false
}

function describe(answer: Answer<unknown>): string {
  if (answer.kind === 'value') return 'it was done'
  return answer.kind === 'error' ? `${answer.error.code}: ${answer.error.message}` : answer.message
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error)
}
