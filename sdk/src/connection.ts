/**
 * How a server is reached where its address alone will not do: a socket file, a certificate authority
 * of its own, a certificate for us, or a pinned certificate. Texts are PEM.
 */
export interface Connection {
  /** A unix socket; the address then only gives scheme, `Host` and path: `http://incus/1.0`. */
  readonly socketPath?: string
  /** The authority that signed the server's certificate, when no public one did. */
  readonly ca?: string
  /** Our own certificate and its key, for servers that know their clients by them. */
  readonly cert?: string
  readonly key?: string
  /**
   * SHA-256 of the server's certificate, as hexadecimal digits with or without colons. Then that
   * very certificate is asked for and no authority: right for self-signed ones.
   */
  readonly fingerprint?: string
}

/** What `ctx.fetch` takes: all of the standard, and how to connect. */
export interface FetchInit extends RequestInit {
  readonly connection?: Connection
}

/** The same fingerprint however it was written: upper-case hexadecimal digits. */
export function fingerprintDigits(written: string): string {
  return written.replaceAll(/[^0-9a-f]/gi, '').toUpperCase()
}
