/** A start that cannot go on, with one plain sentence for the operator. */
export class Stop extends Error {}

/** The code of the system or of PostgreSQL, also when something wrapped the error. */
function codeOf(error: unknown): string {
  for (let e: unknown = error; e instanceof Error; e = e.cause) {
    if ('code' in e && typeof e.code === 'string') return e.code
  }
  return ''
}

/** Turns what the system says into a sentence, where there is one; else gives the error back. */
export function explained(error: unknown, place: { port: number; host: string }): unknown {
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return new Stop(`port ${place.port} is in use by another program; set PORT to a free one`)
    case 'EACCES':
      return new Stop(
        `port ${place.port} may not be opened by this user; set PORT to one above 1023`,
      )
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new Stop(`${place.host} is not an address of this machine; set HOST to one that is`)
    default:
      return error
  }
}

const REASONS: Record<string, string> = {
  ECONNREFUSED: 'nothing answers there',
  ECONNRESET: 'what answers there is no PostgreSQL, or it is just starting',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name is not known',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the host cannot be reached',
  ETIMEDOUT: 'it does not answer',
  '28P01': 'the user or the password is wrong',
  '28000': 'this user may not connect',
  '3D000': 'that database does not exist',
  '42501': 'this user may not create schemas and tables there',
  '53300': 'it has no connection left',
  '57P03': 'it is starting up or shutting down',
}

/** The sentence for a database that does not let us work; null when the error is another one. */
function reasonOf(error: unknown): string | null {
  return REASONS[codeOf(error)] ?? null
}

/** The sentence for a database that refuses what we do there; else the error itself. */
export function explainedDatabase(error: unknown): unknown {
  const reason = reasonOf(error)
  return reason ? new Stop(`DATABASE_URL cannot be used: ${reason}`) : error
}

/** The sentence for a database that does not let us in: whatever the reason, it is its own. */
export function explainedConnection(error: unknown): Stop {
  const said = error instanceof Error ? error.message : String(error)
  const reason = said === 'timeout expired' ? REASONS.ETIMEDOUT : said.replaceAll(/\s+/g, ' ')
  return new Stop(`DATABASE_URL cannot be used: ${reasonOf(error) ?? reason}`)
}
