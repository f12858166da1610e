import { testDeliveryModule } from '@berth/sdk/testing'
import { mumbleModule } from '../src/index.ts'
import { NO_MURMURD } from './daemon.ts'
import { murmurTarget } from './targets.ts'

if (NO_MURMURD) console.log(`mumble: conformance was not run: ${NO_MURMURD} is not installed`)
else testDeliveryModule(mumbleModule, { name: 'murmurd', start: murmurTarget })
