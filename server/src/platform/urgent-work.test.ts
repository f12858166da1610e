import assert from 'node:assert/strict'
import { test } from 'node:test'
import { urgentWork } from './urgent-work.ts'

test('others wait until the last of what is urgent is over, however often it is said', async () => {
  const urgent = urgentWork()
  const [first, second] = [urgent.begin(), urgent.begin()]
  const order: string[] = []
  const waiting = urgent.over(60_000).then(() => order.push('waited'))
  first()
  first()
  await new Promise((resolve) => setTimeout(resolve, 120))
  order.push('second is over')
  second()
  await waiting
  assert.deepEqual(order, ['second is over', 'waited'])
})

test('they wait so long at most', async () => {
  const urgent = urgentWork()
  urgent.begin()
  await urgent.over(100)
})
