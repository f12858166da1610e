import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { gateState } from '../../../domain/server-gate.ts'
import { allowed, defineAction, refused } from '../../../platform/action.ts'
import { emit } from '../../../platform/events.ts'
import { tellChanged } from '../../../platform/stream.ts'
import { record } from '../../history/record.ts'
import { liftGate } from '../gate.ts'
import { type ServerSubject, serverSubject } from '../server-subject.ts'
import { servers } from '../tables.ts'

const input = z.strictObject({ note: z.string().trim().max(500).default('') })
const output = z.object({ id: z.uuid() })
type Output = z.output<typeof output>

/** Lets calls reach the server again at once, whatever held them back. */
export const resumeServer = defineAction<Context, ServerSubject, z.output<typeof input>, Output>({
  id: 'server.resume',
  on: serverSubject,
  permission: 'servers:update',
  audiences: ['staff'],
  summary: 'Let calls reach the server again: ends a pause and closes the breaker',
  input,
  output,
  check: ({ suspendedAt, gate }, _input, { now }) =>
    gateState(gate, { suspended: suspendedAt !== null, now }).state === 'open'
      ? refused('server_not_paused')
      : allowed({ key: 'server.calls_go_on' }),
  async run(tx, { id }, { note }, env) {
    const columns = { suspendedAt: null, suspendReason: null }
    await tx.update(servers).set(columns).where(eq(servers.id, id))
    await liftGate(tx, id)
    const entry = { subject: 'server', subjectId: id, kind: 'server.resumed' } as const
    await record(tx, env, [{ ...entry, note: note || null }])
    emit(tx, 'server.resumed', [{ serverId: id }])
    await tellChanged(tx, [{ subject: 'server', id, customerId: null }])
    return { id }
  },
})
