import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cloneDatabase, dropDatabase, testConfig } from '../../test/app.ts'
import { buildApp } from '../app.ts'
import { openContext } from '../build-context.ts'
import { loggedUrl } from './logged-request.ts'

test('the token of a link is not in a logged address', () => {
  assert.equal(loggedUrl('/admin/setup?token=abc'), '/admin/setup?token=…')
  assert.equal(loggedUrl('/x?a=1&token=abc&b=2#c'), '/x?a=1&token=…&b=2#c')
  assert.equal(loggedUrl('/x?a=1'), '/x?a=1')
})

test('the log of the running program holds no token, password or cookie', async () => {
  const databaseUrl = await cloneDatabase()
  const lines: string[] = []
  const logTo = {
    write(line: string) {
      lines.push(line)
    },
  }
  const { ctx, close } = await openContext(testConfig(databaseUrl, { logLevel: 'trace' }), {
    logTo,
  })
  const http = await buildApp(ctx)
  await http.inject({ url: '/admin/setup?token=t0ken-of-a-link' })
  await http.inject({
    method: 'POST',
    url: '/api/v1/auth/login',
    headers: { cookie: 'berth_session=c00kie', authorization: 'Bearer k3y' },
    payload: { email: 'somebody@example.com', password: 'passw0rd of somebody' },
  })
  await http.close()
  await close()
  await dropDatabase(databaseUrl)
  const text = lines.join('')
  assert.ok(text.includes('/admin/setup?token=…'), text)
  for (const secret of ['t0ken', 'c00kie', 'k3y', 'passw0rd']) assert.ok(!text.includes(secret))
})
