import { isNotNull } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { MINUTE } from '../../../domain/instant.ts'
import type { DueLoop } from '../../../platform/due.ts'
import { gatewayHealth } from '../tables.ts'
import { askGateway } from './ask-gateway.ts'
import { gatewaysOf } from './open-gateways.ts'

const EVERY_MS = 5 * MINUTE

/**
 * Asks gateways that did not answer whether they do again: between two charges nobody else would
 * notice. Nothing waits for it, so a travelling clock does not stop here.
 */
export function probeLoop(ctx: Context): DueLoop {
  let askedAt = Number.NEGATIVE_INFINITY
  return {
    name: 'gateways',
    everyMs: EVERY_MS,
    async runDue(now) {
      if (now - askedAt < EVERY_MS) return 0
      askedAt = now
      const failing = await ctx.db
        .select({ id: gatewayHealth.gateway })
        .from(gatewayHealth)
        .where(isNotNull(gatewayHealth.failingSince))
      if (failing.length === 0) return 0
      const ids = new Set(failing.map(({ id }) => id))
      const open = (await gatewaysOf(ctx)).filter(({ id }) => ids.has(id))
      for (const gateway of open)
        await askGateway(ctx, gateway, {
          run: (asked, context) => asked.testConnection(context),
        })
      return 0
    },
  }
}
