import { testDeliveryModule } from '@berth/sdk/testing'
import { dockerModule } from '../src/index.ts'
// In this process: two processes on one engine would count each other's containers
// and choose the same ports.
import './engine-tests.ts'
import { REAL_ENGINE, realTarget, standInTarget } from './targets.ts'

testDeliveryModule(dockerModule, { name: 'the stand-in', start: standInTarget })

const engine = REAL_ENGINE
if (engine) {
  const name = `the engine ${engine}`
  testDeliveryModule(dockerModule, { name, start: () => realTarget(engine) })
} else {
  console.log('docker: not run on a real engine: BERTH_TEST_DOCKER_HOST is not set')
}
