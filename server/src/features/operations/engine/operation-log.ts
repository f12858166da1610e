import type { JsonObject } from '@berth/sdk'
import type { Context } from '../../../context.ts'
import { newId } from '../../../platform/ids.ts'
import { insertMany } from '../../../platform/insert-many.ts'
import { operationLog } from '../tables.ts'

export type LogLevel = 'info' | 'warn' | 'error'

/** The log of one claim, written while the call goes on, in order. */
export interface OperationLogWriter {
  write(level: LogLevel, message: string, data?: JsonObject): void
  /** Resolves when all that was written is stored. */
  stored(): Promise<void>
}

/** Messages longer than this are cut: a provider may answer with a page of HTML. */
const LONGEST = 2000

/** Lines of a short call are stored together; those of a long one soon after they were written. */
const GATHER_MS = 250

/** Texts must be free of secrets already. A log that cannot be stored does not stop the call. */
export function operationLogWriter(
  ctx: Context,
  { operationId, claimNo }: { operationId: string; claimNo: number },
): OperationLogWriter {
  let lines: (typeof operationLog.$inferInsert)[] = []
  let timer: NodeJS.Timeout | undefined
  let last: Promise<unknown> = Promise.resolve()

  function store(): Promise<unknown> {
    clearTimeout(timer)
    timer = undefined
    const written = lines
    lines = []
    if (written.length > 0) {
      last = last
        .then(() => insertMany(ctx.db, operationLog, written))
        .catch((err) => ctx.log.warn({ err, operationId }, 'operation log'))
    }
    return last
  }

  return {
    write(level, message, data) {
      lines.push({
        id: newId(),
        operationId,
        attempt: claimNo,
        at: ctx.clock.now(),
        level,
        message: message.slice(0, LONGEST),
        data: data && Object.keys(data).length > 0 ? { ...data } : null,
      })
      timer ??= setTimeout(store, GATHER_MS)
    },
    stored: async () => {
      await store()
    },
  }
}
