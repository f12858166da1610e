import { eq } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { toIso } from '../../../domain/instant.ts'
import { SYSTEM } from '../../../platform/actor.ts'
import type { Tx } from '../../../platform/db.ts'
import type { EventPayload } from '../../../platform/events.ts'
import type { Language } from '../../../platform/text.ts'
import { documentPage, findDocument } from '../../documents/queries.ts'
import { presentOperations } from '../../operations/present.ts'
import { operations } from '../../operations/tables.ts'
import { loadOrders } from '../../orders/order-subject.ts'
import { toStaffPage } from '../../orders/present.ts'
import { describeCharge } from '../../payments/charges/describe-charge.ts'
import { toPaymentJson } from '../../payments/schemas.ts'
import { payments } from '../../payments/tables.ts'
import { describeService } from '../../services/describe-service.ts'
import { loadServices } from '../../services/subject.ts'
import { businessSettings } from '../../settings/business.ts'
import { readSettings } from '../../settings/sections.ts'
import type { EventKind, EventSubject } from './catalogue.ts'

export type EventData = Record<string, unknown>

/** What an event tells: its subject as it is at this moment. Null when it is gone. */
export async function loadData(
  ctx: Context,
  tx: Tx,
  { subject, from, also }: EventKind,
  payload: EventPayload,
): Promise<EventData | null> {
  if (subject === 'facts') return facts(payload, [from].flat())
  const id = payload[String(from)]
  if (typeof id !== 'string') return null
  const found = await loadSubject(ctx, tx, subject, id)
  return found && { ...found, ...facts(payload, also) }
}

async function loadSubject(
  ctx: Context,
  tx: Tx,
  subject: Exclude<EventSubject, 'facts'>,
  id: string,
): Promise<EventData | null> {
  switch (subject) {
    case 'service':
      return serviceData(ctx, tx, id)
    case 'document': {
      const found = await findDocument(tx, id)
      return found && { ...(await documentPage(tx, found, ctx.clock.now())) }
    }
    case 'payment': {
      const [found] = await tx.select().from(payments).where(eq(payments.id, id))
      return found ? { ...toPaymentJson(found) } : null
    }
    case 'charge': {
      const found = await describeCharge(tx, id)
      return found && { ...found }
    }
    case 'order': {
      const found = (await loadOrders(tx, [id])).get(id)
      if (!found) return null
      const { actions: _menu, ...order } = toStaffPage(found, [])
      return order
    }
    case 'operation': {
      const rows = await tx.select().from(operations).where(eq(operations.id, id))
      const [found] = await presentOperations(ctx, tx, rows)
      return found ? { ...found } : null
    }
  }
}

async function serviceData(ctx: Context, tx: Tx, id: string): Promise<EventData | null> {
  const subject = (await loadServices(tx, [id], ctx.clock.now())).get(id)
  if (!subject) return null
  const { language } = await readSettings(tx, businessSettings)
  return { ...(await describeService(ctx, subject, { ...SYSTEM, language: language as Language })) }
}

/** Instants travel between parts as numbers; outside they are ISO 8601. */
const INSTANT_FIELDS: ReadonlySet<string> = new Set([
  'at',
  'cancelAt',
  'lastSweepAt',
  'since',
  'nextAt',
  'chargeAt',
  'endsAt',
  'mailAt',
])

function facts(payload: EventPayload, fields: readonly string[]): EventData {
  const said = (field: string) => {
    const value = payload[field] ?? null
    return typeof value === 'number' && INSTANT_FIELDS.has(field) ? toIso(value) : value
  }
  return Object.fromEntries(fields.map((field) => [field, said(field)]))
}
