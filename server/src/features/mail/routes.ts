import { z } from 'zod'
import type { Context } from '../../context.ts'
import { actorOf } from '../../platform/access.ts'
import { offerActions } from '../../platform/action-routes.ts'
import type { AnyAction, Http } from '../../platform/feature.ts'
import { newId } from '../../platform/ids.ts'
import { pageSchema } from '../../platform/pagination.ts'
import { notFound } from '../../platform/problem.ts'
import { findMail, listMails, toRowJson } from './queries.ts'
import { mailFilters, mailPageJson, mailRowJson } from './schemas.ts'
import { composeMail } from './write/draft.ts'

const read = { access: { kind: 'staff', permission: 'mails:read' } } as const
const URL = '/api/v1/admin/mails'
const tags = ['mails']

/** Staff read what was written to whom, and try the settings out. */
export function mailRoutes(http: Http, ctx: Context, actions: readonly AnyAction[]): void {
  http.get(
    URL,
    {
      config: read,
      schema: {
        summary: 'Mails, the newest first',
        tags,
        querystring: mailFilters,
        response: { 200: pageSchema(mailRowJson) },
      },
    },
    (request) => listMails(ctx.db, request.query),
  )
  http.get(
    `${URL}/:id`,
    {
      config: read,
      schema: {
        summary: 'One mail as it was written, and what can be done with it',
        tags,
        params: z.object({ id: z.uuid() }),
        response: { 200: mailPageJson },
      },
    },
    async (request) => {
      const found = await findMail(ctx.db, request.params.id)
      if (!found) throw notFound()
      const { mail, customer, documents } = found
      return {
        ...toRowJson(mail, customer),
        text: mail.text,
        html: mail.html,
        documents,
        serviceIds: mail.serviceIds,
        actions: offerActions(actions, mail, actorOf(request), ctx.clock.now()),
      }
    },
  )
  testRoute(http, ctx)
}

const outcome = z.object({
  /** `kept`: no SMTP server is set. */
  outcome: z.enum(['sent', 'kept', 'failed']),
  /** What the SMTP server said, when it failed. */
  message: z.string().nullable(),
})

function testRoute(http: Http, ctx: Context): void {
  http.post(
    `${URL}/test`,
    {
      config: { access: { kind: 'staff', permission: 'settings:update' } },
      schema: {
        summary: 'Send a test mail by the stored settings; answers what came of it',
        tags,
        body: z.strictObject({ to: z.email().max(200) }),
        response: { 200: outcome },
      },
    },
    async (request) => {
      const { name, language } = actorOf(request)
      const { to: address } = request.body
      const to = { customerId: null, staffId: null, address, name, language }
      const mail = await composeMail(ctx.db, { template: 'test', to, facts: {} })
      const id = newId()
      const sent = await ctx.mail.send({
        ...mail,
        to: address,
        attachments: [],
        messageId: id,
        isAwaited: true,
      })
      return { outcome: sent.kind, message: sent.kind === 'failed' ? sent.message : null }
    },
  )
}
