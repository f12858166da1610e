import type { Context } from './context.ts'
import { isMovable, systemClock } from './platform/clock.ts'

/** NOTIFY channel by which one process tells the others the sandbox clock's offset, in ms. */
export const CLOCK_CHANNEL = 'berth_clock'

/** Sets this process's clock ahead of the machine's. */
export function applyOffset(ctx: Context, offsetMs: number): void {
  if (isMovable(ctx.clock)) ctx.clock.set(systemClock.now() + offsetMs)
}

/** Listens to another process that moved the sandbox's clock; nothing outside sandbox mode. */
export function clockChannel(ctx: Context): Record<string, (payload: string) => void> {
  if (!ctx.config.sandbox) return {}
  return { [CLOCK_CHANNEL]: (payload) => applyOffset(ctx, Number(payload)) }
}
