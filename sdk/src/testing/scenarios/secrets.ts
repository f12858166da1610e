import assert from 'node:assert/strict'
import type { Scenario } from './scenario.ts'

/** Runs last: it looks at everything that was said before. */
export const SECRETS: readonly Scenario[] = [
  {
    name: 'no secret was in a log, an error or a panel',
    async run({ said, secrets }) {
      for (const secret of secrets) {
        // JSON escapes line ends of keys and certificates.
        const needle = JSON.stringify(secret).slice(1, -1)
        const leak = said.find((words) => words.includes(needle))
        assert.equal(leak?.replaceAll(needle, '«secret»'), undefined)
      }
    },
  },
]
