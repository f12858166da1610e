import type pg from 'pg'

/** What the parts of the group have to work with: an empty installation. */
export interface DeliveryBench {
  env: Record<string, string>
  client: pg.Client
  url: string
  /** An owner's session. */
  cookie: string
}
