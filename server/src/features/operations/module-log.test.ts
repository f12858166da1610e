import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTestApp } from '../../../test/app.ts'
import { makeProduct } from '../../../test/factories/catalog.ts'
import { ask } from '../../../test/factories/operation.ts'
import { makeServer } from '../../../test/factories/server.ts'
import { makeService, readService } from '../../../test/factories/service.ts'
import { openResource } from '../services/resource.ts'

const app = await startTestApp()
const staff = await app.staff()
const URL = '/api/v1/admin/operations'

test('staff read each request with its answer, attempt by attempt, and no secret', async () => {
  const { server, provider } = await makeServer(app.ctx)
  const { product } = await makeProduct(app.ctx, {
    type: 'sandbox',
    serverGroupId: server.groupId,
  })
  const { id } = await makeService(app, {
    ...{ type: 'sandbox', productId: product.id, serverId: server.id, placeHeld: true },
  })
  provider.control({
    method: 'POST',
    path: 'behaviour',
    body: { operation: 'create', times: 1, effect: { kind: 'refuse', code: 'transient' } },
  })
  const operationId = await ask(app, {
    ...{ serviceId: id, serverId: server.id, kind: 'create', input: {} },
  })
  await app.settle()
  await app.travelTo(app.clock.now() + 60_000)

  const { body } = await staff.get(`${URL}/${operationId}`)
  assert.equal(body.state, 'succeeded')
  assert.deepEqual(
    body.claims.map(({ claim, level }: { claim: number; level: string }) => [claim, level]),
    [
      [1, 'error'],
      [2, 'info'],
    ],
  )
  assert.match(body.claims[0].message, /^Refused \(transient\)/)
  const first = await staff.get(`${URL}/${operationId}/log?claim=1`)
  const made = first.body.items.find(
    (line: { exchange: { method: string } | null }) => line.exchange?.method === 'POST',
  )
  assert.equal(made.exchange.address, `${provider.url}/v1/resources`)
  assert.equal(made.exchange.status, 503)
  assert.equal(JSON.parse(made.exchange.request).key, id)
  assert.match(made.exchange.answer, /Refused by the sandbox/)
  assert.ok(made.exchange.durationMs >= 0)

  const all = await staff.get(`${URL}/${operationId}/log?limit=200`)
  const resource = (await readService(app, id)).resource
  const password = resource && openResource(app.ctx, id, resource)?.secrets.password
  assert.ok(password)
  const text = JSON.stringify(all.body)
  assert.ok(!text.includes(password) && !text.includes(provider.token))
  const page = await staff.get(`${URL}/${operationId}/log?limit=1`)
  const next = await staff.get(`${URL}/${operationId}/log?limit=1&cursor=${page.body.nextCursor}`)
  assert.deepEqual([...page.body.items, ...next.body.items], all.body.items.slice(0, 2))
})
