import { and, desc, eq, lte, ne, or } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import type { Http } from '../../platform/feature.ts'
import { toInstantJson } from '../../platform/json.ts'
import { sandboxMailJson } from './schemas.ts'
import { withToken } from './send/outgoing.ts'
import { mails } from './tables.ts'

const LIMIT = 200

/** The mails as their receivers read them. There only in sandbox mode; nothing in it is secret. */
export function sandboxMailRoutes(http: Http, ctx: Context): void {
  if (!ctx.config.sandbox) return
  http.get(
    '/api/v1/sandbox/mails',
    {
      config: { access: { kind: 'public' } },
      schema: {
        summary: 'The mails sent to an address, the newest first; none that waits for its hour',
        tags: ['sandbox'],
        querystring: z.strictObject({ to: z.string().trim().toLowerCase().max(200).optional() }),
        response: { 200: z.array(sandboxMailJson) },
      },
    },
    async (request) => {
      const { to } = request.query
      const hasLeft = or(ne(mails.state, 'queued'), lte(mails.dueAt, ctx.clock.now()))
      const rows = await ctx.db
        .select()
        .from(mails)
        .where(and(hasLeft, to ? eq(mails.toAddress, to) : undefined))
        .orderBy(desc(mails.createdAt), desc(mails.id))
        .limit(LIMIT)
      return rows.map((mail) => ({
        id: mail.id,
        to: mail.toAddress,
        subject: mail.subject,
        ...withToken(ctx, mail),
        template: mail.template,
        language: mail.language,
        state: mail.state,
        createdAt: toInstantJson(mail.createdAt),
        sentAt: toInstantJson(mail.sentAt),
      }))
    },
  )
}
