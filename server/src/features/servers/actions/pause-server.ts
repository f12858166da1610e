import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { allowed, defineAction, refused } from '../../../platform/action.ts'
import { emit } from '../../../platform/events.ts'
import { tellChanged } from '../../../platform/stream.ts'
import { record } from '../../history/record.ts'
import { type ServerSubject, serverSubject } from '../server-subject.ts'
import { servers } from '../tables.ts'

const input = z.strictObject({ reason: z.string().trim().max(500).default('') })
const output = z.object({ id: z.uuid() })
type Output = z.output<typeof output>

/** Stops all calls to a server: maintenance, or trouble that nobody should make worse. */
export const pauseServer = defineAction<Context, ServerSubject, z.output<typeof input>, Output>({
  id: 'server.pause',
  on: serverSubject,
  permission: 'servers:update',
  audiences: ['staff'],
  summary: 'Stop all calls to a server until it is resumed',
  input,
  output,
  check: ({ suspendedAt }) =>
    suspendedAt === null ? allowed({ key: 'server.calls_stop' }) : refused('server_paused'),
  async run(tx, { id }, { reason }, env) {
    await tx
      .update(servers)
      .set({ suspendedAt: env.now, suspendReason: reason || null })
      .where(eq(servers.id, id))
    const entry = { subject: 'server', subjectId: id, kind: 'server.paused' } as const
    await record(tx, env, [{ ...entry, note: reason || null }])
    emit(tx, 'server.paused', [{ serverId: id }])
    await tellChanged(tx, [{ subject: 'server', id, customerId: null }])
    return { id }
  },
})
