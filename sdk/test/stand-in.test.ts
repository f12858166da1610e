import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startStandIn } from '../src/testing/index.ts'

const start = () =>
  startStandIn({
    answer({ method, path, body }) {
      if (path === '/wrong') throw new Error('size: unknown field')
      return path === '/things' ? { status: 200, body: { method, body } } : null
    },
  })

test('a stand-in answers, and keeps what was asked and answered', async () => {
  const standIn = await start()
  const asked = await fetch(`${standIn.url}/things?x=1`, { method: 'PUT', body: '{"a":1}' })
  assert.deepEqual(await asked.json(), { method: 'PUT', body: { a: 1 } })
  const form = new URLSearchParams({ name: 'é' })
  await fetch(`${standIn.url}/things`, { method: 'POST', body: form })
  await standIn.close()
  assert.deepEqual(
    standIn.exchanges.map(({ method, body, form, status, query }) => [
      ...[method, body, form, status, String(query)],
    ]),
    [
      ['PUT', { a: 1 }, false, 200, 'x=1'],
      ['POST', { name: 'é' }, true, 200, ''],
    ],
  )
})

test('what the provider does not have fails when it is closed', async () => {
  const standIn = await start()
  assert.equal((await fetch(`${standIn.url}/made-up`)).status, 404)
  assert.equal((await fetch(`${standIn.url}/wrong`)).status, 400)
  await assert.rejects(
    standIn.close(),
    /GET \/made-up: .* no such path\nGET \/wrong: size: unknown/,
  )
})

test('a change is lost or halved once, after it was done; looks are answered', async () => {
  for (const arm of ['loseAnswer', 'halveAnswer'] as const) {
    const standIn = await start()
    const things = `${standIn.url}/things`
    const change = async () => (await fetch(things, { method: 'POST' })).json()
    await standIn.faults[arm]()
    assert.equal((await fetch(things)).status, 200)
    await assert.rejects(change())
    assert.deepEqual(await change(), { method: 'POST', body: null })
    assert.equal(standIn.exchanges.length, 3, 'the lost one was done')
    await standIn.close()
  }
})

test('it refuses and withholds until it is told to stop', async () => {
  const standIn = await start()
  const things = `${standIn.url}/things`
  await standIn.faults.refuseAll(429, 17)
  const refused = await fetch(things)
  assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, '17'])
  await standIn.faults.hangAll()
  await assert.rejects(fetch(things, { signal: AbortSignal.timeout(50) }), { name: 'TimeoutError' })
  await standIn.faults.clear()
  assert.equal((await fetch(things)).status, 200)
  await standIn.close()
})
