import { type Finding, later, milestoneOf, NOTHING, stepBase, type View } from './view.ts'

/**
 * A planned price takes its effect at its moment: documents made from then on ask for it, those
 * that are open already do not change.
 */
export function findPriceChange(view: View): readonly Finding[] {
  const milestone = milestoneOf(view, 'change_price')
  if (!milestone) return NOTHING
  if (milestone.notBefore > view.now) return [later(milestone, milestone.notBefore)]
  return [{ kind: 'due', step: { ...stepBase(view, milestone), kind: 'change_price' } }]
}
