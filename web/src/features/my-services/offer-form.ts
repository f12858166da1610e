import { type ActionOffer, verbOf } from '../../ui/action/action-types.ts'

/** A billing cycle with its price in words. */
export interface PricedCycle {
  cycle: string
  label: string
}

/**
 * The form of an offer, with the cycles that have a price (the service's own first) and the fields
 * customers must fill.
 */
export function offerForm(
  offer: ActionOffer,
  cycles: PricedCycle[],
  hasOpenRenewal = false,
): ActionOffer {
  const { form } = offer
  const verb = verbOf(offer.id)
  if (verb === 'cancel') {
    const required = [...(form?.required ?? []), 'when', 'reasonId']
    return { ...offer, form: { ...form, required } }
  }
  const cycle = form?.properties?.cycle
  if ((verb !== 'renew' && verb !== 'change_cycle') || !cycle) return offer
  // One changes to another cycle than one has; it is the first of the list.
  const offered = verb === 'renew' ? cycles : cycles.slice(1)
  const options = Object.fromEntries(offered.map((one) => [one.cycle, one.label]))
  const priced = { ...cycle, label: undefined, enum: offered.map((one) => one.cycle), options }
  const { openRenewal, ...others } = form.properties ?? {}
  const asked: typeof others = hasOpenRenewal && openRenewal ? { openRenewal } : {}
  return {
    ...offer,
    form: {
      ...form,
      properties: { ...others, ...asked, cycle: priced },
      required: [...(form.required ?? []), 'cycle'],
    },
  }
}
