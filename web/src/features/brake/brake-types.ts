import type { Answer, Row } from '../../api/answers.ts'

export type BrakeToday = Answer<'/api/v1/admin/automation/brake'>
export type LedgerStep = BrakeToday['steps'][number]
export type BrakeReason = BrakeToday['held'][number]['reason']
export type HeldRow = Row<'/api/v1/admin/automation/brake/held'>

/** What the brake may hold back. */
export type BrakedStep = BrakeToday['held'][number]['step']
export const BRAKED_STEPS: readonly BrakedStep[] = ['suspend', 'expire', 'cancel']

/** Why something may be held, the gravest first. */
export const BRAKE_REASONS: readonly BrakeReason[] = [
  'clock_jump',
  'no_sweep_yesterday',
  'gateway_unreachable',
  'too_many',
]
