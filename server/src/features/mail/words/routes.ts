import { eq } from 'drizzle-orm'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { actorOf } from '../../../platform/access.ts'
import { type Actor, permits } from '../../../platform/actor.ts'
import type { Http } from '../../../platform/feature.ts'
import { newId } from '../../../platform/ids.ts'
import { notFound, Problem } from '../../../platform/problem.ts'
import { requestEnv } from '../../../platform/request-env.ts'
import { tellChanged } from '../../../platform/stream.ts'
import { type Language, say } from '../../../platform/text.ts'
import { inTransaction } from '../../../platform/transaction.ts'
import { apiKeys } from '../../auth/tables.ts'
import { staff } from '../../staff/tables.ts'
import { mails } from '../tables.ts'
import { wakeSending } from '../write/wake-sending.ts'
import { describeTemplate, listTemplates } from './describe.ts'
import { isEditable } from './editable.ts'
import { previewWords } from './preview.ts'
import {
  newTemplateJson,
  type PreviewInput,
  previewInput,
  previewJson,
  templateJson,
  templateParams,
  templateRowJson,
  testSentJson,
} from './schemas.ts'
import { resetWords, saveWords } from './write-words.ts'
import './texts.ts'

const tags = ['mail templates']
const read = { access: { kind: 'staff', permission: 'mails:read' } } as const
const update = { access: { kind: 'staff', permission: 'mails:update' } } as const
const URL = '/api/v1/admin/mail-templates'
const ONE = `${URL}/:template/:language`

/** Staff put mails into words of their own, look at them and go back to the program's. */
export function templateRoutes(http: Http, ctx: Context): void {
  http.get(
    URL,
    {
      config: read,
      schema: {
        summary: 'Every mail, whether staff changed it and whether it may be switched off',
        tags,
        response: { 200: z.object({ items: z.array(templateRowJson) }) },
      },
    },
    async (request) => ({ items: await listTemplates(ctx.db, actorOf(request).language) }),
  )
  http.get(
    ONE,
    {
      config: read,
      schema: {
        summary: 'A mail’s words in a language, and what they may name',
        tags,
        params: templateParams,
        response: { 200: templateJson },
      },
    },
    (request) => describeTemplate(ctx.db, named(request.params), actorOf(request).language),
  )
  http.put(
    ONE,
    {
      config: update,
      schema: {
        summary: 'Put words of one’s own in force; checked in every case the mail can be about',
        tags,
        params: templateParams,
        body: newTemplateJson,
        response: { 200: templateJson },
      },
    },
    (request) => {
      const which = named(request.params)
      return inTransaction(ctx, async (tx) => {
        await saveWords(tx, requestEnv(ctx, request), which, request.body)
        return describeTemplate(tx, which, actorOf(request).language)
      })
    },
  )
  http.delete(
    ONE,
    {
      config: update,
      schema: {
        summary: 'Go back to the program’s own words',
        tags,
        params: templateParams,
        querystring: z.strictObject({ version: z.coerce.number().int().min(0) }),
        response: { 200: templateJson },
      },
    },
    (request) => {
      const which = named(request.params)
      return inTransaction(ctx, async (tx) => {
        await resetWords(tx, requestEnv(ctx, request), which, request.query.version)
        return describeTemplate(tx, which, actorOf(request).language)
      })
    },
  )
  trialRoutes(http, ctx)
}

function trialRoutes(http: Http, ctx: Context): void {
  http.post(
    `${ONE}/preview`,
    {
      config: update,
      schema: {
        summary: 'Words as they would read, about a service, document or customer if one is named',
        tags,
        params: templateParams,
        body: previewInput,
        response: { 200: previewJson },
      },
    },
    (request) => {
      assertMaySee(actorOf(request), request.body)
      return previewWords(ctx, named(request.params), request.body)
    },
  )
  http.post(
    `${ONE}/test`,
    {
      config: update,
      schema: {
        summary: 'Send the preview to one’s own address, marked as a test',
        tags,
        params: templateParams,
        body: previewInput,
        response: { 200: testSentJson },
      },
    },
    async (request) => {
      assertMaySee(actorOf(request), request.body)
      const which = named(request.params)
      const preview = await previewWords(ctx, which, request.body)
      const to = await ownAddress(ctx, request)
      return { mailId: await sendTest(ctx, { ...preview, ...to, ...which }), to: to.address }
    },
  )
}

function named({ template, language }: { template: string; language: Language }) {
  if (!isEditable(template)) throw notFound()
  return { template, language }
}

/** A preview shows what the facts are about, so it asks for the right to see that. */
function assertMaySee(actor: Actor, { serviceId, documentId, customerId }: PreviewInput): void {
  const needed = [
    serviceId && 'services:read',
    documentId && 'documents:read',
    customerId && 'customers:read',
  ].filter((permission) => permission !== undefined)
  if (!needed.every((permission) => permits(actor, permission))) throw new Problem('not_allowed')
}

/** That of the staff member who asks, or whose key asks. */
async function ownAddress({ db }: Context, request: FastifyRequest) {
  const { kind, id } = actorOf(request)
  const [key] =
    kind === 'api_key' && id ? await db.select().from(apiKeys).where(eq(apiKeys.id, id)) : []
  const [member] = await db
    .select({ staffId: staff.id, address: staff.email })
    .from(staff)
    .where(eq(staff.id, key?.staffId ?? id ?? ''))
  if (!member) throw new Problem('not_allowed')
  return member
}

interface TestMail {
  staffId: string
  address: string
  language: Language
  subject: string
  text: string
  html: string
}

async function sendTest(ctx: Context, mail: TestMail): Promise<string> {
  const { staffId, address, language, text, html } = mail
  const id = newId()
  await inTransaction(ctx, async (tx) => {
    const subject = say({ key: 'mail.test_subject', params: { subject: mail.subject } }, language)
    const now = ctx.clock.now()
    await tx.insert(mails).values({
      ...{ id, dedupeKey: `test:${id}`, template: 'test', staffId, toAddress: address, language },
      ...{ subject, text, html, isAwaited: true, state: 'queued', dueAt: now, createdAt: now },
    })
    await tellChanged(tx, [{ subject: 'mail', id, customerId: null }])
    await wakeSending(tx, true)
  })
  return id
}
