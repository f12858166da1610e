import type { Trial } from '../trial.ts'

/** One thing that every module must get right. */
export interface Scenario {
  readonly name: string
  /** Why it cannot be tried here, or null. */
  cannotRun?(trial: Trial): string | null
  run(trial: Trial): Promise<void>
}

/** For scenarios that make the provider misbehave. */
export function needsFaults(trial: Trial): string | null {
  return trial.target.faults ? null : 'the target cannot misbehave'
}
