import { mkdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from './lock-file.mjs'
import { chooseAccount } from './postgres-account.mjs'
import { findPostgres } from './postgres-binaries.mjs'
import { OWNER, prepareCluster, readPassword } from './postgres-cluster.mjs'
import { adoptOrStart, stopServer } from './postgres-server.mjs'

const filesOf = (dataDir) => ({
  pgData: join(dataDir, 'postgres'),
  password: join(dataDir, 'postgres-password'),
  log: join(dataDir, 'postgres.log'),
  lock: join(dataDir, 'postgres.lock'),
})

async function createDatabase(url, database) {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 30_000 })
  await client.connect()
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [
      database,
    ])
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(database)}`)
  } finally {
    await client.end()
  }
}

/**
 * Runs the PostgreSQL that npm brought, on `dataDir/postgres`, made when it is not there, and
 * creates `database`. A server that already runs on that folder is used, never a second started.
 * It listens on 127.0.0.1 only and asks for the password kept in `dataDir/postgres-password`.
 *
 * @param {{ dataDir: string, port?: number, fsync?: boolean, database?: string,
 *   settings?: Record<string, string | number>, userNamespaces?: boolean,
 *   log?: (line: string) => void }} options `fsync: false` is for throw-away data only.
 * @returns {Promise<{ url: string, port: number, pid: number, stop: () => Promise<void> }>}
 * @throws {LaunchError} with one sentence for the operator.
 */
export async function startPostgres(options) {
  const { dataDir, fsync = true, database = OWNER, settings = {}, log = () => {} } = options
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const files = filesOf(realpathSync(dataDir))
  return withLock(files.lock, async () => {
    const native = findPostgres()
    const account = chooseAccount({
      native,
      pgData: files.pgData,
      userNamespaces: options.userNamespaces,
    })
    const password = readPassword(files)
    prepareCluster({ account, password, fsync, log })
    const server = await adoptOrStart({ account, files, port: options.port, fsync, settings })
    const urlOf = (name) => `postgres://${OWNER}:${password}@127.0.0.1:${server.port}/${name}`
    if (database !== 'postgres') await createDatabase(urlOf('postgres'), database)
    return {
      url: urlOf(database),
      port: server.port,
      pid: server.pid,
      stop: () => withLock(files.lock, () => stopServer(server.pid, account.pgData)),
    }
  })
}
