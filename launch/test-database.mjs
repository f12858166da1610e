import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { reportError } from './launch-error.mjs'
import { startPostgres } from './postgres.mjs'
import { ROOT } from './root.mjs'

const DATA_DIR = join(ROOT, '.cache', 'test-pg')

/**
 * Starts, or finds running, the throw-away server that tests clone their databases on. It loses
 * data in a power cut on purpose. `url` is a superuser's, to the database `postgres`; tests read
 * it from `BERTH_TEST_PG_URL`.
 */
export function startTestDatabase() {
  return startPostgres({
    dataDir: DATA_DIR,
    fsync: false,
    database: 'postgres',
    settings: {
      max_connections: 200,
      shared_buffers: '256MB',
      wal_level: 'minimal',
      max_wal_senders: 0,
    },
  })
}

async function main([verb]) {
  const server = await startTestDatabase()
  if (verb === 'stop') await server.stop()
  else process.stdout.write(`${server.url}\n`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main(process.argv.slice(2)).catch(reportError)
}
