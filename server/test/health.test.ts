import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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

test('a script of another build is itself or missing, never the page', async (t) => {
  const webDist = mkdtempSync(join(tmpdir(), 'berth-dist-'))
  t.after(() => rmSync(webDist, { recursive: true, force: true }))
  mkdirSync(join(webDist, 'assets'))
  writeFileSync(join(webDist, 'index.html'), '<title>Berth</title>')
  const app = await startTestApp({ config: { webDist } })
  assert.equal((await app.http.inject('/admin/services')).body, '<title>Berth</title>')
  assert.equal((await app.http.inject('/assets/gone.js')).statusCode, 404)
  assert.equal((await app.http.inject('/assets/..%2f..%2fetc/passwd')).statusCode, 404)
  writeFileSync(join(webDist, 'assets', 'newer.js'), 'export {}')
  const newer = await app.http.inject('/assets/newer.js?v=1')
  assert.deepEqual([newer.statusCode, newer.body], [200, 'export {}'])
  await app.settle()
})
