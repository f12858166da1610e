import type { Env } from '../../context.ts'
import { addCycles, addDays } from '../../domain/calendar.ts'
import { isRecurring } from '../../domain/cycle.ts'
import type { Instant } from '../../domain/instant.ts'
import { proratedPrice } from '../../domain/proration.ts'
import type { ServiceOption } from '../../domain/service-option.ts'
import type { Tx } from '../../platform/db.ts'
import { say } from '../../platform/text.ts'
import { readInvoicing } from '../documents/invoicing-settings.ts'
import { type NewLine, openDocument } from '../documents/open-documents.ts'
import { optionText } from '../options/choose-options.ts'
import type { ServiceSubject } from '../services/subject.ts'

/** What is asked for at once: nothing, the rest of the period, or all of it. */
export type OptionBilling = 'none' | 'prorated' | 'full'

/** The period that the service is in; null where it has none. */
function presentPeriod({ service, zone }: ServiceSubject) {
  const { cycle, expiresAt, anchorDay } = service
  if (!isRecurring(cycle) || expiresAt === null) return null
  return { startsAt: addCycles(expiresAt, cycle, -1, anchorDay ?? 1, zone), endsAt: expiresAt }
}

interface Billed {
  option: ServiceOption
  billing: OptionBilling
  now: Instant
}

/** The lines that an added option asks for; none where it costs nothing now. */
export function optionLines(subject: ServiceSubject, { option, billing, now }: Billed): NewLine[] {
  if (billing === 'none') return []
  const { service, customer } = subject
  const { language } = customer
  const period = option.recurring ? presentPeriod(subject) : null
  const price = BigInt(option.price)
  const due = billing === 'prorated' && period ? proratedPrice(price, now, period) : price
  const what = `${service.name} – ${optionText(option, language)}`
  const shared = { serviceId: service.id, quantity: 1 }
  const startsAt =
    period && (billing === 'prorated' ? Math.max(now, period.startsAt) : period.startsAt)
  const lines: NewLine[] = [
    {
      ...{ ...shared, kind: 'option', label: what, unitPrice: due },
      periodStartAt: startsAt,
      periodEndAt: period?.endsAt ?? null,
    },
    {
      ...shared,
      kind: 'setup_fee',
      label: say({ key: 'order.setup_fee', params: { name: option.label[language] } }, language),
      unitPrice: BigInt(option.setupFee),
    },
  ]
  return lines.filter((line) => line.unitPrice > 0n)
}

/** Opens the document for an added option; null where it costs nothing now. */
export async function billOption(
  tx: Tx,
  env: Env,
  { service, zone }: ServiceSubject,
  lines: NewLine[],
): Promise<string | null> {
  if (lines.length === 0) return null
  const { invoicing } = await readInvoicing(tx)
  const { customerId, currency } = service
  const dueAt = addDays(env.now, invoicing.paymentTermDays, zone)
  return (await openDocument(tx, env, { customerId, currency, dueAt, lines })).documentId
}
