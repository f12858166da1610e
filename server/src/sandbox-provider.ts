import { join } from 'node:path'
import { type SandboxProvider, startSandboxProvider } from '@berth/module-sandbox/provider'
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
      })
    }
    const value = { url: provider.url }
    await tx
      .insert(settings)
      .values({ section: SECTION, value, updatedAt: env.now })
      .onConflictDoUpdate({ target: settings.section, set: { value, updatedAt: env.now } })
  })
}

const METHODS = ['GET', 'POST', 'PATCH', 'DELETE'] as const

/** Passes the provider's control API on, in sandbox mode only. */
export function sandboxProviderRoutes(http: Http, provider: OwnProvider): void {
  for (const method of METHODS) {
    http.route({
      method,
      url: '/api/v1/sandbox/provider/*',
      config: { access: { kind: 'public' } },
      schema: {
        summary:
          'Look at the sandbox provider (resources, calls) or tell it how to behave (behaviour)',
        tags: ['sandbox'],
        params: z.object({ '*': z.string() }),
        ...(method === 'POST' || method === 'PATCH' ? { body: z.unknown() } : {}),
        response: { 200: z.unknown(), 201: z.unknown() },
      },
      async handler(request, reply) {
        const answer = (await provider.get()).control({
          method,
          path: request.params['*'],
          query: new URL(request.url, 'http://localhost').searchParams,
          body: request.body,
        })
        if (answer.status >= 400) throw refusedByProvider(answer)
        return reply.code(answer.status as 200).send(answer.body)
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
