import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { fewAtOnce } from './few-at-once.ts'

test('never more than so many go on, in the order they came, and a failure frees its place', async () => {
  const inTurn = fewAtOnce(2)
  const begun: number[] = []
  let going = 0
  let most = 0
  const run = (n: number) =>
    inTurn(async () => {
      begun.push(n)
      going += 1
      most = Math.max(most, going)
      await turn()
      going -= 1
      if (n % 2 === 0) throw new Error('even')
      return n
    })
  const came = await Promise.allSettled([1, 2, 3, 4, 5, 6].map(run))
  assert.deepEqual(
    came.map((answer) => (answer.status === 'fulfilled' ? answer.value : null)),
    [1, null, 3, null, 5, null],
  )
  assert.deepEqual([begun, most, going], [[1, 2, 3, 4, 5, 6], 2, 0])
})
