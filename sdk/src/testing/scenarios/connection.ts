import assert from 'node:assert/strict'
import type { ConnectionCheck } from '../../delivery.ts'
import type { Result } from '../../result.ts'
import { value } from '../trial.ts'
import { needsFaults, type Scenario, whileFaulty } from './scenario.ts'

/** Everything that a connection test says is amiss, in one text. */
function complaintsOf(tested: Result<readonly ConnectionCheck[]>): string {
  if (!tested.ok) return tested.error.message
  const failing = tested.value.filter((check) => !check.ok)
  return failing.map(({ id, name, message }) => `${id} ${name.en} ${message}`).join('\n')
}

export const CONNECTION: readonly Scenario[] = [
  {
    name: 'the connection test finds nothing missing',
    async run({ call }) {
      const checks = value(await call.testConnection())
      assert.ok(checks.length > 0, 'it looks at something')
      assert.deepEqual(
        checks.filter((check) => !check.ok),
        [],
      )
      const ids = checks.map((check) => check.id)
      assert.equal(new Set(ids).size, ids.length, 'each check has its own id')
    },
  },
  {
    name: 'the connection test notices credentials that are refused',
    cannotRun: needsFaults,
    async run(trial) {
      const tested = await whileFaulty(
        trial,
        (faults) => faults.refuseAll(401),
        () => trial.call.testConnection(),
      )
      if (tested.ok) {
        assert.ok(
          tested.value.some((check) => !check.ok),
          'something is said to be missing',
        )
      } else assert.equal(tested.error.code, 'auth')
    },
  },
  {
    name: 'the connection test names the permission that is missing',
    cannotRun: ({ target }) => (target.withhold ? null : 'the target takes no permission away'),
    async run({ call, target }) {
      const { named, restore } = (await target.withhold?.()) ?? assert.fail('nothing is withheld')
      const complaints = complaintsOf(await call.testConnection())
      await restore()
      assert.ok(complaints.includes(named), `${JSON.stringify(complaints)} names ${named}`)
    },
  },
]
