import type { Context } from './context.ts'
import { seedCancellationReasons } from './features/cancellation/reasons.ts'
import { seedRoles } from './features/staff/seed-roles.ts'

/** What every installation has from its first start on; what staff changed stays as it is. */
export async function seedInstallation(ctx: Context): Promise<void> {
  await seedRoles(ctx.db)
  await seedCancellationReasons(ctx.db, ctx.clock.now())
}
