import { setTimeout as sleep } from 'node:timers/promises'
import type { Context } from '../../../context.ts'
import { SECOND } from '../../../domain/instant.ts'
import type { DueLoop } from '../../../platform/due.ts'
import { inTransaction } from '../../../platform/transaction.ts'
import { businessSettings } from '../../settings/business.ts'
import { readSettings } from '../../settings/sections.ts'
import { WEBHOOKS_CHANNEL } from '../events/write-event.ts'
import { type Claimed, claimDeliveries, nextDelivery } from './claim.ts'
import { deliver } from './deliver.ts'
import { recordAttempt } from './record-attempt.ts'

/** How often due deliveries are looked for when nobody says that there is one. */
const EVERY_MS = 5 * SECOND

/** Requests that one worker has under way; waiting for slow receivers costs it nothing else. */
const MOST_AT_ONCE = 40

/** Longer than an attempt can take. */
const STOP_MS = 20 * SECOND

/** Sends what is due, by any number of workers. A slow receiver holds up only what is for it. */
export function webhookLoop(ctx: Context): DueLoop {
  const underWay = new Set<Promise<void>>()

  async function take(now: number): Promise<number> {
    if (underWay.size >= MOST_AT_ONCE) return 0
    const claimed = await claimDeliveries(ctx, now)
    for (const one of claimed) {
      const work = sendOne(ctx, one)
        .catch((err) => ctx.log.error({ err, deliveryId: one.delivery.id }, 'webhook'))
        .finally(() => underWay.delete(work))
      underWay.add(work)
    }
    return claimed.length
  }

  return {
    name: 'webhooks',
    channel: WEBHOOKS_CHANNEL,
    everyMs: EVERY_MS,
    takeDue: take,
    async runDue(now) {
      const taken = await take(now)
      await Promise.all(underWay)
      return taken
    },
    async stop() {
      const patience = new AbortController()
      await Promise.race([
        Promise.all(underWay),
        sleep(STOP_MS, undefined, { signal: patience.signal }).catch(() => undefined),
      ])
      patience.abort()
    },
    nextDue: () => nextDelivery(ctx),
  }
}

async function sendOne(ctx: Context, claimed: Claimed): Promise<void> {
  const { language } = await readSettings(ctx.db, businessSettings)
  const sent = await deliver(ctx, claimed.endpoint, claimed.event, language)
  await inTransaction(ctx, (tx) => recordAttempt(tx, claimed, sent, ctx.clock.now()))
}
