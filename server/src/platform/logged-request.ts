import type { FastifyRequest } from 'fastify'

/** Query fields that open something: one-time links carry them. */
const SECRET_FIELDS = /([?&](?:token|signature)=)[^&#]*/gi

/** What the log says of a request: no header, no body, and no token of a link. */
export function loggedRequest(request: FastifyRequest) {
  return {
    method: request.method,
    url: loggedUrl(request.url),
    host: request.host,
    remoteAddress: request.ip,
  }
}

export function loggedUrl(url: string): string {
  return url.replace(SECRET_FIELDS, '$1…')
}
