import type { Config } from '../config.ts'
import type { Context } from '../context.ts'
import { runProcess } from '../run-process.ts'
import { offerProvider, ownProvider } from '../sandbox-provider.ts'
import { DEMO_PASSWORD, STAFF } from './company.ts'
import { FEATURED } from './customers.ts'
import { loadDemo } from './load-demo.ts'

/** `demo`: everything in one process, in sandbox mode, with a company that has a past. */
export async function demoCommand(config: Config): Promise<void> {
  const parts = { web: true, worker: true, migrate: true }
  await runProcess({ ...config, sandbox: true }, parts, openDemo)
}

/** Fills the database where it has no customers yet, and says who may log in. */
async function openDemo(ctx: Context): Promise<void> {
  const own = ownProvider(ctx)
  const provider = await own.get()
  const startedAt = performance.now()
  const loaded = await loadDemo(ctx, provider)
  // The company's servers mean this address: they follow when the provider listens elsewhere.
  if (loaded) await offerProvider(ctx, provider)
  await own.close()
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  if (loaded) {
    const { customers, services } = loaded
    say(`Loaded ${customers} customers with ${services} services in ${seconds} s`)
  }
  say(`Administration: ${STAFF[0]?.email}   password: ${DEMO_PASSWORD}`)
  say(`Client area:    ${FEATURED.email}   password: ${DEMO_PASSWORD}`)
}

const say = (line: string) => process.stdout.write(`${line}\n`)
