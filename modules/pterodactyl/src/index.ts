import {
  defineDeliveryModule,
  type ModuleContext,
  type Observed,
  ok,
  type Resource,
  type Result,
} from '@berth/sdk'
import {
  adopt,
  changeOwner,
  changePlan,
  discard,
  power,
  reinstall,
  rename,
  resetPassword,
  suspend,
  terminate,
  unsuspend,
} from './changes.ts'
import { choices } from './choices.ts'
import { connect } from './client.ts'
import { testConnection } from './connection-test.ts'
import { create, type PanelServer } from './create.ts'
import { actionForms, orderForm, productSettings } from './forms.ts'
import { orderFields } from './order-fields.ts'
import { panel, panelAction } from './panel.ts'
import { planOf } from './plan.ts'
import { serverSettings } from './server-settings.ts'
import { observe, serverById, serverByKey, serverList } from './servers.ts'
import { usage } from './usage.ts'

async function find(
  ctx: ModuleContext,
  server: PanelServer,
  key: string,
): Promise<Result<readonly Observed[]>> {
  const client = connect(ctx, server)
  const found = await serverByKey(client, key)
  if (!found.ok) return found
  return ok(found.value ? [await observe(client, found.value)] : [])
}

async function inspect(
  ctx: ModuleContext,
  server: PanelServer,
  resource: Resource,
): Promise<Result<Observed | null>> {
  const client = connect(ctx, server)
  const found = await serverById(client, resource.remoteId)
  if (!found.ok) return found
  return ok(found.value ? await observe(client, found.value) : null)
}

/**
 * Game servers on Pterodactyl Panel 1.11 over its application and client API. One service is one
 * server whose `external_id` is our key; the panel keeps that unique, so a key can never have two.
 */
export const pterodactylModule = defineDeliveryModule({
  id: 'pterodactyl',
  name: { en: 'Pterodactyl', fr: 'Pterodactyl' },
  kinds: ['game'],
  serverSettings,
  productSettings,
  orderForm,
  actionForms,
  choices,
  orderFields,
  // The panel writes the server down before it answers; this is for a request that is still at it.
  settleMs: 10_000,
  // An installation is followed for half a minute within one call.
  timeLimitMs: 120_000,
  testConnection,
  list: (ctx, server, cursor) => serverList(connect(ctx, server), cursor),
  find,
  inspect,
  create,
  suspend,
  unsuspend,
  terminate,
  discard,
  adopt,
  changePlan,
  planOf,
  rename,
  changeOwner,
  reinstall,
  resetPassword,
  power,
  usage,
  panel,
  panelAction,
})

export default pterodactylModule
