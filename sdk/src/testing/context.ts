import { setTimeout as wait } from 'node:timers/promises'
import type { OperationContext, Remembered } from '../context.ts'
import { fetchConnected } from '../fetch.ts'
import type { JsonObject } from '../json.ts'

type Progress = Parameters<OperationContext['progress']>[0]

/** A context that keeps what a module said through it. */
export interface RecordedContext extends OperationContext {
  readonly logs: { readonly message: string; readonly fields: JsonObject }[]
  readonly reserved: string[]
  readonly tasks: string[]
  readonly steps: Progress[]
}

export interface TestContextOptions {
  readonly key: string
  readonly operationId?: string
  readonly signal?: AbortSignal
  /** What earlier attempts of the operation reserved and remembered; default nothing. */
  readonly remembered?: Remembered
  /** Limit of one request of `fetch`; default 15 000. */
  readonly fetchTimeoutMs?: number
}

/** A context for calling a module in tests: the real network, nothing behind it. */
export function createTestContext(options: TestContextOptions): RecordedContext {
  const signal = options.signal ?? new AbortController().signal
  const limitMs = options.fetchTimeoutMs ?? 15_000
  const kept: Pick<RecordedContext, 'logs' | 'reserved' | 'tasks' | 'steps'> = {
    logs: [],
    reserved: [],
    tasks: [],
    steps: [],
  }
  return {
    ...kept,
    signal,
    key: options.key,
    operationId: options.operationId ?? `operation-${options.key}`,
    fetch: (url, init = {}) => {
      const signals = [signal, AbortSignal.timeout(limitMs), init.signal ?? signal]
      return fetchConnected(url, { ...init, signal: AbortSignal.any(signals) })
    },
    log: (message, fields = {}) => void kept.logs.push({ message, fields }),
    sleep: (durationMs) => wait(durationMs, undefined, { signal }),
    progress: (step) => void kept.steps.push(step),
    reserve: async (remoteId) => void kept.reserved.push(remoteId),
    remember: async (taskId) => void kept.tasks.push(taskId),
    remembered: options.remembered ?? { remoteId: null, taskId: null },
  }
}
