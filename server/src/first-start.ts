import type { Context } from './context.ts'
import { seedRoles } from './features/staff/seed-roles.ts'

/** Seeds what every installation has. Answers the one-time set-up link while there is no staff. */
export async function firstStart(ctx: Context, _address: string): Promise<string | null> {
  await seedRoles(ctx.db)
  return null
}
