import { EventEmitter } from 'node:events'
import type { FastifyReply } from 'fastify'
import type { Db, Tx } from './db.ts'
import { notify } from './notifications.ts'

/** What the streams tell: a subject changed. Readers fetch what they may see. */
export interface Change {
  subject: string
  id: string
  /** Whose it is; null for what only staff see. */
  customerId: string | null
}

export const CHANGE_CHANNEL = 'berth_changes'
const PER_NOTIFY = 50

/** Tells every process, when the transaction commits, that these subjects changed. */
export async function tellChanged(tx: Db | Tx, changes: Change[]): Promise<void> {
  for (let i = 0; i < changes.length; i += PER_NOTIFY) {
    await notify(tx, CHANGE_CHANNEL, JSON.stringify(changes.slice(i, i + PER_NOTIFY)))
  }
}

export interface ChangeHub {
  publish(payload: string): void
  /** `onEnd` is called when the process ends, so that nobody waits for more. */
  subscribe(listener: (change: Change) => void, onEnd: () => void): () => void
  end(): void
}

export function openChangeHub(): ChangeHub {
  const emitter = new EventEmitter().setMaxListeners(0)
  return {
    publish(payload) {
      for (const change of JSON.parse(payload) as Change[]) emitter.emit('change', change)
    },
    subscribe(listener, onEnd) {
      emitter.on('change', listener).on('end', onEnd)
      return () => emitter.off('change', listener).off('end', onEnd)
    },
    end() {
      emitter.emit('end')
    },
  }
}

const KEEP_ALIVE_MS = 20_000

/** Answers a request with server-sent events for the changes that `visible` lets through. */
export function streamChanges(
  reply: FastifyReply,
  hub: ChangeHub,
  visible: (change: Change) => boolean,
): void {
  reply.hijack()
  reply.raw.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  })
  reply.raw.write('retry: 1000\n\n')
  const tell = (change: Change) => {
    if (!visible(change)) return
    const { subject, id } = change
    reply.raw.write(`data: ${JSON.stringify({ type: 'changed', subject, id })}\n\n`)
  }
  const unsubscribe = hub.subscribe(tell, () => reply.raw.end())
  const timer = setInterval(() => reply.raw.write(': \n\n'), KEEP_ALIVE_MS)
  reply.raw.on('close', () => {
    clearInterval(timer)
    unsubscribe()
  })
}
