import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Effect, SandboxOperation } from '@berth/module-sandbox/provider'
import { startTestApp } from '../app.ts'
import { makeCustomer } from '../factories/customer.ts'
import { importRow, readImport } from '../factories/import.ts'
import { makeServer } from '../factories/server.ts'
import { readService } from '../factories/service.ts'
import { until } from '../until.ts'
import { type ProviderProcess, startProviderProcess, startWorkerProcess } from './processes.ts'

// The worker of another process has the machine's clock, and forgets what is old by it.
const app = await startTestApp({ now: Date.now() })
const staff = await app.staff()
const provider = await startProviderProcess()
const { server } = await makeServer(app.ctx, {
  settings: { url: provider.url, token: provider.token, callLimitMs: 20_000 },
})
const { customer } = await makeCustomer(app)
let worker = startWorkerProcess(app.ctx.config.databaseUrl)

/** Makes resources of somebody else at the provider; answers their ids. */
async function plant({ url, token }: ProviderProcess, count: number): Promise<string[]> {
  const plan = { name: 'small', memoryMb: 512, diskGb: 5, cpuCores: 1 }
  const response = await fetch(`${url}/control/resources`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify(Array.from({ length: count }, (_, n) => ({ name: `old-${n}`, plan }))),
  })
  const { items } = (await response.json()) as { items: { id: string }[] }
  return items.map(({ id }) => id)
}

const MOMENTS: [string, SandboxOperation, Effect][] = [
  ['before the mark is asked for', 'find', { kind: 'hang', work: false }],
  ['while the mark is asked for', 'adopt', { kind: 'hang', work: false }],
  ['after the mark was set, before the answer', 'adopt', { kind: 'hang', work: true }],
]

for (const [moment, operation, effect] of MOMENTS) {
  test(`worker killed ${moment}: every resource is imported once, by itself`, async () => {
    const remoteIds = await plant(provider, 3)
    await provider.behave({ operation, effect, times: 1 })
    const before = (await provider.calls()).length
    const { status, body } = await staff.post('/api/v1/admin/imports', {
      rows: remoteIds.map((remoteId) =>
        importRow(
          { customerId: customer.id, type: 'sandbox', serverId: server.id, remoteId },
          { cycle: 'onetime', expiresAt: null },
        ),
      ),
    })
    assert.equal(status, 202, JSON.stringify(body))
    await until(`${operation} to be asked`, async () => {
      assert.ok(worker.running(), worker.output())
      const calls = (await provider.calls()).slice(before)
      return calls.some((call) => call.operation === operation && call.answer === 'none')
    })
    await worker.kill()
    worker = startWorkerProcess(app.ctx.config.databaseUrl)
    const done = await until('the import to finish', async () => {
      assert.ok(worker.running(), worker.output())
      const now = await readImport(staff, body.id)
      return now.state === 'finished' ? now : null
    })
    assert.deepEqual(done.counts, { total: 3, running: 0, done: 3, undone: 0 })
    for (const { remoteId, service } of done.rows) {
      const stored = await readService(app, service?.id ?? '')
      assert.deepEqual([stored.status, stored.resource?.remoteId], ['active', remoteId])
      const marked = await provider.resources(stored.id)
      assert.deepEqual(
        marked.map(({ id }) => id),
        [remoteId],
      )
    }
    const marks = (await provider.calls())
      .slice(before)
      .filter((call) => call.operation === 'adopt' && call.worked)
    assert.deepEqual(marks.map(({ resourceId }) => resourceId).sort(), [...remoteIds].sort())
  })
}
