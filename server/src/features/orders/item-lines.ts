import type { Cycle } from '../../domain/cycle.ts'
import { isRecurring } from '../../domain/cycle.ts'
import type { Instant } from '../../domain/instant.ts'
import { firstPeriod } from '../../domain/renewal.ts'
import type { ServiceOption } from '../../domain/service-option.ts'
import { type Language, say } from '../../platform/text.ts'
import type { NewLine } from '../documents/open-documents.ts'
import { optionText } from '../options/choose-options.ts'

interface UnitTerms {
  /** The product's name in the customer's language. */
  name: string
  cycle: Cycle
  initialPrice: bigint
  setupFee: bigint
  options: readonly ServiceOption[]
}

/**
 * What one unit of an item puts on the document: its first period, each option that costs something,
 * and the set-up fees.
 */
export function itemLines(
  { name, cycle, initialPrice, setupFee, options }: UnitTerms,
  about: { now: Instant; zone: string; language: Language },
): NewLine[] {
  const { now, zone, language } = about
  const period = isRecurring(cycle) ? firstPeriod(now, cycle, zone) : null
  const dates = {
    periodStartAt: period?.startsAt ?? null,
    periodEndAt: period?.expiresAt ?? null,
  }
  const fee = (what: string, unitPrice: bigint): NewLine => ({
    kind: 'setup_fee',
    label: say({ key: 'order.setup_fee', params: { name: what } }, language),
    quantity: 1,
    unitPrice,
  })
  const start: NewLine = {
    kind: 'service_start',
    label: say({ key: `order.start.${cycle}`, params: { name } }, language),
    quantity: 1,
    unitPrice: initialPrice,
    ...dates,
  }
  const beside = options.map(
    (option): NewLine => ({
      kind: 'option',
      label: optionText(option, language),
      quantity: 1,
      unitPrice: BigInt(option.price),
      ...(option.recurring ? dates : {}),
    }),
  )
  const fees = options.map((option) => fee(option.label[language], BigInt(option.setupFee)))
  const costing = [...beside, fee(name, setupFee), ...fees].filter((line) => line.unitPrice > 0n)
  return [start, ...costing]
}
