import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Context, Env } from '../../../context.ts'
import type { Instant } from '../../../domain/instant.ts'
import { allowed, defineAction, refused } from '../../../platform/action.ts'
import type { Tx } from '../../../platform/db.ts'
import { emit } from '../../../platform/events.ts'
import { tellChanged } from '../../../platform/stream.ts'
import { record } from '../../history/record.ts'
import type { ServerRow } from '../module-server.ts'
import { serverSubject } from '../server-subject.ts'
import { servers } from '../tables.ts'

const input = z.strictObject({ note: z.string().max(500).default('') })
const output = z.object({ id: z.uuid() })
type Input = z.output<typeof input>
type Output = z.output<typeof output>

/** Stops all calls to a server: maintenance, or trouble that nobody should make worse. */
export const suspendServer = defineAction<Context, ServerRow, Input, Output>({
  id: 'server.suspend',
  on: serverSubject,
  permission: 'servers:update',
  audiences: ['staff'],
  summary: 'Stop all calls to a server',
  input,
  output,
  check: (server) =>
    server.suspendedAt === null
      ? allowed({ key: 'server.calls_stop' })
      : refused('server_suspended'),
  run: (tx, server, { note }, env) => move(tx, env, server, { suspendedAt: env.now, note }),
})

/** Lets calls reach the server again. */
export const resumeServer = defineAction<Context, ServerRow, Input, Output>({
  id: 'server.resume',
  on: serverSubject,
  permission: 'servers:update',
  audiences: ['staff'],
  summary: 'Let calls reach the server again',
  input,
  output,
  check: (server) =>
    server.suspendedAt === null
      ? refused('server_not_suspended')
      : allowed({ key: 'server.calls_go_on' }),
  run: (tx, server, { note }, env) => move(tx, env, server, { suspendedAt: null, note }),
})

async function move(
  tx: Tx,
  env: Env,
  { id }: ServerRow,
  { suspendedAt, note }: { suspendedAt: Instant | null; note: string },
): Promise<Output> {
  await tx.update(servers).set({ suspendedAt }).where(eq(servers.id, id))
  const kind = suspendedAt === null ? 'server.resumed' : 'server.suspended'
  await record(tx, env, [{ subject: 'server', subjectId: id, kind, note: note || null }])
  emit(tx, kind, [{ serverId: id }])
  await tellChanged(tx, [{ subject: 'server', id, customerId: null }])
  return { id }
}
