import type { z } from 'zod'
import type { PanelState, ServerRow } from './state.ts'

/** What is sent back; `body` absent = an empty answer. */
export interface Answer {
  readonly status: number
  readonly body?: unknown
}

/** One request that fits the route's shapes. */
export interface Call<Body = unknown> {
  readonly state: PanelState
  readonly parameters: readonly string[]
  readonly query: URLSearchParams
  readonly body: Body
}

/** One route of the panel with the shapes of what goes in and out. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** `*` is one part of the path. */
  readonly path: string
  /** Where it is published. */
  readonly source: string
  /** The permission that an application key needs: `servers:read`. */
  readonly permission?: string
  /** The parameters that it takes after `?`. */
  readonly query?: readonly string[]
  readonly request?: z.ZodType
  /** The shape of a good answer; null = empty. */
  readonly answers: z.ZodType | null
  answer(call: Call<never>): Answer
}

/** An error as the panel's exception handler writes it. */
export function refuse(status: number, code: string, detail: string): Answer {
  return { status, body: { errors: [{ code, status: String(status), detail }] } }
}

/** A field that the panel's validation refuses. */
export function invalid(field: string, rule: string, detail: string): Answer {
  const meta = { source_field: field, rule }
  return {
    status: 422,
    body: { errors: [{ code: 'ValidationException', status: '422', detail, meta }] },
  }
}

export const notFound = () =>
  refuse(404, 'NotFoundHttpException', 'The requested resource could not be found on the server.')

export const daemonAway = () =>
  refuse(
    504,
    'DaemonConnectionException',
    'There was an exception while attempting to communicate with the daemon resulting in a HTTP/E_CONN_REFUSED response code. This exception has been logged.',
  )

export const conflict = (detail: string) => refuse(409, 'ServerStateConflictException', detail)

/** For routes of one server, named by the first part of the path that is free. */
export function onServer<Body>(
  answer: (server: ServerRow, call: Call<Body>) => Answer,
): (call: Call<Body>) => Answer {
  return (call) => {
    const [reference = ''] = call.parameters
    const server = [...call.state.servers.values()].find(
      (one) => String(one.id) === reference || one.uuid.slice(0, 8) === reference,
    )
    return server ? answer(server, call) : notFound()
  }
}

/** Every look at a server brings its installation one step further. */
export function look(state: PanelState, server: ServerRow): void {
  if (server.status !== 'installing') return
  if (server.looksLeft > 0) {
    server.looksLeft -= 1
    return
  }
  server.status = state.installFails ? 'install_failed' : null
  if (server.status === null && server.startWhenInstalled) server.power = 'running'
}
