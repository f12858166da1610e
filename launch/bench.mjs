import { join } from 'node:path'
import { reportError } from './launch-error.mjs'
import { log, prepare } from './prepare.mjs'
import { ROOT } from './root.mjs'
import { runProgram } from './server-process.mjs'
import { listenForStop } from './stop-signal.mjs'

/** Figures are made on a durable server of their own: what they cost must be what it costs. */
async function openDatabase() {
  const given = process.env.BENCH_DATABASE_URL
  if (given) return { url: given, stop: async () => {} }
  const { startPostgres } = await import('./postgres.mjs')
  return startPostgres({
    dataDir: join(ROOT, '.cache', 'bench-pg'),
    database: 'postgres',
    settings: { shared_buffers: '512MB', max_wal_size: '4GB' },
    log,
  })
}

async function main(args) {
  const stop = listenForStop()
  await prepare({ web: true })
  const database = await openDatabase()
  try {
    const env = { BENCH_DATABASE_URL: database.url, BERTH_WEB_DIST: join(ROOT, 'web', 'dist') }
    const bench = runProgram({ script: join('bench', 'run.ts'), args, env, stop })
    process.exitCode = await bench.ended
  } finally {
    await database.stop()
    stop.end()
  }
}

await main(process.argv.slice(2)).catch(reportError)
