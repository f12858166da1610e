import type { Cycle } from './cycle.ts'
import { type Discount, discounted, discountedPeriods } from './discount.ts'
import type { ServiceDiscount, ServiceOption } from './service-option.ts'

/** What the price of a service's next periods is worked out from. */
export interface PricedService {
  readonly cycle: Cycle
  /** Minor units: the service's own, for one period of its cycle. */
  readonly price: bigint
  readonly options: readonly ServiceOption[]
  readonly discount: ServiceDiscount | null
  readonly renewalCount: number
}

/** One line of a period: the service itself, or one of its recurring options. */
export interface PeriodPart {
  readonly option: ServiceOption | null
  /** For one period, with the discount taken off. */
  readonly unitPrice: bigint
}

/** Periods that cost the same, each. */
export interface PeriodBlock {
  readonly periods: number
  readonly parts: readonly PeriodPart[]
  /** The discount that is in these prices. */
  readonly discount: ServiceDiscount | null
}

/** The periods that are asked for. */
export interface WantedPeriods {
  readonly cycle: Cycle
  readonly periods: number
  /** The service's part of one period: its own price, another cycle's, or one typed by staff. */
  readonly unitPrice: bigint
}

/** What a recurring option costs in a cycle; null where it is not priced for it. */
export function optionPriceIn(
  option: ServiceOption,
  cycle: Cycle,
  service: Pick<PricedService, 'cycle'>,
): bigint | null {
  if (cycle === service.cycle) return BigInt(option.price)
  const price = option.prices[cycle]
  return price === undefined ? null : BigInt(price)
}

/**
 * What some next periods cost, line by line: first those that a running discount reaches, then the
 * others. Null when a recurring option has no price in the cycle.
 */
export function periodBlocks(service: PricedService, wanted: WantedPeriods): PeriodBlock[] | null {
  const { discount, renewalCount } = service
  const off = discount ? discountedPeriods(discount, renewalCount, wanted.periods) : 0
  if (service.options.length === 0 && off === 0 && wanted.periods > 0) {
    const parts = [{ unitPrice: wanted.unitPrice, option: null }]
    return [{ periods: wanted.periods, discount: null, parts }]
  }
  const recurring = service.options.filter((option) => option.recurring)
  const prices = recurring.map((option) => optionPriceIn(option, wanted.cycle, service))
  const known = prices.filter((price) => price !== null)
  if (known.length < prices.length) return null
  // What is free has no line of its own.
  const priced = recurring.filter((_option, index) => known[index] !== 0n)
  const listed = [wanted.unitPrice, ...known.filter((price) => price !== 0n)]
  const block = (periods: number, with_: ServiceDiscount | null): PeriodBlock => {
    const units = with_ ? discounted(listed, discountOf(with_)) : listed
    return {
      periods,
      discount: with_,
      parts: units.map((unitPrice, index) => ({ unitPrice, option: priced[index - 1] ?? null })),
    }
  }
  const blocks = [block(off, discount), block(wanted.periods - off, null)]
  return blocks.filter(({ periods }) => periods > 0)
}

/** The sum of blocks. */
export function blocksTotal(blocks: readonly PeriodBlock[]): bigint {
  return blocks.reduce((sum, { periods, parts }) => {
    const one = parts.reduce((total, { unitPrice }) => total + unitPrice, 0n)
    return sum + BigInt(periods) * one
  }, 0n)
}

/** What one further period of the service's own cycle costs: options and discount included. */
export function nextPeriodTotal(service: PricedService): bigint {
  const { cycle, price } = service
  return blocksTotal(periodBlocks(service, { cycle, periods: 1, unitPrice: price }) ?? [])
}

/**
 * Where a running discount ends: the number of renewals it holds for, and what a period costs from
 * then on. Null without one, or when it is for ever.
 */
export function discountEnd(service: PricedService): { atRenewals: number; price: bigint } | null {
  const renewals = service.discount?.renewals ?? null
  if (renewals === null || service.renewalCount >= renewals) return null
  return { atRenewals: renewals, price: nextPeriodTotal({ ...service, discount: null }) }
}

/** A stored discount as the arithmetic takes it. */
export function discountOf({ kind, basisPoints, amount }: ServiceDiscount): Discount {
  return kind === 'percent' ? { kind, basisPoints } : { kind, amount: BigInt(amount) }
}

/** The options after a change of the cycle: each at its price there; null where one has none. */
export function optionsInCycle(
  service: Pick<PricedService, 'cycle' | 'options'>,
  cycle: Cycle,
): ServiceOption[] | null {
  const moved: ServiceOption[] = []
  for (const option of service.options) {
    if (!option.recurring || cycle === service.cycle) moved.push(option)
    else {
      const price = optionPriceIn(option, cycle, service)
      if (price === null) return null
      // The price of the cycle it leaves is kept for the way back.
      const prices = { ...option.prices, [service.cycle]: option.price }
      moved.push({ ...option, price: String(price), prices })
    }
  }
  return moved
}
