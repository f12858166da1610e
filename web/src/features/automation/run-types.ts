/** What one worker did in one minute. */
export interface SweepRun {
  id: string
  startedAt: string
  finishedAt: string | null
  worker: string
  tookMs: number
  decided: number
  /** How many of each kind of step. */
  steps: Record<string, number>
  /** Held back by the brake, by reason. */
  held: Record<string, number>
  failures: number
}

export interface SweepRunPage extends SweepRun {
  /** The first of them; `failures` counts all. */
  errors: { service: { id: string; number: number; name: string } | null; message: string }[]
}
