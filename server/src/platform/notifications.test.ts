import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { startTestApp } from '../../test/app.ts'
import { openSession } from './db.ts'
import { lastOfAll } from './last-of-all.ts'
import { notify } from './notifications.ts'
import { inSavepoint, inTransaction } from './transaction.ts'

const { ctx } = await startTestApp()
const session = await openSession(ctx.config.databaseUrl)
const heard: string[] = []
session.on('notification', ({ payload }) => heard.push(payload ?? ''))
await session.query('listen heard_here')

/** What was heard so far: PostgreSQL hands notifications over before the next answer. */
async function soFar(): Promise<string[]> {
  await session.query('select 1')
  return heard.splice(0)
}

describe('notify', () => {
  // Before the database is dropped.
  after(() => session.end())

  test('what a transaction tells is heard when it commits, the same words once', async () => {
    await inTransaction(ctx, async (tx) => {
      for (const word of ['one', 'two', 'one']) await notify(tx, 'heard_here', word)
      assert.deepEqual(await soFar(), [])
    })
    assert.deepEqual(await soFar(), ['one', 'two'])
  })

  test('what was undone is not told, nor is what a savepoint undid', async () => {
    const undo = () => Promise.reject(new Error('undo'))
    await assert.rejects(
      inTransaction(ctx, async (tx) => {
        await notify(tx, 'heard_here', 'never')
        return undo()
      }),
    )
    await inTransaction(ctx, async (tx) => {
      await inSavepoint(tx, (inner) => notify(inner, 'heard_here', 'kept'))
      const undone = inSavepoint(tx, async (inner) => {
        await notify(inner, 'heard_here', 'never')
        return undo()
      })
      await assert.rejects(undone)
    })
    assert.deepEqual(await soFar(), ['kept'])
  })

  test('outside a transaction it is told at once', async () => {
    await notify(ctx.db, 'heard_here', 'now')
    assert.deepEqual(await soFar(), ['now'])
  })
})

test('what is left for the end is done once, in its order, and not when its savepoint was undone', async () => {
  const done: string[] = []
  const leave = (word: string) => async () => void done.push(word)
  await inTransaction(ctx, async (tx) => {
    await lastOfAll(tx, leave('first'))
    await inSavepoint(tx, (inner) => lastOfAll(inner, leave('second')))
    const undone = inSavepoint(tx, async (inner) => {
      await lastOfAll(inner, leave('never'))
      throw new Error('undo')
    })
    await assert.rejects(undone)
    done.push('the rest')
  })
  assert.deepEqual(done, ['the rest', 'first', 'second'])
})
