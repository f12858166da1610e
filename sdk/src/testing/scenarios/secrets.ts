import assert from 'node:assert/strict'
import type { Resource } from '../../delivery.ts'
import { PROGRESS } from './resuming.ts'
import type { Scenario } from './scenario.ts'

/** In any text: no secret worth the name is as short. */
const SHORTEST_SECRET = 4

/** As it would stand in JSON, which escapes the line ends of keys and certificates. */
const inJson = (secret: string) => JSON.stringify(secret).slice(1, -1)

function secretIn(words: string, secrets: Iterable<string>): string | undefined {
  const worth = [...secrets].filter((secret) => secret.length >= SHORTEST_SECRET)
  const found = worth.find((secret) => words.includes(inJson(secret)))
  return found && words.replaceAll(inJson(found), '«secret»')
}

/** Everything of a resource that staff may read. */
const openPart = ({ secrets: _secrets, ...open }: Resource) => JSON.stringify(open)

/** Run last: they look at everything that was said before. */
export const LOOKING_BACK: readonly Scenario[] = [
  PROGRESS,
  {
    name: 'every answer was one that the contract knows',
    async run({ problems }) {
      assert.deepEqual([...new Set(problems)], [])
    },
  },
  {
    name: 'resources are plain data without secrets, and name the secrets that they have',
    async run({ resources, secrets }) {
      assert.ok(resources.length > 0, 'there were resources')
      for (const resource of resources) {
        assert.deepEqual(JSON.parse(JSON.stringify(resource)), resource, 'it survives JSON')
        assert.equal(secretIn(openPart(resource), secrets), undefined)
      }
      // What was just made has all that it names; what is only looked at may not know its secrets.
      const known = new Set(resources.flatMap(({ secrets }) => Object.keys(secrets)))
      for (const { secret } of resources.flatMap(({ connection }) => connection)) {
        assert.ok(secret === undefined || known.has(secret), `the secret ${secret} exists`)
      }
    },
  },
  {
    name: 'no secret was in a log, an error or a panel',
    async run({ said, secrets }) {
      for (const words of said) assert.equal(secretIn(words, secrets), undefined)
    },
  },
]
