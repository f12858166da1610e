import { z } from 'zod'

/**
 * A backup is one gzipped text: a line of JSON with the header; per table a line of JSON, its rows in
 * PostgreSQL's text format of COPY, and a line `\.`; at the end a line of JSON with what was written.
 */
export const FORMAT = 'berth-backup'
export const FORMAT_VERSION = 1

/** Ends the rows of a table: no row of COPY looks like it. */
export const END_OF_ROWS = '\\.'

export const headerSchema = z.object({
  format: z.literal(FORMAT),
  version: z.literal(FORMAT_VERSION),
  createdAt: z.iso.datetime(),
  /** The installation that it is of; null for one that was never started. */
  installationId: z.uuid().nullable(),
  /** Moments of the migrations that the database had seen: they name its shape. */
  migrations: z.array(z.number().int()),
  /** Of the secret key that secrets in it are sealed with; never the key. */
  keyFingerprint: z.string(),
})
export type Header = z.infer<typeof headerSchema>

export const tableSchema = z.object({
  /** Schema and name. */
  table: z.tuple([z.string(), z.string()]),
  columns: z.array(z.string()).min(1),
})
export type TableHead = z.infer<typeof tableSchema>

export const trailerSchema = z.object({
  tables: z.array(
    z.object({ name: z.string(), rows: z.number().int(), sha256: z.string().length(64) }),
  ),
  /** Sequence → the last value that was given. */
  sequences: z.record(z.string(), z.string()),
})
export type Trailer = z.infer<typeof trailerSchema>

/** Of whatever else is not a backup of ours, or was cut off. */
export class UnreadableBackup extends Error {}
