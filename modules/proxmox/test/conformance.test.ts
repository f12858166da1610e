import type { DeliveryModule } from '@berth/sdk'
import { testDeliveryModule } from '@berth/sdk/testing'
import { proxmoxModule } from '../src/index.ts'
import { clusterTarget } from './targets.ts'

// Reading a thousand foreign guests for their addresses is tried with few of them elsewhere.
const SETTINGS = { readForeignGuests: false }

testDeliveryModule(proxmoxModule, {
  name: 'the stand-in, with virtual machines',
  start: () => clusterTarget('qemu', SETTINGS),
})

// Proxmox sets no password in a container: the module says `unsupported` there.
const { resetPassword: _machinesOnly, ...forContainers } = proxmoxModule
testDeliveryModule(forContainers as DeliveryModule, {
  name: 'the stand-in, with containers',
  start: () => clusterTarget('lxc', SETTINGS),
})
