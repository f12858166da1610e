import { defineDeliveryModule } from '@berth/sdk'
import {
  adopt,
  changePlan,
  create,
  resetPassword,
  suspend,
  terminate,
  unsuspend,
} from './changes.ts'
import { testConnection } from './connection-test.ts'
import { orderForm, serverSettings } from './forms.ts'
import { find, findOne, list, usage } from './look.ts'
import { panel, panelAction } from './panel.ts'
import { productSettings } from './product-form.ts'

/**
 * Anything that a server without a panel hosts: the product carries short scripts, which run over
 * SSH under a wrapper that keeps state on the server (`wrapper.sh`). See the README for what scripts
 * are given and what they answer.
 */
export const sshModule = defineDeliveryModule({
  id: 'ssh',
  name: { en: 'Scripts over SSH', fr: 'Scripts par SSH' },
  kinds: ['webhosting', 'other'],
  serverSettings,
  productSettings,
  orderForm,
  // A program that was sent arrives at once or never.
  settleMs: 5000,
  // A script that takes longer goes on by itself and is asked for.
  timeLimitMs: 120_000,
  planOf: (product) => product.plan,
  testConnection,
  list,
  find,
  inspect: findOne,
  create,
  suspend,
  unsuspend,
  terminate,
  adopt,
  changePlan,
  resetPassword,
  usage,
  panel,
  panelAction,
})

export default sshModule
