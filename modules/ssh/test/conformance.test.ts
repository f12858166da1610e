import { testDeliveryModule } from '@berth/sdk/testing'
import { sshModule } from '../src/index.ts'
import { NO_SSHD } from './servers/sshd.ts'
import { shellTarget } from './targets.ts'

testDeliveryModule(sshModule, { name: 'the stand-in', start: () => shellTarget('stand-in') })

if (NO_SSHD) console.log(`ssh: conformance was not run on a real sshd: ${NO_SSHD}`)
else testDeliveryModule(sshModule, { name: 'sshd', start: () => shellTarget('sshd', 200) })
