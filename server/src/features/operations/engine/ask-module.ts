import type { Result } from '@berth/sdk'
import type { Answer } from './outcome.ts'

export interface Question<T> {
  /** The longest that it may take, in milliseconds. */
  limitMs: number
  /** Aborted when staff, a newer intent or the end of the process ask to give up. */
  abort: AbortSignal
  mask(words: string): string
  run(signal: AbortSignal): Promise<Result<T>>
  /** Told what an answer said that came after it was given up. */
  late?(what: string): void
}

/** How long a module may take to obey the signal before it is left alone. */
const OBEY_MS = 1000

/**
 * Calls a module with a hard deadline. A throw, an answer marked `lost`, a deadline and an abort
 * that is not answered all mean the same: nobody knows what was done.
 */
export async function askModule<T>(question: Question<T>): Promise<Answer<T>> {
  const deadline = new AbortController()
  const signal = AbortSignal.any([question.abort, deadline.signal])
  const timer = setTimeout(
    () => deadline.abort(new Error(`No answer within ${question.limitMs} ms`)),
    question.limitMs,
  )
  let leave: NodeJS.Timeout | undefined
  const left = new Promise<null>((resolve) => {
    const wait = () => {
      leave = setTimeout(() => resolve(null), OBEY_MS)
    }
    if (signal.aborted) wait()
    else signal.addEventListener('abort', wait, { once: true })
  })
  const asked = answerOf(question, signal)
  try {
    const answer = await Promise.race([asked, left])
    if (answer !== null) return answer
    const { late } = question
    if (late) void asked.then((answer) => late(describe(answer)))
    return { kind: 'lost', message: wordsOf(signal.reason) }
  } finally {
    clearTimeout(timer)
    clearTimeout(leave)
  }
}

async function answerOf<T>(question: Question<T>, signal: AbortSignal): Promise<Answer<T>> {
  try {
    const result = await question.run(signal)
    if (result.ok) return { kind: 'value', value: result.value }
    const error = { ...result.error, message: question.mask(result.error.message) }
    return error.lost ? { kind: 'lost', message: error.message } : { kind: 'error', error }
  } catch (error) {
    return { kind: 'lost', message: question.mask(wordsOf(error)) }
  }
}

function describe(answer: Answer<unknown>): string {
  if (answer.kind === 'value') return 'it was done'
  return answer.kind === 'error' ? `${answer.error.code}: ${answer.error.message}` : answer.message
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error)
}
