import { z } from 'zod'
import type { Context } from '../../context.ts'
import type { Actor } from '../../platform/actor.ts'
import { clientService, servicePage } from './present.ts'
import { clientServiceJson, servicePageJson } from './schemas.ts'
import type { ServiceSubject } from './subject.ts'
import { loadWhy, whyForStaff } from './why.ts'
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
): Promise<z.infer<typeof describedServiceJson>> {
  const facts = await loadWhy(ctx, subject)
  const page = servicePage(subject, { language, now: facts.now })
  return { ...page, why: whyForStaff(facts, language) }
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
