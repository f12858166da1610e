import assert from 'node:assert/strict'
import { test } from 'node:test'
import { moveBatch, planBatch, readBatch, rowsOf } from '../../../test/factories/batch.ts'
import { startRecordingApp } from '../../../test/factories/operation.ts'
import { readService } from '../../../test/factories/service.ts'

const { app, recording, delivered } = await startRecordingApp()
const staff = await app.staff()

test('suspend: the preview says what happens; done, skipped and failed stand in their rows', async () => {
  const good = await delivered({ name: 'good' })
  const bad = await delivered({ name: 'bad' })
  const ended = await delivered({ name: 'ended' })
  await staff.post(`/api/v1/admin/services/${ended.id}/terminate`, { confirm: 'ended' })
  await app.settle()
  const planned = await planBatch(app, staff, {
    action: 'service.suspend',
    input: { cause: 'abuse', message: 'Stop it' },
    select: { ids: [good.id, bad.id, ended.id] },
  })
  assert.equal(planned.state, 'planned')
  assert.equal(planned.counts.willDo, 2)
  assert.deepEqual(planned.summary.statuses, [{ from: 'active', to: 'suspended', n: 2 }])
  assert.deepEqual(planned.summary.operations, [{ kind: 'suspend', n: 2 }])
  assert.deepEqual(planned.summary.mails, [{ kind: 'service_suspended', n: 2 }])
  assert.equal(planned.summary.servers[0].n, 2)
  assert.equal(planned.summary.skips[0].code, 'wrong_status')
  assert.equal((await readService(app, good.id)).suspensions.length, 0, 'a preview does nothing')

  recording.next('suspend', { kind: 'refuse', code: 'rejected', message: 'no such plan' })
  await moveBatch(staff, planned.id, 'confirm')
  await app.settle()
  const done = await readBatch(staff, planned.id)
  assert.equal(done.state, 'finished')
  const { total, done: did, failed, skipped } = done.counts
  assert.deepEqual([total, did, failed, skipped], [3, 1, 1, 1])
  const rows = [...(await rowsOf(staff, planned.id)).values()]
  const failedRow = rows.find((row) => row.state === 'failed')
  assert.equal(failedRow.error, 'no such plan')
  assert.ok(failedRow.operationId)
})
