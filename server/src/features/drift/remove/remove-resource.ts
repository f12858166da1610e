import {
  fail,
  type ModuleError,
  maskSecrets,
  type OperationContext,
  ok,
  type Resource,
  type Result,
  type ServiceInput,
} from '@berth/sdk'
import { eq } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { readNothing, readObserved } from '../../servers/answer-shapes.ts'
import { askModule } from '../../servers/ask-module.ts'
import { operationContext } from '../../servers/module-context.ts'
import { serverSecretValues } from '../../servers/module-server.ts'
import { servers } from '../../servers/tables.ts'
import { type Drift, type DriftSubject, driftSubject } from '../drift-subject.ts'
import { belongsToSomebody, type Removal, removalOf } from '../fixes/removal.ts'
import { type AskedServer, openServer } from '../reconcile/ask-server.ts'

/**
 * Removes the one resource of a claimed row. It is looked at before, so that nothing is touched which
 * has become somebody's, and after, so that gone means gone.
 */
export async function removeResource(
  ctx: Context,
  row: Drift,
  abort: AbortSignal,
): Promise<Result<null>> {
  const subject = (await driftSubject.load(ctx.db, [row.id], ctx.clock.now())).get(row.id)
  const [server] = await ctx.db.select().from(servers).where(eq(servers.id, row.serverId))
  if (!subject || !server) return fail('config', 'The server does not exist any more')
  const asked = openServer(ctx, server, abort)
  if (!asked.ok) return asked
  if (belongsToSomebody(subject))
    return fail('conflict', 'A service has this resource in the books by now')
  const there = await lookAt(asked.value, row)
  if (!there.ok) return there
  if (there.value === null) return ok(null)
  const how = removalOf(asked.value.module, subject)
  if (how === null) return fail('unsupported', 'The module cannot remove this one resource alone')
  const removed = await remove(ctx, asked.value, { subject, how, resource: there.value, abort })
  if (!removed.ok) return removed
  const left = await lookAt(asked.value, row)
  if (!left.ok) return left
  return left.value === null ? ok(null) : fail('transient', 'It is still there after its removal')
}

const resourceOf = ({ remoteId, observed }: Drift): Resource => ({
  remoteId,
  data: observed.data,
  secrets: {},
  connection: [],
})

/** The resource as it stands there; null when it is gone; an error when it carries another key. */
async function lookAt(
  { module, server, ask }: AskedServer,
  row: Drift,
): Promise<Result<Resource | null>> {
  const seen = await ask(readObserved, (context) =>
    module.inspect(context, server, resourceOf(row)),
  )
  if (!seen.ok) return seen.error.code === 'not_found' ? ok(null) : seen
  if (seen.value === null) return ok(null)
  if (seen.value.key !== row.resourceKey && seen.value.key !== null)
    return fail('conflict', `It carries another key by now: ${seen.value.key}`)
  return ok(seen.value.resource)
}

interface Wish {
  subject: DriftSubject
  how: Removal
  resource: Resource
  abort: AbortSignal
}

async function remove(
  ctx: Context,
  { module, server }: AskedServer,
  { subject, how, resource, abort }: Wish,
): Promise<Result<null>> {
  const { row } = subject
  const key = how === 'by_key' && row.resourceKey !== null ? row.resourceKey : row.id
  const { discard } = module
  const secrets = serverSecretValues(ctx, module.id, server)
  const answer = await askModule<null>({
    limitMs: module.timeLimitMs,
    abort,
    read: readNothing,
    mask: (words) => maskSecrets(words, secrets),
    run: (signal) => {
      const context = contextOf(ctx, { subject, server, key, signal })
      return how === 'exactly' && discard
        ? discard(context, server, resource)
        : module.terminate(context, server, inputOf(subject, key, resource))
    },
  })
  if (answer.kind === 'value') return ok(null)
  const error: ModuleError =
    answer.kind === 'error' ? answer.error : { code: 'transient', message: answer.message }
  return error.code === 'not_found' ? ok(null) : { ok: false, error }
}

interface Call {
  subject: DriftSubject
  server: AskedServer['server']
  key: string
  signal: AbortSignal
}

/** The row stands for the operation: its id makes the call one, however often it is made. */
function contextOf(ctx: Context, { subject, server, key, signal }: Call): OperationContext {
  const { row } = subject
  const nothing = async () => {}
  return operationContext(ctx, {
    ...{ type: subject.server?.type ?? '', server, signal, operationId: row.id, key },
    progress: () => {},
    reserve: nothing,
    remember: nothing,
    remembered: { remoteId: null, taskId: null },
  })
}

/** A service that nobody has, for a module that removes by service. */
function inputOf({ row }: DriftSubject, key: string, resource: Resource): ServiceInput {
  const nobody = { id: row.id, name: '', email: '', language: 'en' as const }
  return {
    ...{ key, number: 0, name: row.observed.name ?? row.remoteId, customer: nobody },
    ...{ product: {}, orderData: {}, options: [], resource, suspended: false },
  }
}
