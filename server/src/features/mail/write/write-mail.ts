import type { Context } from '../../../context.ts'
import type { EventPayload } from '../../../platform/events.ts'
import { inTransaction } from '../../../platform/transaction.ts'
import { readSettings } from '../../settings/sections.ts'
import { digestWriters } from '../digest/collect.ts'
import { collectMany, isCollected } from '../digest/collect-many.ts'
import { notificationSettings } from '../notification-settings.ts'
import { accountWriters } from './about-accounts.ts'
import { autoPayWriters } from './about-auto-pay.ts'
import { documentWriters } from './about-documents.ts'
import { orderWriters } from './about-orders.ts'
import { paymentWriters } from './about-payments.ts'
import { priceWriters } from './about-prices.ts'
import { serviceWriters } from './about-services.ts'
import { automationAlertWriters } from './alert-automation.ts'
import { alertWriters } from './alert-staff.ts'
import { type Draft, storeDrafts } from './draft.ts'
import { type Desk, openDesk, type Writer } from './writer.ts'

/** event → who writes about it: to the customer, to staff, or to both. */
export const WRITERS: ReadonlyMap<string, readonly Writer[]> = combine([
  accountWriters,
  documentWriters,
  paymentWriters,
  orderWriters,
  serviceWriters,
  digestWriters,
  alertWriters,
  automationAlertWriters,
  autoPayWriters,
  priceWriters,
])

function combine(tables: Record<string, Writer>[]): Map<string, Writer[]> {
  const all = new Map<string, Writer[]>()
  for (const [event, writer] of tables.flatMap((table) => Object.entries(table))) {
    all.set(event, [...(all.get(event) ?? []), writer])
  }
  return all
}

/**
 * The job `mail.write`: writes what an event asks for, in one transaction. It may run again: what
 * is written already is not written twice.
 */
export async function writeMail(ctx: Context, payload: EventPayload): Promise<void> {
  await inTransaction(ctx, async (tx) => writeAbout(await openDesk(tx, ctx), payload))
}

async function writeAbout(desk: Desk, payload: EventPayload): Promise<void> {
  const { tx, ctx } = desk
  const writers = WRITERS.get(String(payload.event))
  if (!writers) throw new Error(`nobody writes about ${payload.event}`)
  const switches: Record<string, boolean> = await readSettings(tx, notificationSettings)
  for (const write of writers) {
    const drafts = await write(desk, payload)
    await storeDrafts(
      tx,
      ctx,
      drafts.filter((draft) => isWanted(draft, switches)),
    )
  }
}

/** Staff's own mails are never switched off here. */
function isWanted({ template, to }: Draft, switches: Record<string, boolean>): boolean {
  return to.customerId === null || switches[template] !== false
}

/** Mails of one transaction: more would hold what they lock for long. */
const TOGETHER = 25

/**
 * Writes what many events ask for: what goes into the day's mails together, the rest some at a time.
 * What was written before one of them failed is found written when all are written again alone.
 */
export async function writeMails(ctx: Context, payloads: readonly EventPayload[]): Promise<void> {
  const collected = payloads.filter(isCollected)
  if (collected.length > 0) {
    await inTransaction(ctx, async (tx) => collectMany(await openDesk(tx, ctx), collected))
  }
  const others = payloads.filter((payload) => !isCollected(payload))
  for (let from = 0; from < others.length; from += TOGETHER) {
    await inTransaction(ctx, async (tx) => {
      const desk = await openDesk(tx, ctx)
      for (const payload of others.slice(from, from + TOGETHER)) await writeAbout(desk, payload)
    })
  }
}
