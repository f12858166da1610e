import { EventEmitter } from 'node:events'
import type { FastifyReply } from 'fastify'
import type { Db, Tx } from './db.ts'
import { notify } from './notifications.ts'

/** What the streams tell: a subject changed. Readers fetch what they may see. */
export interface Change {
  subject: string
  /** Null where so many changed at once that they are not named one by one. */
  id: string | null
  /** Whose it is; null for what only staff see. */
  customerId: string | null
}

export const CHANGE_CHANNEL = 'berth_changes'
const PER_NOTIFY = 50
/** As many customers as fit into one notification of 8 000 bytes. */
const CUSTOMERS_PER_NOTIFY = 180

/** Many of one subject: whose they are is all that is said. */
interface ManyChanges {
  subject: string
  customerIds: (string | null)[]
}

/** Tells every process, when the transaction commits, that these subjects changed. */
export async function tellChanged(tx: Db | Tx, changes: Change[]): Promise<void> {
  if (changes.length <= PER_NOTIFY) {
    if (changes.length > 0) await notify(tx, CHANGE_CHANNEL, JSON.stringify(changes))
    return
  }
  for (const [subject, own] of Map.groupBy(changes, (change) => change.subject)) {
    const owners = [...new Set(own.map(({ customerId }) => customerId))]
    for (let i = 0; i < owners.length; i += CUSTOMERS_PER_NOTIFY) {
      const customerIds = owners.slice(i, i + CUSTOMERS_PER_NOTIFY)
      await notify(tx, CHANGE_CHANNEL, JSON.stringify({ subject, customerIds }))
    }
  }
}

export interface ChangeHub {
  publish(payload: string): void
  /**
   * `listener` is given what changed together. `onEnd` is called when the process ends, so that
   * nobody waits for more.
   */
  subscribe(listener: (changes: readonly Change[]) => void, onEnd: () => void): () => void
  end(): void
}

export function openChangeHub(): ChangeHub {
  const emitter = new EventEmitter().setMaxListeners(0)
  return {
    publish(payload) {
      emitter.emit('change', changesOf(JSON.parse(payload) as Change[] | ManyChanges))
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

function changesOf(told: Change[] | ManyChanges): Change[] {
  if (Array.isArray(told)) return told
  const { subject, customerIds } = told
  return customerIds.map((customerId) => ({ subject, id: null, customerId }))
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
  const tell = (changes: readonly Change[]) => {
    const seen = changes
      .filter(visible)
      .map(({ subject, id }) => ({ subject, id: id ?? undefined }))
    // Of many, staff see one word for all customers.
    const words = new Set(seen.map((change) => JSON.stringify({ type: 'changed', ...change })))
    for (const word of words) reply.raw.write(`data: ${word}\n\n`)
  }
  const unsubscribe = hub.subscribe(tell, () => reply.raw.end())
  const timer = setInterval(() => reply.raw.write(': \n\n'), KEEP_ALIVE_MS)
  reply.raw.on('close', () => {
    clearInterval(timer)
    unsubscribe()
  })
}
