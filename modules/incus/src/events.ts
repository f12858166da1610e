import type { TLSSocket } from 'node:tls'
import { type Connection, fingerprintDigits } from '@berth/sdk'
import WebSocket from 'ws'
import { connectionOf, urlOf } from './client.ts'
import type { IncusSettings } from './server-settings.ts'
import { eventSchema, type Operation } from './wire.ts'

/** How long the server may take to open the stream of events. */
const HANDSHAKE_MS = 5000

/** An open stream of the operations of one project. */
export interface EventStream {
  /** Becomes true or throws nothing: false when the server offers no events to us. */
  readonly opened: Promise<boolean>
  /** Called with every change of an operation, and once with null when the stream has ended. */
  onOperation(listener: (operation: Operation | null) => void): void
  close(): void
}

/** Opens `/1.0/events?type=operation` as a web socket, over the same way as all else. */
export function openEvents(settings: IncusSettings, signal: AbortSignal): EventStream {
  const connection = connectionOf(settings)
  const url = urlOf(settings, '/1.0/events', { query: { type: 'operation' } })
  const socket = new WebSocket(addressOf(url, connection), {
    handshakeTimeout: HANDSHAKE_MS,
    ...tlsOf(connection),
  })
  let listener: (operation: Operation | null) => void = () => undefined
  const { promise: opened, resolve } = Promise.withResolvers<boolean>()
  const end = () => {
    resolve(false)
    signal.removeEventListener('abort', close)
    listener(null)
  }
  const close = () => socket.terminate()
  signal.addEventListener('abort', close, { once: true })
  socket.on('upgrade', (response) => {
    if (!isPinned(response.socket as TLSSocket, connection)) close()
  })
  socket.on('open', () => resolve(true))
  // What goes wrong ends the stream, and whoever listens asks instead.
  socket.on('error', () => undefined)
  socket.on('close', end)
  socket.on('message', (data) => {
    const operation = operationIn(String(data))
    if (operation) listener(operation)
  })
  return {
    opened,
    onOperation(next) {
      listener = next
    },
    close,
  }
}

function addressOf(url: URL, { socketPath }: Connection): string {
  if (socketPath) return `ws+unix://${socketPath}:${url.pathname}${url.search}`
  return url.href.replace(/^http/, 'ws')
}

function tlsOf({ ca, cert, key, fingerprint }: Connection) {
  return {
    ...(ca ? { ca } : {}),
    ...(cert ? { cert, key } : {}),
    // A pinned certificate is compared when the connection stands, before anything is read from it.
    ...(fingerprint ? { rejectUnauthorized: false, session: undefined } : {}),
  }
}

function isPinned(socket: TLSSocket, { fingerprint }: Connection): boolean {
  if (!fingerprint) return true
  const shown = socket.getPeerCertificate?.().fingerprint256 ?? ''
  return fingerprintDigits(shown) === fingerprintDigits(fingerprint)
}

function operationIn(text: string): Operation | null {
  try {
    const event = eventSchema.safeParse(JSON.parse(text))
    return event.success ? event.data.metadata : null
  } catch {
    return null
  }
}
