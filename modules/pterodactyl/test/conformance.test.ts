import { testDeliveryModule } from '@berth/sdk/testing'
import { pterodactylModule } from '../src/index.ts'
import { standInTarget } from './targets.ts'

testDeliveryModule(pterodactylModule, { name: 'the stand-in', start: standInTarget })
