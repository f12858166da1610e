import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ask, readOperation, startRecordingApp } from '../../../test/factories/operation.ts'
import { readService } from '../../../test/factories/service.ts'
import type { Behaviour } from '../../../test/recording-module.ts'
import { MINUTE } from '../../domain/instant.ts'

const { app, recording, server, delivered } = await startRecordingApp({ uniqueKeys: true })

const resourcesOf = (key: string) => recording.resources.filter((row) => row.key === key)
const redeliver = (serviceId: string) =>
  ask(app, { serviceId, serverId: server.id, kind: 'redeliver', input: { former: 'active' } })

const FAULTS: [string, string, Behaviour][] = [
  ['nothing goes wrong', 'create', { kind: 'succeed' }],
  ['the removal is not begun', 'terminate', { kind: 'throw' }],
  ['the removal is done and its answer lost', 'terminate', { kind: 'throw', work: true }],
  ['the removal is refused once', 'terminate', { kind: 'refuse', code: 'transient' }],
  ['the creation is not begun', 'create', { kind: 'throw' }],
  ['the creation is done and its answer lost', 'create', { kind: 'throw', work: true }],
  ['the creation is refused once', 'create', { kind: 'refuse', code: 'transient' }],
]

for (const [name, member, behaviour] of FAULTS) {
  test(`redeliver, ${name}: the old one is gone, there is one new one`, async () => {
    const { id } = await delivered()
    const old = resourcesOf(id)[0]?.remoteId
    recording.next(member, behaviour)
    const operationId = await redeliver(id)
    await app.settle()
    await app.travelTo(app.clock.now() + MINUTE)
    assert.equal((await readOperation(app, operationId)).state, 'succeeded')
    const now = resourcesOf(id).map(({ remoteId }) => remoteId)
    assert.equal(now.length, 1)
    assert.notEqual(now[0], old)
    const service = await readService(app, id)
    assert.equal(service.status, 'active')
    assert.equal(service.resource?.remoteId, now[0])
  })
}

test('redeliver of what is missing makes it anew', async () => {
  const { id } = await delivered()
  recording.resources.splice(
    recording.resources.findIndex((row) => row.key === id),
    1,
  )
  const operationId = await redeliver(id)
  await app.settle()
  assert.equal((await readOperation(app, operationId)).state, 'succeeded')
  assert.equal(resourcesOf(id).length, 1)
})
