import { toIso } from '../../../domain/instant.ts'
import { formatMoney, type Money } from '../../../domain/money.ts'
import { type Language, say } from '../../../platform/text.ts'
import { EVENT_KINDS, TEST_EVENT } from '../events/catalogue.ts'
import type { webhookEvents } from '../tables.ts'

type Event = typeof webhookEvents.$inferSelect

/** What a receiver of Standard Webhooks gets. */
export function standardBody({ type, at, data }: Event): string {
  return JSON.stringify({ type, timestamp: toIso(at), data })
}

const GREEN = 0x2f9e44
const ORANGE = 0xe8590c
const RED = 0xc92a2a
const BLUE = 0x1c7ed6

const GOOD = [
  'delivered',
  'reactivated',
  'renewed',
  'paid',
  'received',
  'placed',
  'undone',
  'succeeded',
]
const BAD = ['waits_for_staff', 'unknown', 'charged_back', 'refused', 'unallocated', 'suspect']
const SAD = [
  'suspended',
  'ended',
  'cancelled',
  'cancellation_requested',
  'refunded',
  'held',
  'late',
  'needs_customer',
  'closed',
  'final_notice_due',
]

function colourOf(type: string): number {
  const verb = type.slice(type.indexOf('.') + 1)
  if (GOOD.some((end) => verb.endsWith(end))) return GREEN
  if (BAD.some((end) => verb.endsWith(end))) return RED
  return SAD.some((end) => verb.endsWith(end)) ? ORANGE : BLUE
}

interface Field {
  name: string
  value: string
  inline: true
}

/** What Discord shows: an embed. Names of people there mention nobody. */
export function discordBody({ type, at, data }: Event, language: Language): string {
  const description = type === TEST_EVENT ? String(data.message) : EVENT_KINDS[type]?.says[language]
  const embed = {
    title: titleOf(type, data).slice(0, 256),
    description: description ?? type,
    color: colourOf(type),
    fields: fieldsOf(data, language),
    timestamp: toIso(at),
    footer: { text: type },
  }
  return JSON.stringify({ embeds: [embed], allowed_mentions: { parse: [] } })
}

function titleOf(type: string, data: Event['data']): string {
  const name = textAt(data, 'name') ?? textAt(data, 'service', 'name') ?? textAt(data, 'reference')
  const number = textAt(data, 'number') ?? textAt(data, 'service', 'number')
  if (name === null) return number === null ? type : `#${number}`
  return number === null || number === name ? name : `#${number} ${name}`
}

/** The few things that a glance at the channel should answer. */
function fieldsOf(data: Event['data'], language: Language): Field[] {
  const money = ['amountDue', 'gross', 'amount', 'price'].map((name) => moneyAt(data, name))
  const amount = money.find((found) => found !== null)
  const values: [string, string | null | undefined][] = [
    ['customer', textAt(data, 'customer', 'name') ?? textAt(data, 'service', 'customerName')],
    ['product', textAt(data, 'product', 'name')],
    ['amount', amount && formatMoney(amount, language)],
    ['status', textAt(data, 'status') ?? textAt(data, 'state')],
    ['expires', textAt(data, 'expiresAt')?.slice(0, 10)],
    ['error', textAt(data, 'error', 'message')],
    ['reason', textAt(data, 'reason')],
  ]
  return values.flatMap(([name, value]) =>
    value
      ? [
          {
            name: say(`webhook.field.${name}`, language),
            value: value.slice(0, 1024),
            inline: true,
          },
        ]
      : [],
  )
}

function at(data: unknown, ...path: string[]): unknown {
  let value = data
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return null
    value = (value as Record<string, unknown>)[name]
  }
  return value
}

function textAt(data: unknown, ...path: string[]): string | null {
  const value = at(data, ...path)
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : null
}

function moneyAt(data: unknown, name: string): Money | null {
  const amount = textAt(data, name, 'amount')
  const currency = textAt(data, name, 'currency')
  return amount === null || currency === null ? null : { amount: BigInt(amount), currency }
}
