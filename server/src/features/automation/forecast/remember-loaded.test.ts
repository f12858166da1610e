import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rememberLoaded } from './remember-loaded.ts'

test('what was loaded is not asked for again, and too much is forgotten', async () => {
  const asked: string[][] = []
  const load = async (ids: readonly string[]) => {
    asked.push([...ids])
    return new Map(ids.filter((id) => id !== 'x').map((id) => [id, `${id}!`]))
  }
  const remembered = rememberLoaded(load, 3)
  const first = await remembered(['a', 'b', 'a'])
  assert.deepEqual(
    [...first],
    [
      ['a', 'a!'],
      ['b', 'b!'],
    ],
  )
  await remembered(['b'])
  assert.deepEqual(asked, [['a', 'b']])
  const second = await remembered(['x', 'b'])
  assert.deepEqual(
    [...second],
    [
      ['x', null],
      ['b', 'b!'],
    ],
  )
  assert.deepEqual([...first].length, 2)
})
