import {
  type Choice,
  defineDeliveryModule,
  type ModuleContext,
  type Observed,
  ok,
  type Resource,
  type Result,
  sameText,
} from '@berth/sdk'
import { accountByKey, accountList, markedByName, observedOf } from './accounts.ts'
import {
  adopt,
  changeOwner,
  changePlan,
  discard,
  resetPassword,
  suspend,
  terminate,
  unsuspend,
} from './changes.ts'
import { connect } from './client.ts'
import { testConnection } from './connection-test.ts'
import { create, packageOf, type WhmServer } from './create.ts'
import { orderForm, productSettings, serverSettings } from './forms.ts'
import { panel, panelAction } from './panel.ts'
import { packagesSchema } from './shapes.ts'
import { usage } from './usage.ts'

async function find(
  ctx: ModuleContext,
  server: WhmServer,
  key: string,
): Promise<Result<readonly Observed[]>> {
  const client = connect(ctx, server)
  const found = await accountByKey(client, key)
  if (!found.ok) return found
  return ok(found.value ? [observedOf(client, found.value, key)] : [])
}

async function inspect(
  ctx: ModuleContext,
  server: WhmServer,
  resource: Resource,
): Promise<Result<Observed | null>> {
  const client = connect(ctx, server)
  const found = await markedByName(client, resource.remoteId)
  if (!found.ok) return found
  return ok(found.value ? observedOf(client, found.value.account, found.value.key) : null)
}

async function packages(ctx: ModuleContext, server: WhmServer): Promise<Result<readonly Choice[]>> {
  const want = { want: 'creatable' }
  const found = await connect(ctx, server).call('listpkgs', want, packagesSchema)
  if (!found.ok) return found
  return ok(found.value.pkg.map(({ name }) => ({ value: name, label: sameText(name) })))
}

/**
 * Web hosting on cPanel & WHM over WHM API 1. One service is one account; its name is chosen from our
 * key, so that a second creation meets the first, and WHM's own store says which account is whose.
 */
export const cpanelModule = defineDeliveryModule({
  id: 'cpanel',
  name: sameText('cPanel & WHM'),
  kinds: ['hosting'],
  serverSettings,
  productSettings,
  orderForm,
  choices: { packages },
  // WHM goes on making an account when nobody waits for its answer any more.
  settleMs: 120_000,
  timeLimitMs: 180_000,
  testConnection,
  list: (ctx, server, cursor) => accountList(connect(ctx, server), cursor),
  find,
  inspect,
  create,
  suspend,
  unsuspend,
  terminate,
  discard,
  adopt,
  changePlan,
  planOf: packageOf,
  changeOwner,
  resetPassword,
  usage,
  panel,
  panelAction,
})

export default cpanelModule
