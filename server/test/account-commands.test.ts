import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { adminCommand, apiKeyCommand } from '../src/account-commands.ts'
import { Stop } from '../src/stop.ts'
import { startTestApp } from './app.ts'

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const app = await startTestApp({ now: Date.now() })

interface Outcome {
  code: number
  out: string
  err: string
}

/** Runs a command of ours as the operator does. */
function berth(args: string[], input = ''): Promise<Outcome> {
  return new Promise((resolve) => {
    const env = {
      ...process.env,
      DATABASE_URL: app.ctx.config.databaseUrl,
      BERTH_SECRET_KEY: app.ctx.config.secretKey,
    }
    const child = execFile(process.execPath, [MAIN, ...args], { env }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    )
    child.stdin?.end(input)
  })
}

test('an owner is made, gets a key that works, and another password', async () => {
  const email = 'ops@team.example'
  const create = ['admin', 'create', '--email', email, '--name', 'Ops', '--password-stdin']
  const made = await berth(create, 'the first password\n')
  assert.equal(made.code, 0, made.err)
  const login = (password: string) => app.anonymous.post('/api/v1/auth/login', { email, password })
  assert.equal((await login('the first password')).body.staff.role, 'owner')

  const twice = ['create', '--email', email, '--name', 'Ops', '--password', 'the first password']
  await assert.rejects(adminCommand(app.ctx.config, twice), { message: /exists already/ })

  const key = await berth(['api-key', 'create', '--staff', email, '--name', 'scripts'])
  assert.match(key.out, /^berth_[\w-]{43}\n$/)
  const headers = { authorization: `Bearer ${key.out.trim()}` }
  assert.equal((await app.http.inject({ url: '/api/v1/admin/staff', headers })).statusCode, 200)

  const reset = ['reset-password', '--email', email, '--password', 'the second password']
  await adminCommand(app.ctx.config, reset)
  assert.equal((await login('the first password')).status, 401)
  assert.equal((await login('the second password')).status, 200)
})

test('what cannot be is one plain sentence', async () => {
  const cases: [string[], RegExp][] = [
    [['admin'], /^use: admin create/],
    [['admin', 'create', '--email', 'nope', '--name', 'X'], /not an e-mail address/],
    [['admin', 'create', '--email', 'a@b.example'], /--name is missing/],
    [['api-key', 'create', '--staff', 'nobody@b.example', '--name', 'x'], /no active staff member/],
    [
      ['api-key', 'create', '--staff', 'a@b.example', '--name', 'x', '--permissions', 'no:such'],
      /no permission no:such/,
    ],
    [['api-key', 'create', '--colour', 'red'], /--colour/],
  ]
  for (const [[command = '', ...args], sentence] of cases) {
    const run = command === 'admin' ? adminCommand : apiKeyCommand
    await assert.rejects(run(app.ctx.config, args), (error) => {
      assert.ok(error instanceof Stop, String(error))
      assert.match(error.message, sentence)
      assert.ok(!error.message.includes('\n'))
      return true
    })
  }
})
