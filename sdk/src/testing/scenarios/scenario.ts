import assert from 'node:assert/strict'
import type { Observed, ServiceInput } from '../../delivery.ts'
import { type Trial, value } from '../trial.ts'

/** One thing that every module must get right. */
export interface Scenario {
  readonly name: string
  /** Why it cannot be tried here, or null. */
  cannotRun?(trial: Trial): string | null
  /** Where only the run can tell that there is nothing to show, it answers why, as a text. */
  run(trial: Trial): Promise<unknown>
}

/** For scenarios that make the provider misbehave. */
export function needsFaults(trial: Trial): string | null {
  return trial.target.faults ? null : 'the target cannot misbehave'
}

/** Runs with a delivered service and removes it. */
export async function withService(
  trial: Trial,
  run: (service: ServiceInput) => Promise<void>,
): Promise<void> {
  const service = await trial.delivered()
  await run(service)
  value(await trial.call.terminate(service))
}

/** The one resource that carries the service's key. */
export async function observed({ call }: Trial, { key }: ServiceInput): Promise<Observed> {
  const found = value(await call.find(key))
  assert.equal(found.length, 1, 'exactly one carries the key')
  return found[0] ?? assert.fail()
}

/** Checks that the service has one resource, in this state. */
export async function expectState(
  trial: Trial,
  service: ServiceInput,
  state: Observed['state'],
): Promise<void> {
  const seen = await observed(trial, service)
  assert.equal(seen.state, state)
  assert.equal(seen.key, service.key)
}

/** The provider refuses or withholds everything while this runs. */
export async function whileFaulty<T>(
  { target }: Trial,
  arm: (faults: NonNullable<Trial['target']['faults']>) => Promise<void>,
  run: () => Promise<T>,
): Promise<T> {
  const faults = target.faults ?? assert.fail('no faults')
  await arm(faults)
  try {
    return await run()
  } finally {
    await faults.clear()
  }
}
