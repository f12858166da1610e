import { field } from '@berth/sdk'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { DAY, HOUR, type Instant } from '../../domain/instant.ts'
import { instantToSql } from '../../platform/columns.ts'
import type { DueLoop } from '../../platform/due.ts'
import { defineSettings, readSettings } from '../settings/sections.ts'

/** How long the modules' log of finished operations is kept. */
export const operationsSettings = defineSettings(
  'operations',
  z.object({
    logDays: z
      .int()
      .min(1)
      .max(3650)
      .default(30)
      .meta(
        field({
          label: {
            en: 'Keep the modules’ log (days)',
            fr: 'Conserver le journal des modules (jours)',
          },
          help: {
            en: 'Of finished operations; the history of services is kept for good.',
            fr: 'Des opérations terminées ; l’historique des services est conservé.',
          },
        }),
      ),
  }),
)

/** Lines removed in one statement. */
const CHUNK = 5000

/** Housekeeping: nothing waits for it, so a clock that travels need not stop for it. */
export function forgetOldLogs(ctx: Context): DueLoop {
  return {
    name: 'operations.forget_logs',
    everyMs: 6 * HOUR,
    runDue: (now) => removeOldLogs(ctx, now),
  }
}

/** Removes a chunk of lines of operations that were settled long ago; answers how many. */
export async function removeOldLogs(ctx: Context, now: Instant): Promise<number> {
  const { logDays } = await readSettings(ctx.db, operationsSettings)
  const { rowCount } = await ctx.db.execute(sql`
    delete from operation_log where id in (
      select l.id from operation_log l join operations o on o.id = l.operation_id
      where o.settled_at < ${instantToSql(now - logDays * DAY)}::timestamptz limit ${CHUNK})`)
  return rowCount ?? 0
}
