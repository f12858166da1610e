import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Effect, SandboxOperation } from '@berth/module-sandbox/provider'
import { and, eq, like, sql } from 'drizzle-orm'
import { history } from '../../src/features/history/tables.ts'
import { mails } from '../../src/features/mail/tables.ts'
import { startTestApp } from '../app.ts'
import { ask, readOperation } from '../factories/operation.ts'
import { makeServer } from '../factories/server.ts'
import { makeService, readService } from '../factories/service.ts'
import { until } from '../until.ts'
import { startProviderProcess, startWorkerProcess } from './processes.ts'

const app = await startTestApp()
const provider = await startProviderProcess()
const { server } = await makeServer(app.ctx, {
  settings: { url: provider.url, token: provider.token, callLimitMs: 20_000 },
})
const databaseUrl = app.ctx.config.databaseUrl
let worker = startWorkerProcess(databaseUrl)

const service = () => makeService(app, { type: 'sandbox', serverId: server.id, placeHeld: true })
const intend = (serviceId: string, kind: 'create' | 'terminate' | 'suspend' | 'redeliver') =>
  ask(app, {
    serviceId,
    serverId: server.id,
    kind,
    input: { to: 'terminated', note: '', former: 'active' },
  })

/** The worker is killed when the provider has been asked this and does not answer. */
async function killWhileAsked(key: string, operation: SandboxOperation): Promise<void> {
  await until(`${operation} to be asked`, async () => {
    assert.ok(worker.running(), worker.output())
    const calls = await provider.calls(key)
    return calls.some((call) => call.operation === operation && call.answer === 'none')
  })
  await worker.kill()
  worker = startWorkerProcess(databaseUrl)
}

async function settled(operationId: string): Promise<void> {
  await until('the operation to end by itself', async () => {
    assert.ok(worker.running(), worker.output())
    return (await readOperation(app, operationId)).state === 'succeeded'
  })
}

async function entries(subjectId: string, kind: string): Promise<number> {
  const rows = await app.ctx.db
    .select({ id: history.id })
    .from(history)
    .where(and(eq(history.subjectId, subjectId), like(history.kind, kind)))
  return rows.length
}

async function assertDeliveredOnce(serviceId: string, operationId: string): Promise<void> {
  const resources = await provider.resources(serviceId)
  assert.equal(resources.length, 1)
  const stored = await readService(app, serviceId)
  assert.equal(stored.status, 'active')
  assert.equal(stored.resource?.remoteId, resources[0]?.id)
  assert.equal(await entries(serviceId, 'service.delivered'), 1)
  assert.equal(await entries(operationId, 'operation.succeeded'), 1)
  await until('the mail', async () => (await mailsAbout(serviceId)) > 0)
  assert.equal(await mailsAbout(serviceId), 1)
}

function mailsAbout(serviceId: string): Promise<number> {
  return app.ctx.db.$count(mails, sql`${mails.serviceIds} @> ${JSON.stringify([serviceId])}::jsonb`)
}

const CREATIONS: [string, SandboxOperation, Effect, number][] = [
  ['before the call', 'find', { kind: 'hang', work: false }, 1],
  ['during the call', 'create', { kind: 'hang', work: false }, 1],
  ['after the work, before the answer', 'create', { kind: 'hang', work: true }, 1],
]

for (const [moment, operation, effect, times] of CREATIONS) {
  test(`worker killed ${moment}: one resource, one delivery, by itself`, async () => {
    const { id } = await service()
    await provider.behave({ operation, effect, times })
    const operationId = await intend(id, 'create')
    await killWhileAsked(id, operation)
    await settled(operationId)
    await assertDeliveredOnce(id, operationId)
    const worked = (await provider.calls(id)).filter(
      (call) => call.operation === 'create' && call.worked,
    )
    assert.equal(worked.length, 1)
  })
}

test('the answer is lost and the work is done later: waited for, not made twice', async () => {
  const { id } = await service()
  await provider.behave({ operation: 'create', effect: { kind: 'late', delayMs: 300 }, times: 1 })
  const operationId = await intend(id, 'create')
  await settled(operationId)
  await assertDeliveredOnce(id, operationId)
})

test('worker killed after a suspension was done: suspended once, by itself', async () => {
  const { id } = await service()
  await provider.behave()
  await settled(await intend(id, 'create'))
  await provider.behave({ operation: 'suspend', effect: { kind: 'hang', work: true }, times: 1 })
  const operationId = await intend(id, 'suspend')
  await killWhileAsked(id, 'suspend')
  await settled(operationId)
  assert.equal((await readService(app, id)).status, 'suspended')
  assert.equal(await entries(id, 'service.suspended'), 1)
  const calls = (await provider.calls(id)).filter((call) => call.operation === 'suspend')
  assert.equal(calls.length, 1)
})

test('worker killed in both halves of a redelivery: the old one is gone, one new one', async () => {
  const { id } = await service()
  await provider.behave()
  await settled(await intend(id, 'create'))
  const [old] = await provider.resources(id)
  await provider.behave(
    { operation: 'terminate', effect: { kind: 'hang', work: true }, times: 1 },
    { operation: 'create', effect: { kind: 'hang', work: true }, times: 1 },
  )
  const operationId = await intend(id, 'redeliver')
  await killWhileAsked(id, 'terminate')
  await killWhileAsked(id, 'create')
  await settled(operationId)
  const resources = await provider.resources(id)
  assert.equal(resources.length, 1)
  assert.notEqual(resources[0]?.id, old?.id)
  assert.equal((await readService(app, id)).resource?.remoteId, resources[0]?.id)
  assert.equal(await entries(id, 'service.redelivered'), 1)
})

test('worker killed during a removal: gone, ended once', async () => {
  const { id } = await service()
  await provider.behave()
  await settled(await intend(id, 'create'))
  await provider.behave({ operation: 'terminate', effect: { kind: 'hang', work: true }, times: 1 })
  const operationId = await intend(id, 'terminate')
  await killWhileAsked(id, 'terminate')
  await settled(operationId)
  assert.deepEqual(await provider.resources(id), [])
  assert.equal((await readService(app, id)).status, 'terminated')
  assert.equal(await entries(id, 'service.terminated'), 1)
})

test('a worker that is told to stop waits for its call and claims nothing more', async () => {
  const { id } = await service()
  await provider.behave({ operation: 'create', effect: { kind: 'slow', delayMs: 1000 }, times: 1 })
  const operationId = await intend(id, 'create')
  await until('the call to be under way', async () => {
    assert.ok(worker.running(), worker.output())
    const calls = await provider.calls(id)
    return calls.some((call) => call.operation === 'find')
  })
  assert.equal(await worker.stop(), 0)
  assert.equal((await readOperation(app, operationId)).state, 'succeeded')
  // What follows from it, the next worker does.
  worker = startWorkerProcess(databaseUrl)
  await assertDeliveredOnce(id, operationId)
})
