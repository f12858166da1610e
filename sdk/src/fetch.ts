import type { LookupFunction } from 'node:net'
import type { Agent, buildConnector } from 'undici'
import { type Connection, type FetchInit, fingerprintDigits } from './connection.ts'

/*
 * The one place that opens connections for modules: the server and the conformance kit both call it,
 * so that what passes in a test connects in the same way for real.
 */

/** Connections are kept open per way to connect; more ways than this are not kept. */
const MOST_AGENTS = 100
const agents = new Map<string, Agent>()

/** `fetch`, connected as `init.connection` says. Without it: the global one. */
export async function fetchConnected(input: string | URL, init: FetchInit = {}): Promise<Response> {
  const { connection, ...request } = init
  if (!connection || Object.values(connection).every((part) => part === undefined)) {
    return fetch(input, request)
  }
  // Only for who needs it: it asks for a newer Node than the rest.
  const undici = await import('undici')
  const through = { ...request, dispatcher: agentFor(undici, connection) }
  const answer = await undici.fetch(input, through as Parameters<typeof undici.fetch>[1])
  return answer as unknown as Response
}

const agentsOfLookups = new WeakMap<LookupFunction, Agent>()

/** `fetch`, whose names `lookup` resolves when the connection is made. */
export async function fetchLookedUp(
  input: string | URL,
  init: FetchInit,
  lookup: LookupFunction,
): Promise<Response> {
  const undici = await import('undici')
  const dispatcher = agentsOfLookups.get(lookup) ?? new undici.Agent({ connect: { lookup } })
  agentsOfLookups.set(lookup, dispatcher)
  const { connection: _, ...request } = init
  const through = { ...request, dispatcher }
  const answer = await undici.fetch(input, through as Parameters<typeof undici.fetch>[1])
  return answer as unknown as Response
}

type Undici = typeof import('undici')

function agentFor(undici: Undici, connection: Connection): Agent {
  const { socketPath, ca, cert, key, fingerprint } = connection
  const name = JSON.stringify([socketPath, ca, cert, key, fingerprint])
  const known = agents.get(name)
  if (known) return known
  const connect = fingerprint ? pinned(undici, connection, fingerprint) : connectOptions(connection)
  const agent = new undici.Agent({ connect })
  agents.set(name, agent)
  const [oldest] = agents.keys()
  if (agents.size > MOST_AGENTS && oldest !== undefined) {
    void agents.get(oldest)?.close()
    agents.delete(oldest)
  }
  return agent
}

function connectOptions({ socketPath, ca, cert, key }: Connection): buildConnector.BuildOptions {
  return {
    ...(socketPath ? { socketPath } : {}),
    ...(ca ? { ca } : {}),
    ...(cert ? { cert } : {}),
    ...(key ? { key } : {}),
  }
}

/**
 * Compares the certificate instead of asking an authority. Sessions are not resumed: a resumed one
 * shows no certificate.
 */
function pinned(
  undici: Undici,
  connection: Connection,
  fingerprint: string,
): buildConnector.connector {
  const connect = undici.buildConnector({
    ...connectOptions(connection),
    rejectUnauthorized: false,
    maxCachedSessions: 0,
  })
  const wanted = fingerprintDigits(fingerprint)
  return (options, done) =>
    connect(options, (error, socket) => {
      if (error || !socket) return done(error ?? new Error('No connection'), null)
      const certificate = 'getPeerCertificate' in socket ? socket.getPeerCertificate() : undefined
      const shown = fingerprintDigits(certificate?.fingerprint256 ?? '')
      if (shown === wanted) return done(null, socket)
      socket.destroy()
      done(new PinnedCertificateError(shown), null)
    })
}

/** The server showed another certificate than the pinned one, or none at all. */
class PinnedCertificateError extends Error {
  readonly code = 'ERR_TLS_CERT_NOT_PINNED'
  constructor(shown: string) {
    super(
      shown === ''
        ? 'The server shows no certificate, and one is pinned'
        : `The server shows another certificate than the pinned one: SHA-256 ${shown}`,
    )
  }
}
