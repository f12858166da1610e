import { join } from 'node:path'
import { claimDataDir, dataDirPath, openDataDir } from './data-dir.mjs'
import { awaitFormerServer, forgetServer, recordServer } from './former-server.mjs'
import { reportError } from './launch-error.mjs'
import { log, prepare } from './prepare.mjs'
import { ROOT } from './root.mjs'
import { runAgain } from './run-again.mjs'
import { secretKey } from './secret-key.mjs'
import { runProgram } from './server-process.mjs'
import { sharePostgres } from './shared-postgres.mjs'
import { listenForStop } from './stop-signal.mjs'

const noDatabase = { url: undefined, release: async () => {} }

async function openDatabase({ dataDir, stop }) {
  if (process.env.DATABASE_URL) return { url: process.env.DATABASE_URL, release: async () => {} }
  const onFailure = (error) => {
    reportError(error)
    stop.request('SIGTERM')
  }
  return sharePostgres({ dataDir, log, onFailure })
}

async function runServer({ dataDir, part, database, stop }) {
  if (stop.isRequested()) return 0
  const env = {
    DATA_DIR: dataDir,
    BERTH_WEB_DIST: process.env.BERTH_WEB_DIST || join(ROOT, 'web', 'dist'),
    ...(database.url ? { DATABASE_URL: database.url, BERTH_SECRET_KEY: secretKey(dataDir) } : {}),
    ...part.env,
  }
  const begin = () => {
    const script = join('server', 'src', 'main.ts')
    const server = runProgram({ script, args: part.args, env, stop })
    if (part.isExclusive) recordServer(dataDir, server.pid)
    return server
  }
  if (!part.watch) return begin().ended
  return runAgain({ begin, folders: part.watch.map((name) => join(ROOT, name)), stop, log })
}

/**
 * Runs a part of Berth from beginning to end: prepares, starts PostgreSQL unless DATABASE_URL is
 * set, runs the server with these arguments, stops what was started. Sets the exit code to the
 * server's.
 *
 * @param {{ args: string[], env?: Record<string, string>, web?: boolean, needsDatabase?: boolean,
 *   isExclusive?: boolean, dataFolder?: string, watch?: string[],
 *   beside?: (stop: object) => Promise<object> }} part
 *   `isExclusive`: the only one of its kind on the data folder; `dataFolder`: where the data live
 *   when DATA_DIR is not set; `watch`: folders whose changes start the server again; `beside`: starts something that runs along, returns `{ end }`.
 */
export async function runBerth(part) {
  const { needsDatabase = true } = part
  const stop = listenForStop()
  const endings = []
  try {
    await prepare({ web: part.web })
    const dataDir = needsDatabase ? openDataDir(dataDirPath(part.dataFolder)) : dataDirPath()
    if (part.isExclusive && !process.env.DATABASE_URL) {
      endings.push(await claimDataDir(dataDir))
      await awaitFormerServer(dataDir, log)
    }
    const database = needsDatabase ? await openDatabase({ dataDir, stop }) : noDatabase
    endings.push(database.release)
    if (part.beside) endings.push((await part.beside(stop)).end)
    const code = await runServer({ dataDir, part, database, stop })
    if (part.isExclusive) forgetServer(dataDir)
    process.exitCode ||= code
  } catch (error) {
    reportError(error)
  } finally {
    for (const end of endings.reverse()) await end()
    stop.end()
  }
}
