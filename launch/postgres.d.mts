/** What the tests of the server use of `postgres.mjs`; its comments say how it behaves. */
export interface RunningPostgres {
  url: string
  port: number
  pid: number
  stop(): Promise<void>
}

export function startPostgres(options: {
  dataDir: string
  port?: number
  fsync?: boolean
  database?: string
  settings?: Record<string, string | number>
  userNamespaces?: boolean
  log?(line: string): void
}): Promise<RunningPostgres>
