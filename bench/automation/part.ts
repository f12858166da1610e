import type pg from 'pg'

/** What the parts of the group work with: an installation with a fleet. */
export interface AutomationBench {
  env: Record<string, string>
  client: pg.Client
  url: string
  /** An owner's session. */
  cookie: string
  /** Services in the database. */
  size: number
  /** How long each round of requests lasts. */
  seconds: number
}
