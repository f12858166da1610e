import { z } from 'zod'
import type { Context } from '../../context.ts'
import type { Actor } from '../../platform/actor.ts'
import { clientService, servicePage } from './present.ts'
import { clientServiceJson, servicePageJson } from './schemas.ts'
import type { ServiceSubject } from './subject.ts'
import { visibleService } from './visible.ts'
import { loadWhy, readLeading, whyForStaff } from './why.ts'
import { whyForCustomers } from './why-for-customers.ts'

/** Why it is in its state, in one sentence of the reader's language. */
const why = z.string()

export const describedServiceJson = servicePageJson.extend({ why })
export const describedClientServiceJson = clientServiceJson.extend({ why })

/** The page of one service for staff. */
export async function describeService(
  ctx: Context,
  subject: ServiceSubject,
  { language }: Actor,
  leading = readLeading(ctx.db, subject.service.id),
): Promise<z.infer<typeof describedServiceJson>> {
  const facts = await loadWhy(ctx, subject, leading)
  const page = servicePage(subject, { language, now: facts.now })
  return { ...page, why: whyForStaff(facts, language) }
}

/** The same of one that is read first, together with its history; 404 like `visibleService`. */
export async function describeVisible(ctx: Context, actor: Actor, id: string) {
  const leading = readLeading(ctx.db, id)
  const [subject] = await Promise.all([visibleService(ctx, actor, id), leading])
  return describeService(ctx, subject, actor, leading)
}

/** The page of one service for its customer. */
export async function describeOwnService(
  ctx: Context,
  subject: ServiceSubject,
  { language }: Actor,
): Promise<z.infer<typeof describedClientServiceJson>> {
  const facts = await loadWhy(ctx, subject)
  return { ...clientService(subject, language), why: whyForCustomers(facts, language) }
}
