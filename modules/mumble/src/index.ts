import { defineDeliveryModule } from '@berth/sdk'
import {
  adopt,
  changeOwner,
  changePlan,
  discard,
  power,
  rename,
  resetPassword,
  suspend,
  terminate,
  unsuspend,
} from './changes.ts'
import { testConnection } from './connection-test.ts'
import { create } from './create.ts'
import { actionForms, orderForm, productSettings, serverSettings } from './forms.ts'
import { find, inspect, list, usage } from './look.ts'
import { panel, panelAction } from './panel.ts'
import { planOf } from './plan.ts'

/**
 * Virtual voice servers of one murmurd (Mumble's server), over its D-Bus interface. Each carries our
 * key in its own configuration.
 */
export const mumbleModule = defineDeliveryModule({
  id: 'mumble',
  name: { en: 'Mumble voice server', fr: 'Serveur vocal Mumble' },
  kinds: ['voice'],
  serverSettings,
  productSettings,
  orderForm,
  actionForms,
  // murmurd does one thing after the other: what was sent is done as soon as it is reached.
  settleMs: 2000,
  planOf,
  testConnection,
  list,
  find,
  inspect,
  create,
  suspend,
  unsuspend,
  terminate,
  discard,
  adopt,
  changePlan,
  changeOwner,
  rename,
  resetPassword,
  power,
  usage,
  panel,
  panelAction,
})

export default mumbleModule
