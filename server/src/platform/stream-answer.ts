import type { FastifyReply, FastifyRequest } from 'fastify'
import { Problem, problemDocument } from './problem.ts'
import type { Language } from './text.ts'

/** What long work is given: when to stop, and where to say how far it is. */
export interface StreamedWork {
  /** Aborted when the other side has gone. */
  signal: AbortSignal
  /** `found`: how many of those that are done count for the answer, where that is known so far. */
  progress(done: number, total: number, found?: number): void
}

/** A signal that is aborted when the other side goes before it has its answer. */
export function untilGone({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController()
  raw.on('close', () => {
    if (!raw.writableEnded) controller.abort(new Error('the other side has gone'))
  })
  return controller.signal
}

/**
 * Answers with server-sent events: `progress` with `{ done, total, found? }` now and then, at the end one
 * `result` with the answer, or one `error` with the problem document. When the other side goes, the
 * work is told to stop.
 */
export async function streamAnswer<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  { language, work }: { language: Language; work: (streamed: StreamedWork) => Promise<T> },
): Promise<void> {
  const signal = untilGone(reply)
  reply.hijack()
  reply.raw.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  })
  const tell = (event: string, data: unknown) => {
    if (!signal.aborted) reply.raw.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  }
  try {
    const progress: StreamedWork['progress'] = (done, total, found) =>
      tell('progress', { done, total, found })
    tell('result', await work({ signal, progress }))
  } catch (error) {
    if (!signal.aborted) tell('error', errorDocument(request, error, language))
  }
  reply.raw.end()
}

function errorDocument(request: FastifyRequest, error: unknown, language: Language) {
  if (!(error instanceof Problem)) request.log.error({ err: error }, 'streamed answer')
  const problem = error instanceof Problem ? error : new Problem('internal', { cause: error })
  return problemDocument(problem, language, request.id)
}
