import {
  defineDeliveryModule,
  fail,
  type Observed,
  ok,
  type Resource,
  type ServiceInput,
} from '@berth/sdk'
import { z } from 'zod'

/** Nothing exists anywhere: the service itself is the resource. */
function resourceOf(service: ServiceInput<unknown, unknown>): Resource {
  return service.resource ?? { remoteId: service.key, data: {}, secrets: {}, connection: [] }
}

/**
 * Services without a server: support contracts, domains looked after by hand, one-off work. Their
 * moves finish in the transaction that requests them; the functions are here so that the module can
 * be called like any other.
 */
export const noneModule = defineDeliveryModule({
  id: 'none',
  name: { en: 'No server', fr: 'Sans serveur' },
  kinds: ['other'],
  needsServer: false,
  serverSettings: z.strictObject({}),
  productSettings: z.strictObject({}),
  orderForm: z.strictObject({}),
  testConnection: async () => ok([]),
  list: async () => ok({ items: [], nextCursor: null }),
  find: async () => ok<readonly Observed[]>([]),
  inspect: async () => ok(null),
  create: async (_ctx, _server, service) => ok(resourceOf(service)),
  suspend: async (_ctx, _server, service) => ok(resourceOf(service)),
  unsuspend: async (_ctx, _server, service) => ok(resourceOf(service)),
  terminate: async () => ok(null),
  changePlan: async (_ctx, _server, service) => ok(resourceOf(service)),
  rename: async (_ctx, _server, service) => ok(resourceOf(service)),
  changeOwner: async (_ctx, _server, service) => ok(resourceOf(service)),
  adopt: async () => fail('unsupported', 'There is no server to import from'),
})

export default noneModule
