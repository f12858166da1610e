import { test } from 'node:test'
import type { DeliveryModule } from '../delivery.ts'
import { ABILITIES } from './scenarios/abilities.ts'
import { FAULTS } from './scenarios/faults.ts'
import { FORMS } from './scenarios/forms.ts'
import { LIFECYCLE } from './scenarios/lifecycle.ts'
import { LISTING } from './scenarios/listing.ts'
import { PANEL } from './scenarios/panel.ts'
import type { Scenario } from './scenarios/scenario.ts'
import { SECRETS } from './scenarios/secrets.ts'
import type { ConformanceTarget } from './target.ts'
import { startTrial } from './trial.ts'

export { createTestContext, type RecordedContext, type TestContextOptions } from './context.ts'
export type { Scenario } from './scenarios/scenario.ts'
export type { ConformanceTarget, TargetFaults } from './target.ts'
export { startTrial, type Trial } from './trial.ts'

/** All scenarios, in the order in which they run; the last one looks back at all before. */
export const SCENARIOS: readonly Scenario[] = [
  ...FORMS,
  ...LIFECYCLE,
  ...LISTING,
  ...ABILITIES,
  ...FAULTS,
  ...PANEL,
  ...SECRETS,
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
      else await t.test(scenario.name, () => scenario.run(trial))
    }
  })
}
