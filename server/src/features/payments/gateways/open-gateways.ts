import type { Gateway } from '@berth/sdk'
import type { Context } from '../../../context.ts'
import { openSettings, readStored } from './stored-settings.ts'

/** A gateway with settings that it can be called with. */
export interface OpenGateway {
  readonly id: string
  readonly gateway: Gateway
  readonly settings: unknown
  /** The values of the settings that must never be shown or logged. */
  readonly secrets: readonly string[]
  /** Off: nothing new is started with it; its notices and refunds go on. */
  readonly enabled: boolean
}

/** The gateways that customers may pay with. */
export async function gatewaysOf(ctx: Context): Promise<OpenGateway[]> {
  return (await open(ctx, ctx.gateways.all())).filter(({ enabled }) => enabled)
}

/** One of them, switched on or not; null when there is none, or its settings are not complete. */
export async function gatewayOf(ctx: Context, id: string): Promise<OpenGateway | null> {
  const gateway = ctx.gateways.get(id)
  return gateway ? ((await open(ctx, [gateway]))[0] ?? null) : null
}

async function open(ctx: Context, gateways: readonly Gateway[]): Promise<OpenGateway[]> {
  const stored = await readStored(ctx.db, gateways)
  return gateways.flatMap((gateway) => {
    const row = stored.get(gateway.id)
    const opened = row && openSettings(ctx, gateway, row)
    if (!row || !opened?.ok) return []
    const { settings, secrets } = opened
    return [{ id: gateway.id, gateway, settings, secrets, enabled: row.enabled }]
  })
}

/** True when the gateway takes this much of this currency. */
export function takes(
  { gateway, settings }: OpenGateway,
  amount: { amount: bigint; currency: string },
): boolean {
  const least = gateway.minimumAmount(settings, amount.currency)
  return least !== null && amount.amount >= least
}
