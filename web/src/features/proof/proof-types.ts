import type { Money } from '../../i18n/format.ts'

/** Why a day went another way than its forecast; only the last one is nobody's doing. */
export const CAUSES = [
  'paid',
  'edited',
  'policy_changed',
  'held',
  'failed',
  'new',
  'late',
  'unexplained',
] as const
export type Cause = (typeof CAUSES)[number]

/** A day's forecast beside what was done. */
export interface ProofDay {
  /** Calendar day of the business time zone. */
  day: string
  /** Not compared before the day is over. */
  state: 'keeping' | 'kept' | 'comparing' | 'compared'
  services: number
  forecast: Record<string, number>
  forecastMoney: Money[]
  done: Record<string, number>
  doneMoney: Money[]
  differences: Record<string, number>
  unexplained: number
}

/** One step that went another way than forecast. */
export interface Difference {
  id: string
  step: string
  kind: 'not_done' | 'not_forecast' | 'other_money' | 'not_carried_out'
  cause: Cause
  /** What the cause was read from. */
  evidence: string | null
  forecastAt: string | null
  doneAt: string | null
  forecastMoney: Money | null
  doneMoney: Money | null
  service: { id: string; number: number; name: string }
  customer: { id: string; name: string }
}
