import type { StandInAnswer } from '@berth/sdk/testing'
import type { Failure } from './state.ts'

/** https://docs.stripe.com/api/errors */
export function refused(
  status: number,
  error: { type: string; code?: string; message: string; param?: string } | Failure,
  more: Record<string, unknown> = {},
): StandInAnswer {
  return { status, body: { error: { ...error, ...more } } }
}

export const done = (body: object): StandInAnswer => ({ status: 200, body })

export function missing(what: string, id: string, param = 'id'): StandInAnswer {
  const message = `No such ${what}: '${id}'`
  return refused(404, { type: 'invalid_request_error', code: 'resource_missing', message, param })
}

export const invalid = (code: string, message: string) =>
  refused(400, { type: 'invalid_request_error', code, message })

/** https://docs.stripe.com/api/pagination: newest first. */
export function page<T extends { id: string }>(
  path: string,
  all: readonly T[],
  { limit, starting_after: after }: { limit?: string; starting_after?: string },
): StandInAnswer {
  const newest = all.toReversed()
  const from = after ? newest.findIndex(({ id }) => id === after) + 1 : 0
  const data = newest.slice(from, from + Number(limit ?? 10))
  const has_more = from + data.length < newest.length
  return done({ object: 'list', url: path, has_more, data })
}
