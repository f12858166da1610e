import { isDeepStrictEqual } from 'node:util'
import { eq } from 'drizzle-orm'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Context } from '../../../context.ts'
import type { PolicyOverride } from '../../../domain/policy.ts'
import { actorOf } from '../../../platform/access.ts'
import type { Db } from '../../../platform/db.ts'
import type { Http } from '../../../platform/feature.ts'
import { notFound, Problem } from '../../../platform/problem.ts'
import { streamAnswer, untilGone } from '../../../platform/stream-answer.ts'
import { productGroups, products } from '../../catalog/tables.ts'
import { customers } from '../../customers/tables.ts'
import { servicesSettings } from '../../services/installation-policy.ts'
import { businessSettings } from '../../settings/business.ts'
import { policyOverride } from '../../settings/policy-override.ts'
import { findSection, readSettings } from '../../settings/sections.ts'
import { assertFresh, parseValues } from '../../settings/write-settings.ts'
import { effectJson, toEffectJson } from './effect-json.ts'
import { measureEffect } from './measure-effect.ts'
import type { RuleChange } from './rule-change.ts'

const summary = (what: string) => `What ${what} would do to services, before it is saved`

/** What a change of the rules would do, asked with the same body as the change itself. */
export function effectRoutes(http: Http, ctx: Context): void {
  sectionRoutes(http, ctx)
  for (const owner of OWNERS) ownerRoutes(http, ctx, owner)
}

function sectionRoutes(http: Http, ctx: Context): void {
  const config = { access: { kind: 'staff', permission: 'settings:read' } } as const
  const schema = {
    summary: summary('a section of the settings'),
    tags: ['settings'],
    params: z.object({ section: z.string().min(1).max(60) }),
    body: z.strictObject({
      version: z.int().min(0),
      values: z.record(z.string(), z.unknown()),
    }),
  }
  http.post(
    '/api/v1/admin/settings/:section/effect',
    { config, schema: { ...schema, ...answered } },
    async (request, reply) => {
      const { params, body } = request
      const change = await changeOfSection(ctx.db, params.section, body)
      return answerEffect(ctx, change, { request, reply })
    },
  )
  http.post(
    '/api/v1/admin/settings/:section/effect/stream',
    { config, schema: { ...schema, ...streamed } },
    async (request, reply) => {
      const { params, body } = request
      const change = await changeOfSection(ctx.db, params.section, body)
      await streamEffect(ctx, change, { request, reply })
    },
  )
}

function ownerRoutes(http: Http, ctx: Context, owner: (typeof OWNERS)[number]): void {
  const { noun, permission } = owner
  const config = { access: { kind: 'staff', permission } } as const
  const schema = {
    summary: summary('another policy'),
    tags: [noun],
    params: z.object({ id: z.uuid() }),
    body: policyBody(owner),
  }
  http.post(
    `/api/v1/admin/${noun}/:id/effect`,
    { config, schema: { ...schema, ...answered } },
    async (request, reply) => {
      const change = await changeOfPolicy(ctx.db, owner, { ...request.params, ...request.body })
      return answerEffect(ctx, change, { request, reply })
    },
  )
  http.post(
    `/api/v1/admin/${noun}/:id/effect/stream`,
    { config, schema: { ...schema, ...streamed } },
    async (request, reply) => {
      const change = await changeOfPolicy(ctx.db, owner, { ...request.params, ...request.body })
      await streamEffect(ctx, change, { request, reply })
    },
  )
}

const answered = { response: { 200: effectJson } }
const streamed = {
  description:
    'Server-sent events: `progress` with `{ "done", "total", "found" }` services (looked at, to be looked at, moved so far), then one `result` with what the address without /stream answers, or one `error` with the problem document.',
  response: { 200: { content: { 'text/event-stream': { schema: z.string() } } } },
}

interface Asked {
  request: FastifyRequest
  reply: FastifyReply
}

async function answerEffect(ctx: Context, change: RuleChange, { request, reply }: Asked) {
  const effect = await measureEffect(ctx, change, { signal: untilGone(reply) })
  return toEffectJson(effect, actorOf(request).language)
}

function streamEffect(ctx: Context, change: RuleChange, { request, reply }: Asked) {
  const { language } = actorOf(request)
  return streamAnswer(request, reply, {
    language,
    work: async (work) => toEffectJson(await measureEffect(ctx, change, work), language),
  })
}

interface PolicyBody {
  policy: PolicyOverride
  /** Of the form, as when it is saved. */
  version?: number | undefined
}

function policyBody({ table }: (typeof OWNERS)[number]): z.ZodType<PolicyBody> {
  const version = z.int().min(1).optional()
  const policy = { policy: policyOverride }
  return 'version' in table ? z.strictObject({ ...policy, version }) : z.strictObject(policy)
}

async function changeOfPolicy(
  db: Db,
  { level, table, key }: (typeof OWNERS)[number],
  { id, policy: values, version }: PolicyBody & { id: string },
): Promise<RuleChange> {
  const [row] = await db.select().from(table).where(eq(table.id, id))
  if (!row) throw notFound()
  if (version !== undefined && 'version' in row && row.version !== version)
    throw new Problem('stale_form')
  return { affects: { [key]: id }, policy: { level, was: row.policy, values }, calendar: null }
}

/** What carries a policy besides the installation and the service itself. */
const OWNERS = [
  {
    noun: 'products',
    level: 'product',
    permission: 'products:read',
    table: products,
    key: 'productId',
  },
  {
    noun: 'product-groups',
    level: 'group',
    permission: 'products:read',
    table: productGroups,
    key: 'groupId',
  },
  {
    noun: 'customers',
    level: 'customer',
    permission: 'customers:read',
    table: customers,
    key: 'customerId',
  },
] as const

/** Sections that no decision reads change nothing. */
async function changeOfSection(
  db: Db,
  name: string,
  wanted: { version: number; values: Record<string, unknown> },
): Promise<RuleChange> {
  const section = findSection(name)
  if (!section) throw notFound()
  await assertFresh(db, section, wanted.version)
  const values = parseValues(section, wanted.values)
  const affects = { section: name }
  if (name === servicesSettings.name) {
    const was = await readSettings(db, servicesSettings)
    const { policy, holidays } = servicesSettings.schema.parse(values)
    return {
      affects,
      policy: { level: 'installation', was: was.policy, values: policy },
      calendar: isDeepStrictEqual(was.holidays, holidays) ? null : { holidays },
    }
  }
  if (name !== businessSettings.name) return { affects, policy: null, calendar: null }
  const was = await readSettings(db, businessSettings)
  const { timeZone: zone } = businessSettings.schema.parse(values)
  return { affects, policy: null, calendar: zone === was.timeZone ? null : { zone } }
}
