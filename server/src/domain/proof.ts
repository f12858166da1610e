/** How a day may differ from its forecast. */
export const DIFFERENCE_KINDS = [
  'not_done',
  'not_forecast',
  'other_money',
  'not_carried_out',
] as const
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number]

/** Why a day went another way than its forecast; only the last one is nobody's doing. */
export const DIFFERENCE_CAUSES = [
  'held',
  'failed',
  'in_flight',
  'paid',
  'edited',
  'policy_changed',
  'new',
  'late',
  'unexplained',
] as const
export type DifferenceCause = (typeof DIFFERENCE_CAUSES)[number]
