import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTestApp } from '../../../test/app.ts'
import { setSection } from '../../../test/factories/document.ts'
import { DAY } from '../../domain/instant.ts'
import { newId } from '../../platform/ids.ts'
import { operationsSettings, removeOldLogs } from './log-retention.ts'
import { operationLog, operations } from './tables.ts'

const app = await startTestApp()
const now = app.clock.now()

async function operation(settledAt: number | null): Promise<void> {
  const id = newId()
  await app.ctx.db.insert(operations).values({
    id,
    serviceId: newId(),
    kind: 'create',
    state: settledAt === null ? 'failed' : 'succeeded',
    input: {},
    requestedBy: { kind: 'system', id: null, name: 'test' },
    cause: {},
    createdAt: now - 400 * DAY,
    settledAt,
  })
  await app.ctx.db
    .insert(operationLog)
    .values({ id: newId(), operationId: id, attempt: 1, at: now, level: 'info', message: 'x' })
}

test('the log of what was settled long ago goes, that of the rest stays', async () => {
  await operation(now - 31 * DAY)
  await operation(now - 29 * DAY)
  await operation(null)
  assert.equal(await removeOldLogs(app.ctx, now), 1)
  assert.equal(await removeOldLogs(app.ctx, now), 0)
  await setSection(app.ctx, operationsSettings, { logDays: 7 })
  assert.equal(await removeOldLogs(app.ctx, now), 1)
})
