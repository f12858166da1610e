import { EventEmitter } from 'node:events'
import type { FastifyReply } from 'fastify'
import type { Db, Tx } from './db.ts'
import { notify } from './notifications.ts'
import { Problem } from './problem.ts'

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

/** Which changes a reader may be told of. */
export type Sees = (change: Change) => boolean

/**
 * Answers a request with server-sent events for the changes that its reader sees. `look` finds out
 * who reads, before each word and with each sign of life; null ends the stream: whatever is taken
 * from a reader is gone at once, for open streams too.
 */
export async function streamChanges(
  reply: FastifyReply,
  hub: ChangeHub,
  look: () => Promise<Sees | null>,
): Promise<void> {
  let sees = await look()
  if (!sees) throw new Problem('not_logged_in')
  reply.hijack()
  const { raw } = reply
  if (raw.destroyed) return
  raw.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  })
  raw.write('retry: 1000\n\n')
  let untold: Change[] = []
  let isLooking = false
  const tell = async () => {
    if (isLooking) return
    isLooking = true
    do {
      const changes = untold
      untold = []
      // Who cannot be looked up is told nothing; the browser asks again.
      sees = await look().catch(() => null)
      if (!sees || raw.writableEnded) break
      raw.write(wordsFor(changes.filter(sees)))
    } while (untold.length > 0)
    isLooking = false
    if (!sees) raw.end()
  }
  const unsubscribe = hub.subscribe(
    (changes) => {
      const seen = changes.filter((change) => sees?.(change))
      if (seen.length === 0) return
      untold.push(...seen)
      void tell()
    },
    () => raw.end(),
  )
  const timer = setInterval(tell, KEEP_ALIVE_MS)
  raw.on('close', () => {
    clearInterval(timer)
    unsubscribe()
  })
}

/** A sign of life when there is nothing to tell. */
function wordsFor(changes: readonly Change[]): string {
  // Of many, staff see one word for all customers.
  const words = new Set(
    changes.map(({ subject, id }) =>
      JSON.stringify({ type: 'changed', subject, id: id ?? undefined }),
    ),
  )
  if (words.size === 0) return ': \n\n'
  return [...words].map((word) => `data: ${word}\n\n`).join('')
}
