import type { JsonObject } from '@berth/sdk'
import type { Context } from '../../../context.ts'
import { newId } from '../../../platform/ids.ts'
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

/** Texts must be free of secrets already. A log that cannot be stored does not stop the call. */
export function operationLogWriter(
  ctx: Context,
  { operationId, claimNo }: { operationId: string; claimNo: number },
): OperationLogWriter {
  let last: Promise<unknown> = Promise.resolve()
  return {
    write(level, message, data) {
      const row = {
        id: newId(),
        operationId,
        attempt: claimNo,
        at: ctx.clock.now(),
        level,
        message: message.slice(0, LONGEST),
        data: data && Object.keys(data).length > 0 ? { ...data } : null,
      }
      last = last
        .then(() => ctx.db.insert(operationLog).values(row))
        .catch((err) => ctx.log.warn({ err, operationId }, 'operation log'))
    },
    stored: async () => {
      await last
    },
  }
}
