import type pg from 'pg'
import type { Subjects } from './subjects.ts'

/** What a part of the group has to work with: a loaded fleet, and programs' environment. */
export interface Bench {
  size: number
  /** How long each request is measured, ours and the bare one each. */
  seconds: number
  env: Record<string, string>
  /** An owner's session. */
  cookie: string
  now: number
  client: pg.Client
  subjects: Subjects
}

/** Prints its figures; what it changes in the fleet, the parts after it see. */
export type Part = (bench: Bench) => Promise<void>
