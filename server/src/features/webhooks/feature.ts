import type { Feature } from '../../platform/feature.ts'
import { writeEvent, writeEvents } from './events/write-event.ts'
import { forgetOldEvents } from './retention.ts'
import { webhookRoutes } from './routes.ts'
import { webhookLoop } from './send/send-webhooks.ts'
import './texts.ts'

/** Tells the outside what happens, by Standard Webhooks. It only listens: see reactions.ts. */
export const webhooksFeature: Feature = {
  name: 'webhooks',
  routes: webhookRoutes,
  jobs: (ctx) => ({
    'webhook.write': {
      one: (payload) => writeEvent(ctx, payload),
      many: (payloads) => writeEvents(ctx, payloads),
    },
  }),
  due: (ctx) => [webhookLoop(ctx), forgetOldEvents(ctx)],
}
