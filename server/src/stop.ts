/** A start that cannot go on, with one plain sentence for the operator. */
export class Stop extends Error {}

/** Turns what the system says into a sentence, where there is one; else gives the error back. */
export function explained(error: unknown, place: { port: number; host: string }): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  switch (code) {
    case 'EADDRINUSE':
      return new Stop(`port ${place.port} is in use by another program; set PORT to a free one`)
    case 'EACCES':
      return new Stop(
        `port ${place.port} may not be opened by this user; set PORT to one above 1023`,
      )
    case 'EADDRNOTAVAIL':
      return new Stop(`${place.host} is not an address of this machine; set HOST to one that is`)
    default:
      return error
  }
}

/** The sentence for a database that does not let us in. */
export function explainedDatabase(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const reason = {
    ECONNREFUSED: 'nothing answers there',
    ENOTFOUND: 'the host name is not known',
    ETIMEDOUT: 'it does not answer',
    '28P01': 'the user or the password is wrong',
    '28000': 'this user may not connect',
    '3D000': 'that database does not exist',
    '42501': 'this user may not create tables there',
    ERR_INVALID_URL: 'it is not a URL like postgres://user:password@host:5432/berth',
  }[code]
  return reason ? new Stop(`DATABASE_URL cannot be used: ${reason}`) : error
}
