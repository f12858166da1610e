import type { FetchInit } from './connection.ts'
import type { JsonObject } from './json.ts'
import type { Text } from './text.ts'

/**
 * What a module is given with every call: the only way out to the world. There is no database, no
 * clock and no environment in it, on purpose.
 */
export interface ModuleContext {
  /**
   * Like the global `fetch`, but limited in time, logged, with secrets masked in the log, and
   * refusing redirects to private addresses unless the server's own address is private. Throws when
   * no answer came; `requestJson` turns that into a result. `init.connection` names a socket file, an
   * authority of the server's own, our certificate or a pinned one.
   */
  readonly fetch: (url: string | URL, init?: FetchInit) => Promise<Response>
  /** Aborted when the call's time is over or staff or a newer intent asked to give up. Obey it. */
  readonly signal: AbortSignal
  /** Writes to the operation's log, which staff read. Secrets of the settings are masked. */
  log(message: string, fields?: JsonObject): void
  /** Waits. Rejects with the signal's reason as soon as the call is aborted. */
  sleep(durationMs: number): Promise<void>
}

/** What was kept from earlier attempts of the same operation. */
export interface Remembered {
  /** The last id given to `reserve`, or null. */
  readonly remoteId: string | null
  /** The last id given to `remember`, or null. */
  readonly taskId: string | null
}

/** The context of a call that changes something: it belongs to one operation on one service. */
export interface OperationContext extends ModuleContext {
  /** The same for every attempt of one intended change: send it where the provider deduplicates. */
  readonly operationId: string
  /** Our service id (a UUID): mark the resource with it where the provider keeps such things. */
  readonly key: string
  /** Tells staff and the customer how far it is. `percent` is 0–100 when known. */
  progress(step: { readonly text: Text; readonly percent?: number }): void
  /**
   * Commits the remote id that is about to be used, *before* the call that creates it, so that a
   * look-up after a crash knows where to look. Resolves when it is safe.
   */
  reserve(remoteId: string): Promise<void>
  /** Commits the provider's task id, so that a later attempt follows it instead of starting anew. */
  remember(taskId: string): Promise<void>
  /** What earlier attempts of this operation reserved and remembered. */
  readonly remembered: Remembered
}
