import type pg from 'pg'
import { openSession } from './db.ts'

export interface Listener {
  close(): Promise<void>
}

export interface ListenerOptions {
  url: string
  /** channel → what to do with a payload */
  channels: Record<string, (payload: string) => void>
  /** After each (re)connect: whatever was missed meanwhile must be looked for. */
  onConnect(client: pg.Client): Promise<void> | void
  onError(error: unknown): void
}

const RECONNECT_MS = 1000

/** LISTEN on a connection of its own that comes back after a lost connection. */
export async function openListener(options: ListenerOptions): Promise<Listener> {
  let closed = false
  let client: pg.Client | null = null
  let timer: NodeJS.Timeout | undefined

  async function connect(): Promise<void> {
    const fresh = await openSession(options.url)
    fresh.on('notification', (message) => {
      options.channels[message.channel]?.(message.payload ?? '')
    })
    fresh.on('error', options.onError)
    fresh.on('end', () => {
      if (!closed) timer = setTimeout(reconnect, RECONNECT_MS)
    })
    for (const channel of Object.keys(options.channels)) await fresh.query(`listen "${channel}"`)
    client = fresh
    await options.onConnect(fresh)
  }

  function reconnect(): void {
    connect().catch((error) => {
      options.onError(error)
      if (!closed) timer = setTimeout(reconnect, RECONNECT_MS)
    })
  }

  await connect()
  return {
    async close() {
      closed = true
      clearTimeout(timer)
      await client?.end()
    },
  }
}
