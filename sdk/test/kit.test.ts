import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { SCENARIOS, type Scenario, startTrial, testDeliveryModule } from '../src/testing/index.ts'
import { ABILITY_MISTAKES } from './broken/abilities.ts'
import { FAULT_MISTAKES } from './broken/faults.ts'
import { LIFECYCLE_MISTAKES } from './broken/lifecycle.ts'
import type { Mistake } from './broken/mistake.ts'
import { WORD_MISTAKES } from './broken/words.ts'
import { startMemory } from './memory/target.ts'

const good = startMemory()
testDeliveryModule(good.module, { name: 'a provider in memory', start: async () => good.target })

const MISTAKES = [...LIFECYCLE_MISTAKES, ...ABILITY_MISTAKES, ...FAULT_MISTAKES, ...WORD_MISTAKES]

/** They look back at what others have made the module say. */
const LOOKING_BACK = SCENARIOS.slice(-4)
/** They wait for time to pass, and nothing is said in them that others do not hear. */
const WAITING = /hangs|abort/

async function runsBefore(scenario: Scenario, trial: ReturnType<typeof startTrial>) {
  if (!LOOKING_BACK.includes(scenario)) return
  for (const earlier of SCENARIOS.slice(0, -LOOKING_BACK.length)) {
    if (WAITING.test(earlier.name) || earlier.cannotRun?.(trial)) continue
    // What a broken module fails on the way is not looked at here.
    await earlier.run(trial).catch(() => undefined)
  }
}

async function tried(mistake: Mistake): Promise<'passed' | 'caught'> {
  const memory = startMemory()
  const trial = startTrial({ ...memory.module, ...mistake.break(memory) }, memory.target)
  const scenario = SCENARIOS.find((one) => one.name === mistake.caughtBy)
  assert.ok(scenario, `there is a scenario “${mistake.caughtBy}”`)
  await runsBefore(scenario, trial)
  assert.equal(scenario.cannotRun?.(trial) ?? null, null, 'it can be tried')
  return scenario.run(trial).then(
    () => 'passed',
    () => 'caught',
  )
}

describe('the kit notices a module that', () => {
  for (const mistake of MISTAKES) {
    test(`${mistake.does}: “${mistake.caughtBy}”`, async () => {
      assert.equal(await tried(mistake), 'caught')
    })
  }
})

test('every scenario has a mistake that it notices', () => {
  const caught = new Set(MISTAKES.map((mistake) => mistake.caughtBy))
  assert.deepEqual(
    SCENARIOS.map((scenario) => scenario.name).filter((name) => !caught.has(name)),
    [],
  )
})

test('what cannot be tried says why, and a bare module is tried all the same', async () => {
  const { module, target } = startMemory()
  const { server, product, orderData, countByKey, close } = target
  const required = [
    ...['id', 'name', 'kinds', 'needsServer', 'serverSettings', 'productSettings', 'orderForm'],
    ...['testConnection', 'list', 'find', 'inspect', 'create', 'suspend', 'unsuspend'],
    ...['terminate', 'settleMs', 'timeLimitMs', 'choices'],
  ]
  const bare = Object.fromEntries(
    Object.entries(module).filter(([name]) => required.includes(name)),
  ) as unknown as typeof module
  const trial = startTrial(bare, { server, product, orderData, countByKey, close })
  const reasons: string[] = []
  for (const scenario of SCENARIOS) {
    const why = scenario.cannotRun?.(trial) ?? null
    if (why === null) await scenario.run(trial)
    else reasons.push(why)
  }
  assert.equal(reasons.length, SCENARIOS.filter(({ cannotRun }) => cannotRun).length - 1)
  assert.ok(reasons.every((why) => why.length > 10))
})
