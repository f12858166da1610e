import { networkProblem, type Problem, ProblemError, problemOf } from './problem.ts'

/** How far a long answer is. */
export interface StreamProgress {
  done: number
  total: number
  /** How many of those that are done count for the answer, where the server says so. */
  found?: number
}

export interface StreamedCall {
  method?: 'GET' | 'POST'
  url: string
  body?: unknown
  /** Ends the work on the server too. */
  signal?: AbortSignal
  onProgress?: (progress: StreamProgress) => void
}

/**
 * Asks for an answer that takes a while and tells how far it is: server-sent events `progress`,
 * then one `result` or `error`. An event source could send no body and would ask again by itself.
 */
export async function readStreamed<Answer>(call: StreamedCall): Promise<Answer> {
  const { signal } = call
  try {
    const response = await open(call)
    if (!response.ok) throw await problemOf(response)
    for await (const event of eventsOf(response)) {
      const data = JSON.parse(event.data) as unknown
      if (event.name === 'progress') call.onProgress?.(data as StreamProgress)
      if (event.name === 'result') return data as Answer
      if (event.name === 'error') throw new ProblemError(data as Problem)
    }
  } catch (error) {
    if (signal?.aborted || error instanceof ProblemError) throw error
    throw networkProblem()
  }
  throw networkProblem()
}

function open({ method = 'GET', url, body, signal }: StreamedCall): Promise<Response> {
  const headers: Record<string, string> = {
    accept: 'text/event-stream, application/problem+json',
    'accept-language': document.documentElement.lang,
  }
  if (body !== undefined) headers['content-type'] = 'application/json'
  return fetch(url, {
    method,
    headers,
    credentials: 'same-origin',
    signal,
    body: body === undefined ? undefined : JSON.stringify(body),
  })
}

interface StreamEvent {
  name: string
  data: string
}

async function* eventsOf(response: Response): AsyncGenerator<StreamEvent> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  if (!reader) return
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      const { events, left } = splitEvents(rest + value)
      rest = left
      yield* events
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

/** The whole events of a text, and the part of one that has only begun. */
export function splitEvents(text: string): { events: StreamEvent[]; left: string } {
  const blocks = text.replaceAll('\r\n', '\n').split('\n\n')
  const left = blocks.pop() ?? ''
  return { events: blocks.map(parseEvent).filter((event) => event !== null), left }
}

/** A comment that only keeps the line open is no event. */
function parseEvent(block: string): StreamEvent | null {
  let name = 'message'
  const data: string[] = []
  for (const line of block.split('\n')) {
    const [, field, value] = /^(\w+): ?(.*)$/.exec(line) ?? []
    if (field === 'event') name = value ?? name
    if (field === 'data') data.push(value ?? '')
  }
  return data.length > 0 ? { name, data: data.join('\n') } : null
}
