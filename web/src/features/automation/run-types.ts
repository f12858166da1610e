import type { Answer, Row } from '../../api/answers.ts'

/** What one worker did in one minute. */
export type SweepRun = Row<'/api/v1/admin/automation/runs'>

export type SweepRunPage = Answer<'/api/v1/admin/automation/runs/{id}'>
