import type { Choice } from '@berth/sdk'
import { eq } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import type { Actor } from '../../platform/actor.ts'
import { notFound } from '../../platform/problem.ts'
import { asksFor, loadChoices } from '../servers/load-choices.ts'
import { servers } from '../servers/tables.ts'
import { readPanel } from './panel.ts'
import type { ServiceSubject } from './subject.ts'

/**
 * A choice list of the form of a panel's action, read from the service's server: the images that it
 * can be rebuilt from. 404 unless an action that the reader is offered asks for it.
 */
export async function panelChoices(
  ctx: Context,
  subject: ServiceSubject,
  { actor, name }: { actor: Actor; name: string },
): Promise<readonly Choice[]> {
  const answer = await readPanel(ctx, subject, { actor, tab: null })
  const { serverId, type } = subject.service
  const isAsked =
    answer.kind === 'panel' && answer.panel.actions.some(({ form }) => form && asksFor(form, name))
  if (!isAsked || serverId === null) throw notFound()
  const rows = await ctx.db.select().from(servers).where(eq(servers.id, serverId))
  return loadChoices(ctx, { type, name, servers: rows })
}
