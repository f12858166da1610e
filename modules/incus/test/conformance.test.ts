import type { DeliveryModule } from '@berth/sdk'
import { testDeliveryModule } from '@berth/sdk/testing'
import { incusModule } from '../src/index.ts'
// In this process: the listing of a real server counts everything that is there.
import './server-tests.ts'
import './tls-tests.ts'
import { REAL_LXD, realTarget, standInTarget } from './targets.ts'

const module = incusModule as DeliveryModule

testDeliveryModule(module, {
  name: 'the stand-in: containers of Incus',
  start: () =>
    standInTarget(
      { flavour: 'incus' },
      {},
      { network: 'berthbr0', addresses: '10.0.0.10-10.0.3.250' },
    ),
})

testDeliveryModule(module, {
  name: 'the stand-in: virtual machines of LXD 5.0, without events',
  start: () => standInTarget({ flavour: 'lxd', events: false }, { type: 'virtual-machine' }),
})

const real = REAL_LXD
if (real) {
  testDeliveryModule(module, { name: `the LXD at ${real.socket}`, start: () => realTarget(real) })
} else {
  console.log('incus: not run on a real LXD: BERTH_TEST_LXD_SOCKET is not set')
}
