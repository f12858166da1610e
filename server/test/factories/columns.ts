import { eq } from 'drizzle-orm'
import type { Context } from '../../src/context.ts'
import type { ServiceChanges } from '../../src/features/services/change.ts'
import { services } from '../../src/features/services/tables.ts'

/** Puts a service into a state that only time or people would bring about. */
export async function changeColumns(
  { db }: Context,
  serviceId: string,
  columns: ServiceChanges,
): Promise<void> {
  await db.update(services).set(columns).where(eq(services.id, serviceId))
}
