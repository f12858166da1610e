/** Every billing cycle, shortest first; the two that never renew come last. */
export const CYCLES = [
  'weekly',
  'monthly',
  'quarterly',
  'semiannually',
  'annually',
  'biennially',
  'triennially',
  'onetime',
  'free',
] as const

export type Cycle = (typeof CYCLES)[number]
