import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TargetFaults } from './target.ts'

/** One request, its body read. */
export interface StandInRequest {
  /** Upper case. */
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** Parsed JSON, or the fields of an urlencoded form; null when there was none. */
  readonly body: unknown
  /** True when the body was an urlencoded form. */
  readonly form: boolean
}

export interface StandInAnswer {
  readonly status: number
  /** Sent as JSON; absent = no body. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** A request and its answer, as `publishedApi` compares them. */
export interface StandInExchange extends StandInRequest {
  readonly status: number
  readonly answer: unknown
}

export interface StandInOptions {
  /**
   * What the provider answers. Null is a path that it does not have, and a throw a request that it
   * would not take: both are told by `close`, which then fails the test.
   */
  answer(request: StandInRequest): StandInAnswer | null | Promise<StandInAnswer | null>
  /** The requests whose answers get lost and halved; default: all but GET and HEAD. */
  isChange?(request: StandInRequest): boolean
  /** The body of a refusal, as the provider writes it. */
  refusal?(status: number): unknown
}

/** A provider that is none: JSON over HTTP on this machine, with switches for everything that fails. */
export interface StandIn {
  readonly url: string
  /** All that was asked and answered; without what was refused, lost or withheld on purpose. */
  readonly exchanges: readonly StandInExchange[]
  readonly faults: TargetFaults
  /** Stops. Rejects when something was asked that the provider does not have. */
  close(): Promise<void>
}

type Fault =
  | { readonly kind: 'lose' | 'halve' | 'hang' }
  | { readonly kind: 'refuse'; readonly status: number; readonly retryAfterSeconds?: number }

/**
 * Starts a stand-in on a free port. State, credentials and routes are the caller's: they are what
 * makes it speak the provider's language.
 */
export async function startStandIn(options: StandInOptions): Promise<StandIn> {
  const exchanges: StandInExchange[] = []
  const complaints: string[] = []
  let fault: Fault | null = null
  const arm = (next: Fault | null) => async () => {
    fault = next
  }
  const isChange = options.isChange ?? (({ method }) => method !== 'GET' && method !== 'HEAD')
  const server = createServer(async (incoming, response) => {
    const request = await readRequest(incoming)
    if (fault?.kind === 'hang') return
    if (fault?.kind === 'refuse') return refuse(response, fault, options)
    const cut = fault && isChange(request) ? fault.kind : null
    if (cut) fault = null
    const answer = await answered(options, request, complaints)
    exchanges.push({ ...request, status: answer.status, answer: answer.body })
    send(response, answer, cut)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    exchanges,
    faults: {
      loseAnswer: arm({ kind: 'lose' }),
      halveAnswer: arm({ kind: 'halve' }),
      hangAll: arm({ kind: 'hang' }),
      clear: arm(null),
      refuseAll: (status, retryAfterSeconds) =>
        arm({ kind: 'refuse', status, retryAfterSeconds })(),
    },
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
      if (complaints.length > 0) throw new Error([...new Set(complaints)].join('\n'))
    },
  }
}

async function readRequest(incoming: IncomingMessage): Promise<StandInRequest> {
  const url = new URL(incoming.url ?? '/', 'http://stand-in')
  const parts: Buffer[] = []
  for await (const part of incoming) parts.push(part)
  const text = Buffer.concat(parts).toString('utf8')
  const form = incoming.headers['content-type']?.startsWith('application/x-www-form-urlencoded')
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: incoming.headers,
    body: text === '' ? null : form ? Object.fromEntries(new URLSearchParams(text)) : parsed(text),
    form: form ?? false,
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

async function answered(
  options: StandInOptions,
  request: StandInRequest,
  complaints: string[],
): Promise<StandInAnswer> {
  const name = `${request.method} ${request.path}`
  try {
    const answer = await options.answer(request)
    if (answer) return answer
    complaints.push(`${name}: the provider has no such path`)
    return { status: 404, body: options.refusal?.(404) }
  } catch (error) {
    complaints.push(`${name}: ${error instanceof Error ? error.message : String(error)}`)
    return { status: 400, body: options.refusal?.(400) }
  }
}

function refuse(
  response: ServerResponse,
  { status, retryAfterSeconds }: Extract<Fault, { kind: 'refuse' }>,
  { refusal }: StandInOptions,
): void {
  const headers: Record<string, string> = {}
  if (retryAfterSeconds !== undefined) headers['retry-after'] = String(retryAfterSeconds)
  send(response, { status, headers, body: refusal?.(status) ?? { message: 'Refused' } }, null)
}

function send(response: ServerResponse, answer: StandInAnswer, cut: Fault['kind'] | null): void {
  if (cut === 'lose') return void response.destroy()
  const text = answer.body === undefined ? '' : JSON.stringify(answer.body)
  const type = text === '' ? {} : { 'content-type': 'application/json' }
  const length = { 'content-length': String(Buffer.byteLength(text)) }
  response.writeHead(answer.status, { ...type, ...length, ...answer.headers })
  if (cut === null) return void response.end(text)
  response.flushHeaders()
  response.write(text.slice(0, text.length / 2), () => response.destroy())
}
