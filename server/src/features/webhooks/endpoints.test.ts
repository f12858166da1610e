import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { startWebhookTest } from '../../../test/webhooks.ts'
import { DAY } from '../../domain/instant.ts'
import { emit } from '../../platform/events.ts'
import type { Problem } from '../../platform/problem.ts'
import { say } from '../../platform/text.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { removeOldEvents } from './retention.ts'
import { webhookDeliveries, webhookEndpoints } from './tables.ts'
import { checkUrl } from './write-endpoint.ts'

const { app, owner, received, base, URL, LOG, endpoint, log } = await startWebhookTest()

describe('an endpoint', () => {
  test('is refused for a bad address, an unknown event and a stale form', async () => {
    const refused = async (body: Record<string, unknown>) => {
      const answer = await owner.post(URL, { name: 'x', url: base, events: ['*'], ...body })
      return answer.body.errors[0]
    }
    assert.equal((await refused({ url: 'ftp://example.com/' })).code, 'webhook_url')
    assert.equal((await refused({ url: 'https://a:b@example.com/' })).code, 'webhook_url')
    assert.equal((await refused({ events: ['x.y'] })).pointer, '/events/0')
    for (const query of ['type=x.y', 'state=lost', 'kind=x'])
      assert.equal((await owner.get(`${LOG}?${query}`)).status, 422, query)
    const { id } = await endpoint()
    const change = { name: 'y', events: ['*'], format: 'standard', enabled: false }
    assert.equal((await owner.put(`${URL}/${id}`, { ...change, version: 9 })).status, 409)
    await owner.post(`${URL}/${id}/test`)
    const off = await owner.put(`${URL}/${id}`, { ...change, version: 1 })
    assert.deepEqual([off.body.enabled, off.body.disabledBecause], [false, 'staff'])
    await app.settle()
    assert.equal(received.length, 0)
    assert.equal((await log(id))[0].state, 'abandoned')
  })

  test('is refused when its name leads inside, and nothing but its name is asked for', async () => {
    const names: Record<string, string[]> = {
      'inside.example': ['93.184.216.34', '10.0.0.7'],
      'outside.example': ['93.184.216.34'],
    }
    const resolve = async (host: string) => {
      const addresses = names[host]
      if (!addresses) throw new Error(`ENOTFOUND ${host}`)
      return addresses.map((address) => ({ address }))
    }
    const config = { ...app.ctx.config, webhooksPrivate: false }
    const check = (url: string) => checkUrl({ config }, url, resolve)
    for (const host of ['inside.example', '192.168.1.2', '[::ffff:7f00:1]', '2130706433']) {
      await assert.rejects(check(`https://${host}/hook`), (error: Problem) => {
        const [{ pointer, code } = {}] = error.errors
        assert.deepEqual([pointer, code], ['/url', 'webhook_private_target'], host)
        return true
      })
    }
    for (const host of ['outside.example', '93.184.216.34'])
      assert.equal((await check(`https://${host}/hook`)).warning, null)
    const { url, warning } = await check('https://nobody.example/hook')
    assert.equal(url.hostname, 'nobody.example')
    assert.match(warning ? say(warning, 'en') : '', /no address is known for nobody\.example/)
  })

  test('that did not ask for an event, or is off, costs no job', async () => {
    const { ctx } = app
    const jobs = async (change: Partial<typeof webhookEndpoints.$inferInsert>) => {
      await ctx.db.update(webhookEndpoints).set(change)
      await inTransaction(ctx, async (tx) => emit(tx, 'brake.held', [{ day: '2025-03-10' }]))
      const { rows } = await ctx.db.execute<{ n: number }>(
        `select count(*)::int as n from pgboss.job where name = 'webhook.write' and state = 'created'`,
      )
      return rows[0]?.n
    }
    await endpoint()
    const before = await jobs({ enabled: false })
    assert.equal(await jobs({ enabled: true, events: ['order.placed'] }), before)
    assert.equal(await jobs({ events: ['order.placed', 'brake.held'] }), Number(before) + 1)
    await ctx.db.delete(webhookEndpoints)
    await ctx.db.execute(`delete from pgboss.job where state = 'created'`)
  })

  test('is seen and changed by who may', async () => {
    const { id } = await endpoint()
    const reader = await app.staff('read-only')
    assert.equal((await reader.get(`${URL}/${id}`)).status, 200)
    assert.equal((await reader.get(`${URL}/events`)).status, 200)
    assert.equal((await reader.post(`${URL}/${id}/rotate`)).status, 403)
    assert.equal((await (await app.staff('support')).get(URL)).status, 403)
  })

  test('takes its log with it; the rest goes after thirty days', async () => {
    const { id } = await endpoint()
    await owner.post(`${URL}/${id}/test`)
    await app.settle()
    const later = app.clock.now() + 30 * DAY + 1
    assert.ok((await removeOldEvents(app.ctx, later)) > 0)
    const left = await app.ctx.db
      .select()
      .from(webhookDeliveries)
      .where(eq(webhookDeliveries.endpointId, id))
    assert.deepEqual(left, [])
    assert.equal((await owner.delete(`${URL}/${id}`)).status, 204)
    assert.equal((await owner.get(`${URL}/${id}`)).status, 404)
  })
})
