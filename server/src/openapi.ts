import { buildApp } from './app.ts'
import { openContext } from './build-context.ts'

/** Prints the API's description; needs no database, since nothing is asked of it. */
export async function printOpenApi(): Promise<void> {
  const { ctx } = await openContext({
    port: 0,
    host: '127.0.0.1',
    dataDir: '',
    keepsDataDir: false,
    installationId: null,
    databaseUrl: 'postgres://127.0.0.1:1/none',
    publicUrl: null,
    secretKey: 'x'.repeat(32),
    firstAdmin: null,
    sandbox: true,
    modules: [],
    webhooksPrivate: false,
    webDist: '',
    trustProxy: 0,
    logLevel: 'silent',
    workerConcurrency: 1,
  })
  const app = await buildApp(ctx)
  await app.ready()
  const text = `${JSON.stringify(app.swagger(), null, 2)}\n`
  // A pipe takes it in pieces: leaving before the last one would cut the document off.
  process.stdout.write(text, () => process.exit(0))
}
