import stripeGateway from '@berth/module-stripe'
import type { Gateway } from '@berth/sdk'
import type { Context } from './context.ts'
import { sandboxGateway } from './features/payments/sandbox/gateway.ts'

/** The payment gateways of this installation; the sandbox's only in sandbox mode. */
export function installedGateways(
  { sandbox }: { sandbox: boolean },
  context: () => Context,
): Gateway[] {
  return [stripeGateway, ...(sandbox ? [sandboxGateway(context)] : [])]
}
