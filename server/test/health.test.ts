import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTestApp } from './app.ts'

test('the API describes itself and is healthy', async () => {
  const app = await startTestApp()
  assert.equal((await app.anonymous.get('/healthz')).status, 200)
  const document = await app.anonymous.get('/api/openapi.json')
  assert.equal(document.body.openapi, '3.1.0')
  const missing = await app.anonymous.get('/api/v1/nothing')
  assert.equal(missing.status, 404)
  assert.equal(missing.body.code, 'not_found')
  await app.settle()
})
