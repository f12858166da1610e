import { testDeliveryModule } from '@berth/sdk/testing'
import { cpanelModule } from '../src/index.ts'
import { standInTarget } from './targets.ts'

testDeliveryModule(cpanelModule, { name: 'the stand-in', start: standInTarget })
