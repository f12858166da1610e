import type { Context } from '../../src/context.ts'
import type { Cycle } from '../../src/domain/cycle.ts'
import type { ServiceOption } from '../../src/domain/service-option.ts'
import type { PricedOption } from '../../src/features/options/queries.ts'
import { type NewOption, newOption } from '../../src/features/options/schemas.ts'
import { createOption, setProductOptions } from '../../src/features/options/write-option.ts'
import { newId } from '../../src/platform/ids.ts'
import { inTransaction } from '../../src/platform/transaction.ts'
import { systemEnv } from './customer.ts'

export interface OptionOptions extends Partial<Omit<NewOption, 'prices'>> {
  /** Minor units of EUR per cycle, for the option as a whole or for one of a quantity. */
  prices?: Partial<Record<Cycle, bigint>>
  setupFee?: bigint
  /** Minor units of EUR per value of a choice and cycle. */
  choicePrices?: Record<string, Partial<Record<Cycle, bigint>>>
}

/** An option, a text for 10.00 EUR a month by default, given to products. */
export async function makeOption(
  ctx: Context,
  options: OptionOptions = {},
  productIds: readonly string[] = [],
): Promise<PricedOption> {
  const { prices = { monthly: 1000n }, setupFee = 0n, choicePrices, ...rest } = options
  const money = (amount: bigint) => ({ amount: amount.toString(), currency: 'EUR' })
  const rows = (of: Partial<Record<Cycle, bigint>>, choice: string | null) =>
    Object.entries(of).map(([cycle, price]) => ({
      ...{ choice, cycle, price: money(price), setupFee: money(setupFee) },
    }))
  const wanted = newOption.parse({
    key: 'extra',
    kind: 'text',
    label: { en: 'Extra', fr: 'Supplément' },
    prices: choicePrices
      ? Object.entries(choicePrices).flatMap(([choice, of]) => rows(of, choice))
      : rows(prices, null),
    ...rest,
  })
  return inTransaction(ctx, async (tx) => {
    const env = systemEnv(ctx)
    const made = await createOption(tx, env, wanted)
    for (const id of productIds) await setProductOptions(tx, env, id, [made.option.id])
    return made
  })
}

/** An option as a service has it: a recurring text for 10.00 a month unless told otherwise. */
export function sampleOption(over: Partial<ServiceOption> = {}): ServiceOption {
  return {
    id: newId(),
    optionId: null,
    key: 'extra',
    label: { en: 'Extra', fr: 'Supplément' },
    kind: 'text',
    value: 'a text',
    valueLabel: null,
    unit: '',
    recurring: true,
    price: '1000',
    prices: { monthly: '1000' },
    setupFee: '0',
    ...over,
  }
}
