import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig } from '../../src/config.ts'
import { refusal, runMain } from './run-main.ts'

const GOOD = {
  DATABASE_URL: 'postgres://berth:secret@127.0.0.1:5432/berth',
  BERTH_SECRET_KEY: 'a secret key of thirty-two characters or more',
}

const sentenceOf = (env: Record<string, string>): string => {
  const read = readConfig(env)
  return read.ok ? 'accepted' : read.message
}

test('each variable that cannot be used is one sentence, and never repeats the value', () => {
  const cases: [Record<string, string>, string][] = [
    [{ PORT: 'abc' }, 'PORT must be a whole number from 0 to 65535'],
    [{ PORT: '70000' }, 'PORT must be a whole number from 0 to 65535'],
    [{ PORT: '-1' }, 'PORT must be a whole number from 0 to 65535'],
    [
      { DATABASE_URL: 'localhost/berth' },
      'DATABASE_URL must be a URL like postgres://user:password@host:5432/berth',
    ],
    [
      { DATABASE_URL: 'mysql://berth:hush@127.0.0.1/berth' },
      'DATABASE_URL must be a URL like postgres://user:password@host:5432/berth',
    ],
    [{ BERTH_URL: 'my.example' }, 'BERTH_URL must be a URL like https://my.example'],
    [{ BERTH_SECRET_KEY: 'short' }, 'BERTH_SECRET_KEY must be at least 32 characters long'],
    [{ BERTH_ADMIN_EMAIL: 'nobody' }, 'BERTH_ADMIN_EMAIL must be an e-mail address'],
    [
      { BERTH_ADMIN_EMAIL: 'a@b.example', BERTH_ADMIN_PASSWORD: 'hush' },
      'BERTH_ADMIN_PASSWORD must be 8 to 200 characters long',
    ],
    [
      { BERTH_ADMIN_PASSWORD: 'long enough' },
      'BERTH_ADMIN_PASSWORD needs a BERTH_ADMIN_EMAIL beside it',
    ],
    [{ BERTH_SANDBOX: 'maybe' }, 'BERTH_SANDBOX must be 1 or 0'],
    [{ BERTH_TRUST_PROXY: '99' }, 'BERTH_TRUST_PROXY must be a whole number from 0 to 5'],
    [
      { BERTH_LOG_LEVEL: 'loud' },
      'BERTH_LOG_LEVEL must be one of silent, fatal, error, warn, info, debug, trace',
    ],
    [
      { BERTH_WORKER_CONCURRENCY: '0' },
      'BERTH_WORKER_CONCURRENCY must be a whole number from 1 to 100',
    ],
  ]
  for (const [env, sentence] of cases) assert.equal(sentenceOf({ ...GOOD, ...env }), sentence)
})

test('a variable that must be there', () => {
  assert.equal(
    sentenceOf({ BERTH_SECRET_KEY: GOOD.BERTH_SECRET_KEY }),
    'DATABASE_URL is missing; it must be a URL like postgres://user:password@host:5432/berth',
  )
  assert.equal(
    sentenceOf({ DATABASE_URL: GOOD.DATABASE_URL, BERTH_SECRET_KEY: '' }),
    'BERTH_SECRET_KEY is missing; it must be at least 32 characters long',
  )
})

test('an empty variable is one that is not set', () => {
  const read = readConfig({ ...GOOD, PORT: '', BERTH_URL: '', BERTH_ADMIN_EMAIL: '' })
  assert.ok(read.ok)
  assert.equal(read.config.port, 3000)
  assert.equal(read.config.publicUrl, null)
  assert.equal(read.config.firstAdmin, null)
})

test('the program says it and ends with code 1', async () => {
  const ended = await runMain(['web'], { ...GOOD, PORT: 'abc' })
  assert.deepEqual(ended, refusal('PORT must be a whole number from 0 to 65535'))
})

test('a command that does not exist', async () => {
  for (const name of ['serve', 'toString'])
    assert.deepEqual(
      await runMain([name]),
      refusal(`unknown command ${name}; \`npm run berth -- help\` lists them`),
    )
})

test('help names every command', async () => {
  const { code, out } = await runMain(['help'])
  assert.equal(code, 0)
  for (const name of ['web', 'worker', 'migrate', 'demo', 'admin create', 'api-key create'])
    assert.ok(out.includes(`  ${name}`), name)
})
