import { test } from 'node:test'
import type { DeliveryModule } from '../delivery.ts'
import { ABILITIES } from './scenarios/abilities.ts'
import { CONNECTION } from './scenarios/connection.ts'
import { FAULTS } from './scenarios/faults.ts'
import { FORMS } from './scenarios/forms.ts'
import { LIFECYCLE } from './scenarios/lifecycle.ts'
import { LISTING } from './scenarios/listing.ts'
import { PANEL } from './scenarios/panel.ts'
import { RESUMING } from './scenarios/resuming.ts'
import type { Scenario } from './scenarios/scenario.ts'
import { LOOKING_BACK } from './scenarios/secrets.ts'
import type { ConformanceTarget } from './target.ts'
import { startTrial } from './trial.ts'

export type { CallOptions, Calls } from './calls.ts'
export { createTestContext, type RecordedContext, type TestContextOptions } from './context.ts'
export type { Scenario } from './scenarios/scenario.ts'
export {
  type StandIn,
  type StandInAnswer,
  type StandInExchange,
  type StandInOptions,
  type StandInRequest,
  startStandIn,
} from './stand-in.ts'
export type { ConformanceTarget, TargetFaults } from './target.ts'
export { startTrial, type Trial } from './trial.ts'

/** All scenarios, in the order in which they run; the last ones look back at all before. */
export const SCENARIOS: readonly Scenario[] = [
  ...FORMS,
  ...CONNECTION,
  ...LIFECYCLE,
  ...LISTING,
  ...ABILITIES,
  ...FAULTS,
  ...RESUMING,
  ...PANEL,
  ...LOOKING_BACK,
]

/**
 * Registers the conformance tests of a module with `node:test`: the same scenarios for every module.
 * What the module does not offer or the target cannot show is printed, not counted as passed.
 *
 * @example testDeliveryModule(dockerModule, { name: 'stand-in', start: startStandIn })
 */
export function testDeliveryModule(
  module: DeliveryModule,
  place: { readonly name: string; start(): Promise<ConformanceTarget> },
): void {
  test(`${module.id} on ${place.name}`, async (t) => {
    const target = await place.start()
    t.after(() => target.close())
    const trial = startTrial(module, target)
    for (const scenario of SCENARIOS) {
      const why = scenario.cannotRun?.(trial)
      if (why) t.diagnostic(`not run: ${scenario.name} (${why})`)
      else {
        await t.test(scenario.name, async () => {
          const nothing = await scenario.run(trial)
          if (typeof nothing === 'string')
            t.diagnostic(`nothing to show: ${scenario.name} (${nothing})`)
        })
      }
    }
  })
}
