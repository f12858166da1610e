import { setTimeout as sleep } from 'node:timers/promises'
import {
  type DeliveryModule,
  fail,
  maskSecrets,
  type OperationContext,
  ok,
  type Result,
  type ServerConfig,
  type ServiceInput,
} from '@berth/sdk'
import { eq, sql } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { preparedIn } from '../../../platform/prepared-in.ts'
import { type Answer, askModule, type Blame } from '../../servers/ask-module.ts'
import { operationContext } from '../../servers/module-context.ts'
import { moduleServer, serverSecretValues } from '../../servers/module-server.ts'
import { servers } from '../../servers/tables.ts'
import { openPanelCall } from '../panel-input.ts'
import type { Operation } from '../settlement.ts'
import type { Claim } from './claim.ts'
import {
  confirmRemoved,
  countAttempt,
  type ProgressWriter,
  progressWriter,
  remember,
  reserve,
} from './during-call.ts'
import { type OperationLogWriter, operationLogWriter } from './operation-log.ts'

/** One claim being carried out: what the plans of the kinds work with. */
export interface Call {
  operation: Operation
  /** It was unknown when it was claimed. */
  asking: boolean
  /** What was asked for in the service's panel; null for everything else. */
  panel: ReturnType<typeof openPanelCall>
  module: DeliveryModule
  server: ServerConfig
  service: ServiceInput
  log: OperationLogWriter
  progress: ProgressWriter
  /** Calls a function that changes nothing: an answer that does not come is a transient error. */
  read<T>(run: Run<T>, shape: (value: unknown) => T): Promise<Result<T>>
  /** Calls a function that changes something. */
  change<T>(run: Run<T>, shape: (value: unknown) => T): Promise<Answer<T>>
  /** What the calls told about the server so far. */
  told: ToldByCalls
  askedToGiveUp(): boolean
  /** Waits, or less when asked to give up. */
  pause(durationMs: number): Promise<void>
  /** Commits that the change is tried once more. */
  countAttempt(): Promise<void>
  /** redeliver: commits that the old resource is gone. */
  confirmRemoved(): Promise<void>
}

type Run<T> = (ctx: OperationContext) => Promise<Result<T>>

/** What the calls of one claim told about their server. */
export interface ToldByCalls {
  /** How many there were: requests, or calls of the module where it makes none. */
  calls: number
  /** Who is to blame for the last answer that was lost. */
  blame: Blame | null
}

/** What a call is connected to. */
export interface CallLines {
  /** Aborted when staff or a newer intent ask to give up. */
  abort: AbortController
  /** Told what a change answered after it was given up. */
  late(what: string): void
}

const serverById = preparedIn((db) =>
  db
    .select()
    .from(servers)
    .where(eq(servers.id, sql.placeholder('id')))
    .prepare('server_by_id'),
)

/** Gathers what a claim needs; refuses with the error that staff read. */
export async function openCall(
  ctx: Context,
  claim: Claim,
  lines: CallLines,
): Promise<Result<Call>> {
  const { operation } = claim
  const delivered = await ctx.settlements.subjects.read(ctx, ctx.db, operation.serviceId)
  if (!delivered) return fail('not_found', 'The service does not exist any more')
  const { type, secretFields, input: service } = delivered
  const module = ctx.modules.get(type)
  if (!module) return fail('config', `No module is installed for the type ${type}`)
  if (operation.serverId === null) return fail('config', 'No server is chosen for the service')
  const [row] = await serverById(ctx.db).execute({ id: operation.serverId })
  if (!row) return fail('config', 'The server does not exist any more')
  const server = moduleServer(ctx, row)
  if (!server.ok) return server
  return ok(
    assemble(ctx, { claim, lines, type, module, server: server.value, service, secretFields }),
  )
}

interface Parts extends Pick<Call, 'module' | 'server' | 'service'> {
  claim: Claim
  lines: CallLines
  type: string
  secretFields: readonly string[]
}

function assemble(ctx: Context, parts: Parts): Call {
  const { claim, lines, type, module, server, service } = parts
  const { abort } = lines
  const { operation, asking } = claim
  const log = operationLogWriter(ctx, { operationId: operation.id, claimNo: operation.claimNo })
  const progress = progressWriter(ctx, operation)
  const secrets = secretsOf(service, parts.secretFields)
  const mask = (words: string) =>
    maskSecrets(words, [...serverSecretValues(ctx, type, server), ...secrets])
  const { remoteId = null, taskIds = [] } = operation.reserved
  const contextFor = (signal: AbortSignal) =>
    operationContext(ctx, {
      type,
      server,
      signal,
      secrets,
      log: (message, fields) => log.write('info', message, fields),
      operationId: operation.id,
      key: operation.serviceId,
      progress: progress.show,
      reserve: (id) => reserve(ctx, operation, id),
      remember: (id) => remember(ctx, operation, id),
      remembered: { remoteId, taskId: taskIds.at(-1) ?? null },
    })
  const counts = { asked: 0, requests: 0 }
  const told: ToldByCalls = { calls: 0, blame: null }
  const counting = (context: OperationContext): OperationContext => ({
    ...context,
    fetch: (url, init) => {
      counts.requests += 1
      return context.fetch(url, init)
    },
  })
  const ask = async <T>(run: Run<T>, read: (value: unknown) => T, changes: boolean) => {
    counts.asked += 1
    const answer = await askModule({
      limitMs: module.timeLimitMs,
      abort: abort.signal,
      mask,
      run: (signal) => run(counting(contextFor(signal))),
      read,
      late: changes ? lines.late : undefined,
    })
    told.calls = Math.max(counts.asked, counts.requests)
    if (answer.kind === 'lost') told.blame = answer.by
    return answer
  }
  return {
    operation,
    asking,
    panel: openPanelCall(ctx, operation.serviceId, operation.input),
    module,
    server,
    service,
    log,
    progress,
    told,
    async read(run, shape) {
      const answer = await ask(run, shape, false)
      if (answer.kind === 'value') return ok(answer.value)
      return answer.kind === 'error'
        ? { ok: false, error: answer.error }
        : fail('transient', answer.message)
    },
    change: (run, shape) => ask(run, shape, true),
    askedToGiveUp: () => abort.signal.aborted || operation.abortRequestedAt !== null,
    pause: (durationMs) => sleep(durationMs, undefined, { signal: abort.signal }).catch(() => {}),
    countAttempt: () => countAttempt(ctx, operation),
    confirmRemoved: () => confirmRemoved(ctx, operation),
  }
}

/** What of the service must not be logged: secret order fields, credentials of the resource. */
function secretsOf(service: ServiceInput, secretFields: readonly string[]): string[] {
  const ordered = secretFields.map((field) => service.orderData[field])
  const all = [...ordered, ...Object.values(service.resource?.secrets ?? {})]
  return all.filter((value): value is string => typeof value === 'string' && value !== '')
}
