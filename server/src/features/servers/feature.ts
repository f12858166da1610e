import './texts.ts'
import { SYSTEM } from '../../platform/actor.ts'
import type { AnyAction, Feature } from '../../platform/feature.ts'
import { pauseServer } from './actions/pause-server.ts'
import { resumeServer } from './actions/resume-server.ts'
import { testServer } from './actions/test-server.ts'
import { callRoutes } from './call-routes.ts'
import { serverGroupRoutes } from './group-routes.ts'
import { readOrderForm } from './read-order-form.ts'
import { serverRoutes } from './server-routes.ts'

const actions = [pauseServer, resumeServer, testServer] as unknown as readonly AnyAction[]

/** Where services live: servers, their credentials, their places. */
export const servers: Feature = {
  name: 'servers',
  actions,
  routes(http, ctx) {
    serverGroupRoutes(http, ctx)
    serverRoutes(http, ctx, actions)
    callRoutes(http, ctx)
  },
  jobs: (ctx) => ({
    /** { productId } */
    'product.read_order_form': ({ productId }) =>
      readOrderForm(
        { ctx, actor: SYSTEM, now: ctx.clock.now(), cause: { kind: 'system' } },
        String(productId),
      ),
  }),
}
