import type { Answer, Row } from '../../api/answers.ts'

/** A day's forecast beside what was done. */
export type ProofDay = Answer<'/api/v1/admin/automation/proof'>['items'][number]

/** One step that went another way than forecast. */
export type Difference = Row<'/api/v1/admin/automation/proof/{day}/differences'>
export type Cause = Difference['cause']

/** Why a day went another way than its forecast; only the last one is nobody's doing. */
export const CAUSES: readonly Cause[] = [
  ...(['paid', 'edited', 'policy_changed', 'held', 'failed', 'in_flight'] as const),
  ...(['new', 'late', 'unexplained'] as const),
]
