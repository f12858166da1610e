import { defineGateway, field, type Gateway, ok } from '@berth/sdk'
import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { publicLink } from '../../../platform/public-link.ts'
import { verifyWebhook } from '../../../platform/webhook-signature.ts'
import { chargeSandboxCard, findSandboxCharge } from './charge.ts'
import { readNotice, signingKey } from './notices.ts'
import { sandboxObjects } from './objects.ts'

/** Where the hosted page of a payment is served. */
export const sandboxPagePath = (reference: string) => `/sandbox/pay/${reference}`
/** Where the hosted page is served on which a card is stored. */
export const sandboxSetupPath = (reference: string) => `/sandbox/setup/${reference}`

const settings = z.object({
  account: z
    .string()
    .max(100)
    .default('Sandbox')
    .meta(field({ label: { en: 'Account name', fr: 'Nom du compte' } })),
})

type Settings = z.output<typeof settings>

/**
 * A gateway without money: its pages are served by Berth itself, its cards do what stands on them,
 * its notices are as real and as signed as any gateway's. Exists in sandbox mode only.
 */
export function sandboxGateway(context: () => Context): Gateway<Settings> {
  const objects = () => sandboxObjects(context())
  return defineGateway<Settings>({
    id: 'sandbox',
    label: { en: 'Card (sandbox)', fr: 'Carte (bac à sable)' },
    settings,
    minimumAmount: () => 1n,
    testConnection: async ({ settings: { account } }) => ok({ account }),
    startPayment: async (_call, { reference }) =>
      ok({ redirectUrl: publicLink(context().config, sandboxPagePath(reference)) }),
    startSetup: async (_call, { reference }) =>
      ok({ redirectUrl: publicLink(context().config, sandboxSetupPath(reference)) }),
    charge: ({ signal }, request) => chargeSandboxCard(objects(), request, signal),
    findCharge: (_call, { key }) => findSandboxCharge(objects(), key),
    async forgetMethod(_call, { remoteId }) {
      const card = await objects().find('method', remoteId)
      if (card) await objects().put('method', remoteId, { ...card, forgotten: true })
      return ok(undefined)
    },
    async refund(_call, { reference, amount: { amount, currency }, key }) {
      await objects().putOnce('refund', key, { reference, amount: amount.toString(), currency })
      return ok(undefined)
    },
    verify(_settings, { headers, body, now }) {
      if (!verifyWebhook(signingKey(context()), headers, { body, now })) return null
      return { eventId: String(headers['webhook-id']) }
    },
    read: (_settings, body) => readNotice(body),
  })
}
