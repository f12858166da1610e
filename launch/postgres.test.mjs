import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import pg from 'pg'
import { LaunchError } from './launch-error.mjs'
import { startPostgres } from './postgres.mjs'
import { isRunning } from './process-identity.mjs'
import { ROOT } from './root.mjs'
import { atEnd, scratchFolder, until } from './testing/scratch.mjs'

async function ask(url, sql) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query(sql)
    return rows[0] === undefined ? undefined : Object.values(rows[0])[0]
  } finally {
    await client.end()
  }
}

/** A server on a scratch folder, stopped before the folder goes. */
async function started(t, dataDir, options = {}) {
  const server = await startPostgres({ dataDir, fsync: false, ...options })
  atEnd(t, () => server.stop())
  return server
}

test('an empty folder becomes a database in UTF-8 that knows accents', async (t) => {
  const server = await started(t, scratchFolder(t))
  assert.equal(await ask(server.url, 'show server_encoding'), 'UTF8')
  assert.equal(await ask(server.url, "select lower('ÉTÉ ŒUVRE')"), 'été œuvre')
  assert.equal(await ask(server.url, 'show timezone'), 'UTC')
  await ask(server.url, 'create extension unaccent')
  await ask(server.url, 'create extension pg_trgm')
})

test('without the password nobody gets in, and only its owner can read it', async (t) => {
  const dataDir = scratchFolder(t)
  const server = await started(t, dataDir)
  const wrong = new URL(server.url)
  wrong.password = 'guess'
  await assert.rejects(ask(wrong.href, 'select 1'), /password authentication failed/)
  assert.equal(statSync(join(dataDir, 'postgres-password')).mode & 0o777, 0o600)
})

test('a stopped server is gone, and what it kept is there the next time', async (t) => {
  const dataDir = scratchFolder(t)
  const first = await started(t, dataDir)
  await ask(first.url, 'create table kept as select 42 as answer')
  await first.stop()
  assert.equal(isRunning(first.pid), false)
  const second = await started(t, dataDir)
  assert.equal(await ask(second.url, 'select answer from kept'), 42)
})

test('a server whose starter was killed is adopted', async (t) => {
  const dataDir = scratchFolder(t)
  const script = `
    import { startPostgres } from ${JSON.stringify(join(ROOT, 'launch', 'postgres.mjs'))}
    const server = await startPostgres({ dataDir: ${JSON.stringify(dataDir)}, fsync: false })
    console.log(server.pid)
    setInterval(() => {}, 60_000)`
  const starter = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(starter.stdout.setEncoding('utf8'), 'data')
  starter.kill('SIGKILL')
  await once(starter, 'exit')
  const server = await started(t, dataDir)
  assert.equal(server.pid, Number(line))
  assert.equal(await ask(server.url, 'select 1'), 1)
})

test('two starts at once share one server', async (t) => {
  const dataDir = scratchFolder(t)
  const servers = await Promise.all([started(t, dataDir), started(t, dataDir)])
  assert.equal(servers[0].pid, servers[1].pid)
})

test('a killed server starts again and has lost nothing that it acknowledged', async (t) => {
  const dataDir = scratchFolder(t)
  const first = await started(t, dataDir, { fsync: true })
  await ask(first.url, 'create table kept as select 42 as answer')
  process.kill(first.pid, 'SIGKILL')
  await until(() => !isRunning(first.pid))
  const second = await started(t, dataDir)
  assert.notEqual(second.pid, first.pid)
  assert.equal(await ask(second.url, 'select answer from kept'), 42)
})

test('a pid file that names a stranger is put aside', async (t) => {
  const dataDir = scratchFolder(t)
  const first = await started(t, dataDir)
  const pidFile = join(dataDir, 'postgres', 'postmaster.pid')
  const text = readFileSync(pidFile, 'utf8')
  await first.stop()
  writeFileSync(pidFile, text.replace(String(first.pid), String(process.pid)))
  const second = await started(t, dataDir)
  assert.equal(await ask(second.url, 'select 1'), 1)
})

test('a port that is given is used', async (t) => {
  const dataDir = scratchFolder(t)
  const first = await started(t, dataDir)
  await first.stop()
  const second = await started(t, dataDir, { port: first.port })
  assert.equal(second.port, first.port)
})

test('a database of another PostgreSQL is refused in one sentence', async (t) => {
  const dataDir = scratchFolder(t)
  const server = await started(t, dataDir)
  await server.stop()
  writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '17\n')
  await assert.rejects(startPostgres({ dataDir }), (error) => {
    assert.ok(error instanceof LaunchError)
    assert.match(error.message, /was made by PostgreSQL 17 and this is PostgreSQL 18; .*\.$/)
    return true
  })
})
