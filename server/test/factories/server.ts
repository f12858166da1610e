import { after } from 'node:test'
import { type SandboxProvider, startSandboxProvider } from '@berth/module-sandbox/provider'
import type { Context } from '../../src/context.ts'
import type { ServerRow } from '../../src/features/servers/module-server.ts'
import { type NewServer, newServer } from '../../src/features/servers/schemas.ts'
import { createServer } from '../../src/features/servers/write-server.ts'
import { createServerGroup } from '../../src/features/servers/write-server-group.ts'
import { newId } from '../../src/platform/ids.ts'
import { inTransaction } from '../../src/platform/transaction.ts'
import { systemEnv } from './customer.ts'

/** An imaginary hosting provider in this process, on the test's clock; closed after the tests. */
export async function startProvider(ctx: Context): Promise<SandboxProvider> {
  const provider = await startSandboxProvider({ now: () => ctx.clock.now() })
  // A test may have closed it itself.
  after(() => provider.close().catch(() => undefined))
  return provider
}

export interface ServerOptions extends Partial<NewServer> {
  /** Shared by several servers; otherwise one is started. */
  provider?: SandboxProvider
}

/** A server of type `sandbox` in a group of its own, and the provider behind it. */
export async function makeServer(
  ctx: Context,
  options: ServerOptions = {},
): Promise<{ server: ServerRow & { groupId: string }; provider: SandboxProvider }> {
  const { provider = await startProvider(ctx), ...rest } = options
  const env = systemEnv(ctx)
  return inTransaction(ctx, async (tx) => {
    const groupId = rest.groupId ?? (await createServerGroup(tx, env, `group ${newId()}`)).id
    const wanted = newServer.parse({
      name: `server ${newId()}`,
      type: 'sandbox',
      settings: { url: provider.url, token: provider.token },
      ...rest,
      groupId,
    })
    return { server: { ...(await createServer(tx, env, wanted)), groupId }, provider }
  })
}
