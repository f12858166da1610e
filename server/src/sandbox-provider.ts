import { join } from 'node:path'
import {
  behaviourPatchSchema,
  behaviourSchema,
  newResourceSchema,
  OPERATIONS,
  ruleSchema,
  type SandboxProvider,
  startSandboxProvider,
} from '@berth/module-sandbox/provider'
import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Context, Env } from './context.ts'
import { servers } from './features/servers/tables.ts'
import { createServer } from './features/servers/write-server.ts'
import { createServerGroup } from './features/servers/write-server-group.ts'
import { settings } from './features/settings/tables.ts'
import { SYSTEM } from './platform/actor.ts'
import type { Http } from './platform/feature.ts'
import { Problem } from './platform/problem.ts'
import { inTransaction } from './platform/transaction.ts'

const SECTION = 'sandbox-provider'
const NAME = 'Sandbox'

/** The imaginary hosting provider of sandbox mode, started when it is first needed. */
export interface OwnProvider {
  get(): Promise<SandboxProvider>
  close(): Promise<void>
}

export function ownProvider(ctx: Context): OwnProvider {
  let started: Promise<SandboxProvider> | undefined
  return {
    get() {
      started ??= startSandboxProvider({
        now: () => ctx.clock.now(),
        statePath: ctx.config.dataDir
          ? join(ctx.config.dataDir, 'sandbox-provider.json')
          : undefined,
      })
      return started
    },
    async close() {
      await (await started)?.close()
    },
  }
}

/**
 * Makes the provider reachable as a server of type `sandbox`, ready for products. It listens on
 * another port after each start, so the servers that mean it are told the new one.
 */
export async function offerProvider(ctx: Context, provider: SandboxProvider): Promise<void> {
  const env: Env = { ctx, actor: SYSTEM, now: ctx.clock.now(), cause: { kind: 'system' } }
  await inTransaction(ctx, async (tx) => {
    const [known] = await tx
      .select()
      .from(settings)
      .where(eq(settings.section, SECTION))
      .for('update')
    if (known) {
      await tx
        .update(servers)
        .set({ settings: sql`jsonb_set(settings, '{url}', to_jsonb(${provider.url}::text))` })
        .where(sql`type = 'sandbox' and settings->>'url' = ${String(known.value.url)}`)
    } else {
      const group = await createServerGroup(tx, env, NAME)
      await createServer(tx, env, {
        name: NAME,
        type: 'sandbox',
        groupId: group.id,
        settings: { url: provider.url, token: provider.token },
        placeLimit: null,
        acceptsNew: true,
        concurrency: 4,
        callsPerMinute: null,
      })
    }
    const value = { url: provider.url }
    await tx
      .insert(settings)
      .values({ section: SECTION, value, updatedAt: env.now })
      .onConflictDoUpdate({ target: settings.section, set: { value, updatedAt: env.now } })
  })
}

const RESOURCE = 'A resource as the provider keeps it'
const item = z.looseObject({}).meta({ description: RESOURCE })
const items = z.object({ items: z.array(item) })
const idParams = z.object({ id: z.string().max(200) })
/** Which of the provider's spaces is meant; a server names its own in its settings. */
const space = z
  .string()
  .regex(/^[a-z0-9-]{0,40}$/)
  .optional()
const inSpace = { querystring: z.strictObject({ space }) }

/** What the control API offers, as the documentation shows it. The provider checks bodies itself. */
const CONTROLS = [
  {
    method: 'GET',
    path: 'resources',
    summary: 'The sandbox provider’s resources; `key` is our service’s id',
    querystring: z.strictObject({ key: z.string().optional(), space }),
    answer: items,
  },
  {
    method: 'POST',
    path: 'resources',
    summary: 'Make one resource or a list of them behind the program’s back',
    body: z.union([newResourceSchema, z.array(newResourceSchema)]),
    answer: items,
  },
  {
    method: 'PATCH',
    path: 'resources/:id',
    summary: 'Change a resource behind the program’s back',
    params: idParams,
    body: z.looseObject({}),
    answer: item,
  },
  {
    method: 'DELETE',
    path: 'resources/:id',
    summary: 'Remove a resource behind the program’s back',
    params: idParams,
    answer: z.object({ removed: z.string() }),
  },
  {
    method: 'GET',
    path: 'calls',
    summary: 'Every call that the sandbox provider received, in order',
    querystring: z.strictObject({
      operation: z.enum(OPERATIONS).optional(),
      key: z.string().optional(),
      after: z.coerce.number().int().optional(),
      space,
    }),
    answer: items,
  },
  {
    method: 'POST',
    path: 'calls',
    summary: 'Forget the calls so far',
    body: z.strictObject({ clear: z.literal(true) }),
    answer: items,
  },
  {
    method: 'GET',
    path: 'behaviour',
    summary: 'How the sandbox provider behaves',
    answer: behaviourSchema,
  },
  {
    method: 'PATCH',
    path: 'behaviour',
    summary: 'Tell the sandbox provider how to behave; `rules: []` makes everything succeed again',
    body: behaviourPatchSchema,
    answer: behaviourSchema,
  },
  {
    method: 'POST',
    path: 'behaviour',
    summary: 'Add one rule, tried last: what happens to the next calls of an operation',
    body: ruleSchema,
    answer: behaviourSchema,
  },
] as const

/** Passes the provider's control API on, in sandbox mode only. */
export function sandboxProviderRoutes(http: Http, provider: OwnProvider): void {
  for (const { method, path, answer, summary, ...schema } of CONTROLS) {
    http.route({
      method,
      url: `/api/v1/sandbox/provider/${path}`,
      config: { access: { kind: 'public' } },
      schema: {
        summary,
        tags: ['sandbox'],
        ...inSpace,
        ...schema,
        response: { [method === 'POST' && path !== 'calls' ? 201 : 200]: answer },
      },
      async handler(request, reply) {
        const url = new URL(request.url, 'http://localhost')
        const told = (await provider.get()).control({
          method,
          path: decodeURIComponent(url.pathname.slice('/api/v1/sandbox/provider/'.length)),
          query: url.searchParams,
          body: request.body,
        })
        if (told.status >= 400) throw refusedByProvider(told)
        return reply.code(told.status as 200).send(told.body as never)
      },
    })
  }
}

function refusedByProvider({ status, body }: { status: number; body: unknown }): Problem {
  const said = z.object({ error: z.object({ message: z.string() }) }).safeParse(body)
  const detail = said.success ? said.data.error.message : JSON.stringify(body)
  const code = status === 404 ? 'not_found' : 'invalid'
  return new Problem(code, { errors: [{ pointer: '', code: 'sandbox_provider', detail }] })
}
