import { openContext } from './build-context.ts'
import type { Config } from './config.ts'
import type { Context } from './context.ts'
import { seedRoles } from './features/staff/seed-roles.ts'
import { prepareDatabase } from './prepare-database.ts'

/** Runs one command on a database that fits this code, and closes everything again. */
export async function withContext<T>(
  config: Config,
  work: (ctx: Context) => Promise<T>,
): Promise<T> {
  await prepareDatabase(config, {})
  const { ctx, close } = await openContext({ ...config, logLevel: 'silent' })
  try {
    await seedRoles(ctx.db)
    return await work(ctx)
  } finally {
    await close()
  }
}
