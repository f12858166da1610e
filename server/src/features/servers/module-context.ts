import { setTimeout as wait } from 'node:timers/promises'
import {
  type JsonObject,
  type ModuleContext,
  maskSecrets,
  type OperationContext,
  type Remembered,
  type ServerConfig,
  type Text,
} from '@berth/sdk'
import type { Context } from '../../context.ts'
import { guardedFetch } from '../../platform/guarded-fetch.ts'
import { shownBody } from '../../platform/shown-body.ts'
import { serverSecretValues } from './module-server.ts'

/** One call of a module, as the server sees it. */
export interface ModuleCall {
  /** The service type, which names the module. */
  type: string
  server: ServerConfig
  signal: AbortSignal
  /** Further values to mask in the log: order secrets, passwords of the resource. */
  secrets?: readonly string[]
  /** Where the module's log goes, masked already; without it the program's own log at `debug`. */
  log?(message: string, fields: JsonObject): void
  /** The longest that one request may take; default 30 s. */
  requestLimitMs?: number
}

/** A call that belongs to an operation. */
export interface OperationCall extends ModuleCall {
  operationId: string
  /** The service's id. */
  key: string
  progress(step: { readonly text: Text; readonly percent?: number }): void
  reserve(remoteId: string): Promise<void>
  remember(taskId: string): Promise<void>
  remembered: Remembered
}

const REQUEST_LIMIT_MS = 30_000

/** What a module is given for a call that only reads. */
export function moduleContext(ctx: Context, call: ModuleCall): ModuleContext {
  const secrets = [...serverSecretValues(ctx, call.type, call.server), ...(call.secrets ?? [])]
  const about = { type: call.type, serverId: call.server.id }
  const write = call.log ?? ((message, fields) => ctx.log.debug({ ...about, fields }, message))
  const log = (message: string, fields: JsonObject = {}) =>
    write(maskSecrets(message, secrets), maskFields(fields, secrets))
  return {
    signal: call.signal,
    log,
    sleep: (durationMs) =>
      wait(durationMs, undefined, { signal: call.signal }).catch(() => {
        throw call.signal.reason
      }),
    fetch: guardedFetch({
      signal: call.signal,
      limitMs: call.requestLimitMs ?? REQUEST_LIMIT_MS,
      log: (message, about) => log(message, { ...about }),
      // What nobody reads later is not worth the work.
      ...(call.log ? { showBody: (body: unknown) => shownBody(body, secrets) } : {}),
    }),
  }
}

/** What a module is given for a call that changes something. */
export function operationContext(ctx: Context, call: OperationCall): OperationContext {
  const { operationId, key, remembered } = call
  return {
    ...moduleContext(ctx, call),
    operationId,
    key,
    remembered,
    progress: (step) => call.progress(step),
    reserve: (remoteId) => call.reserve(remoteId),
    remember: (taskId) => call.remember(taskId),
  }
}

/** The same fields with every secret replaced, however deep it stands. */
function maskFields(fields: JsonObject, secrets: readonly string[]): JsonObject {
  if (secrets.length === 0) return fields
  return JSON.parse(
    JSON.stringify(fields, (_name, value: unknown) =>
      typeof value === 'string' ? maskSecrets(value, secrets) : value,
    ),
  )
}
