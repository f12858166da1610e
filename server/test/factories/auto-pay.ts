import type { Context } from '../../src/context.ts'
import { switchOn } from '../../src/features/payments/auto-pay/switch-auto-pay.ts'
import { storeMethod } from '../../src/features/payments/methods/store-method.ts'
import { storeCard } from '../../src/features/payments/sandbox/page-routes.ts'
import type { SandboxCardName } from '../../src/features/payments/sandbox/setup-page.ts'
import { takeService } from '../../src/features/services/subject.ts'
import { inTransaction } from '../../src/platform/transaction.ts'
import { systemEnv } from './customer.ts'

/** A card of the sandbox gateway, stored for a customer. */
export async function makeMethod(
  ctx: Context,
  customerId: string,
  card: SandboxCardName = 'succeed',
) {
  const method = await storeCard(ctx, card)
  const stored = await inTransaction(ctx, (tx) =>
    storeMethod(tx, systemEnv(ctx), { customerId, gateway: 'sandbox', method }),
  )
  if (!stored) throw new Error('method not stored')
  return stored
}

/** The service is paid by itself from here on: with its customer's default, if there is one. */
export async function payBySelf(
  ctx: Context,
  serviceId: string,
  { useCredit = false }: { useCredit?: boolean } = {},
): Promise<void> {
  const env = systemEnv(ctx)
  await inTransaction(ctx, async (tx) => {
    const { service } = await takeService(tx, serviceId, env.now)
    await switchOn(tx, env, service, { methodId: null, useCredit, method: null })
  })
}
