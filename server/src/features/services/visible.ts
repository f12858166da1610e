import type { Context } from '../../context.ts'
import type { Actor } from '../../platform/actor.ts'
import { notFound } from '../../platform/problem.ts'
import { loadServices, type ServiceSubject } from './subject.ts'

/** The service, if it is there and the actor may see it; a foreign one is as if it were not. */
export async function visibleService(
  ctx: Context,
  actor: Actor,
  id: string,
): Promise<ServiceSubject> {
  const subject = (await loadServices(ctx.db, [id], ctx.clock.now())).get(id)
  const foreign = actor.kind === 'user' && subject?.service.customerId !== actor.customerId
  if (!subject || foreign) throw notFound()
  return subject
}
