import type { Context } from '../../context.ts'
import type { Gateway } from './gateway.ts'
import { sandboxGateway } from './sandbox-gateway.ts'

/** The gateways of this installation. */
export function gatewaysOf(ctx: Context): Gateway[] {
  return ctx.config.sandbox ? [sandboxGateway(ctx)] : []
}

/** One of them; null when there is none with this id. */
export function gatewayOf(ctx: Context, id: string): Gateway | null {
  return gatewaysOf(ctx).find((gateway) => gateway.id === id) ?? null
}
