import type { WhatIfWish } from './service-queries.ts'

/** The question that a dialog's form asks, where the answer says more than its dry run. */
export function wishOf(verb: string, body: Record<string, unknown>): WhatIfWish | null {
  if (verb === 'cancel' && (body.when === 'now' || body.when === 'end_of_period'))
    return { do: 'cancel', when: body.when }
  if (verb === 'change_cycle' && typeof body.cycle === 'string') {
    const cycle = body.cycle as Extract<WhatIfWish, { do: 'change_cycle' }>['cycle']
    return { do: 'change_cycle', cycle, pay: body.pay === true }
  }
  return null
}
