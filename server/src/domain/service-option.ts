import type { Cycle } from './cycle.ts'

/** Kinds of options that a product can be ordered with. */
export const OPTION_KINDS = ['text', 'checkbox', 'choice', 'quantity'] as const
export type OptionKind = (typeof OPTION_KINDS)[number]

interface BothLanguages {
  readonly en: string
  readonly fr: string
}

/**
 * An option as a service has it: a snapshot of the day it was ordered, which later changes of the
 * product's option do not touch. Amounts are minor units as digits, in the service's currency.
 */
export interface ServiceOption {
  /** Of this very option of this service: the same option may be there twice. */
  readonly id: string
  /** The product's option it was taken from; that one may have changed or be gone. */
  readonly optionId: string | null
  readonly key: string
  readonly label: BothLanguages
  readonly kind: OptionKind
  readonly value: string | number | boolean
  /** What a choice's value is called; null for the other kinds. */
  readonly valueLabel: BothLanguages | null
  /** Behind a quantity: `GB`. */
  readonly unit: string
  /** Paid for again with every period; otherwise it was paid once and is for the service's life. */
  readonly recurring: boolean
  /** For one period of the service's cycle, or once. */
  readonly price: string
  /** For one period of other cycles, as they were offered; of recurring options only. */
  readonly prices: Readonly<Partial<Record<Cycle, string>>>
  /** Once, with the first period. */
  readonly setupFee: string
}

/** A coupon's discount as a service keeps it for its renewals. */
export interface ServiceDiscount {
  readonly couponId: string
  readonly code: string
  readonly kind: 'percent' | 'fixed'
  /** Hundredths of a percent; 0 for a fixed one. */
  readonly basisPoints: number
  /** Minor units as digits; 0 for a percentage. */
  readonly amount: string
  /** Renewals it holds for, from the service's first one; null = for ever. */
  readonly renewals: number | null
}
