import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { isRunning } from './process-identity.mjs'
import { buildHouse, launch, postgresOf } from './testing/house.mjs'
import { scratchFolder, until } from './testing/scratch.mjs'

function newHouse(t) {
  const house = buildHouse(scratchFolder(t))
  return { house, dataDir: join(house, 'data') }
}

test('start runs the server on its own PostgreSQL in the data folder', async (t) => {
  const { house, dataDir } = newHouse(t)
  const berth = launch(t, { house, script: 'start.mjs' })
  assert.equal(await berth.said('data '), dataDir)
  assert.equal(await berth.said('serving '), 'berth')
  assert.ok(postgresOf(dataDir))
})

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  test(`${signal} drains the server, told once, and stops PostgreSQL`, async (t) => {
    const { house, dataDir } = newHouse(t)
    const berth = launch(t, { house, script: 'start.mjs' })
    await berth.said('serving ')
    berth.child.kill(signal)
    const { code, stdout } = await berth.ended
    assert.equal(code, 0)
    assert.deepEqual(stdout.match(/asked .*/g), [
      `asked ${signal === 'SIGINT' ? 'SIGINT' : 'SIGTERM'} 1`,
    ])
    assert.equal(postgresOf(dataDir), null)
  })
}

test('a signal while PostgreSQL is made is not lost', async (t) => {
  const { house, dataDir } = newHouse(t)
  const berth = launch(t, { house, script: 'start.mjs' })
  await until(() => berth.printed.stderr.includes('creating a PostgreSQL database'))
  berth.child.kill('SIGTERM')
  const { code, stdout } = await berth.ended
  assert.equal(code, 0)
  assert.doesNotMatch(stdout, /serving/)
  assert.equal(postgresOf(dataDir), null)
})

test('a server that does not drain is ended at the second request', async (t) => {
  const { house, dataDir } = newHouse(t)
  const berth = launch(t, { house, script: 'start.mjs', args: ['stubborn'] })
  const server = Number(await berth.said('pid '))
  await berth.said('serving ')
  berth.child.kill('SIGINT')
  await berth.said('asked SIGINT')
  // Nobody asks again once it is gone: a signal in the last moment of Node's own end kills it.
  const again = setInterval(() => isRunning(server) && berth.child.kill('SIGINT'), 300)
  const { code } = await berth.ended
  clearInterval(again)
  assert.equal(code, 1)
  assert.equal(isRunning(server), false)
  assert.equal(postgresOf(dataDir), null)
})

test('the code of a server that ends by itself is passed on without a further word', async (t) => {
  const { house, dataDir } = newHouse(t)
  await launch(t, { house, script: 'berth.mjs', args: ['api-key'] }).ended
  const { code, stdout, stderr } = await launch(t, {
    house,
    script: 'start.mjs',
    args: ['fail', '3'],
  }).ended
  assert.equal(code, 3)
  assert.equal(stdout, '')
  assert.equal(stderr, 'berth: that cannot work.\n')
  assert.equal(postgresOf(dataDir), null)
})

test('after kill -9 of the launcher the server ends and the next start uses its PostgreSQL', async (t) => {
  const { house, dataDir } = newHouse(t)
  const first = launch(t, { house, script: 'start.mjs' })
  const formerServer = Number(await first.said('pid '))
  await first.said('serving ')
  const postgres = postgresOf(dataDir)
  first.child.kill('SIGKILL')
  const second = launch(t, { house, script: 'start.mjs' })
  await second.said('serving ')
  assert.equal(isRunning(formerServer), false)
  assert.deepEqual(postgresOf(dataDir), postgres)
})

test('after kill -9 of everything the next start recovers', async (t) => {
  const { house, dataDir } = newHouse(t)
  const first = launch(t, { house, script: 'start.mjs' })
  const pids = [first.child.pid, Number(await first.said('pid '))]
  await first.said('serving ')
  for (const pid of [...pids, postgresOf(dataDir).pid]) process.kill(pid, 'SIGKILL')
  const second = launch(t, { house, script: 'start.mjs' })
  await second.said('serving ')
})

test('a PostgreSQL that is killed comes back on its port while the server runs', async (t) => {
  const { house, dataDir } = newHouse(t)
  const berth = launch(t, { house, script: 'start.mjs' })
  await berth.said('serving ')
  const before = postgresOf(dataDir)
  process.kill(before.pid, 'SIGKILL')
  const after = await until(() => {
    const found = postgresOf(dataDir)
    return found && found.pid !== before.pid ? found : null
  })
  assert.equal(after.port, before.port)
  berth.child.kill('SIGTERM')
  assert.equal((await berth.ended).code, 0)
  assert.equal(isRunning(after.pid), false)
})

test('a data folder in use is refused in one sentence and left alone', async (t) => {
  const { house, dataDir } = newHouse(t)
  const first = launch(t, { house, script: 'start.mjs' })
  await first.said('serving ')
  const { code, stderr } = await launch(t, { house, script: 'start.mjs' }).ended
  assert.equal(code, 1)
  assert.equal(
    stderr,
    `berth: the data folder ${dataDir} is in use by the Berth with process id ${first.child.pid}; stop that one or set DATA_DIR to another folder.\n`,
  )
  assert.ok(postgresOf(dataDir))
})

test('a copy of a data folder in use starts beside it, and leaves the original alone', async (t) => {
  const { house, dataDir } = newHouse(t)
  const first = launch(t, { house, script: 'start.mjs' })
  const server = Number(await first.said('pid '))
  await first.said('serving ')
  const copy = join(house, 'copy')
  execFileSync('cp', ['-Rp', dataDir, copy])
  const second = launch(t, { house, script: 'start.mjs', env: { DATA_DIR: copy } })
  await second.said('serving ')
  assert.notEqual(postgresOf(copy).pid, postgresOf(dataDir).pid)
  second.child.kill('SIGTERM')
  assert.equal((await second.ended).code, 0)
  assert.equal(postgresOf(copy), null)
  assert.ok(isRunning(server))
  assert.ok(postgresOf(dataDir))
})

test('a command beside a running Berth uses its PostgreSQL and leaves it running', async (t) => {
  const { house, dataDir } = newHouse(t)
  await launch(t, { house, script: 'start.mjs' }).said('serving ')
  const postgres = postgresOf(dataDir)
  const { code, stdout } = await launch(t, { house, script: 'berth.mjs', args: ['api-key'] }).ended
  assert.equal(code, 0)
  assert.equal(stdout, 'key-berth\n')
  assert.deepEqual(postgresOf(dataDir), postgres)
})

test('a command alone starts PostgreSQL, answers nothing but its answer, and stops it', async (t) => {
  const { house, dataDir } = newHouse(t)
  const { code, stdout } = await launch(t, { house, script: 'berth.mjs', args: ['api-key'] }).ended
  assert.equal(code, 0)
  assert.equal(stdout, 'key-berth\n')
  assert.equal(postgresOf(dataDir), null)
})

test('web and worker run side by side; the last one out stops PostgreSQL', async (t) => {
  const { house, dataDir } = newHouse(t)
  const web = launch(t, { house, script: 'berth.mjs', args: ['web'] })
  const worker = launch(t, { house, script: 'berth.mjs', args: ['worker'] })
  await Promise.all([web.said('serving '), worker.said('serving ')])
  web.child.kill('SIGTERM')
  await web.ended
  assert.ok(postgresOf(dataDir))
  worker.child.kill('SIGTERM')
  await worker.ended
  assert.equal(postgresOf(dataDir), null)
})

test('the demonstration keeps its data apart', async (t) => {
  const { house, dataDir } = newHouse(t)
  const demo = launch(t, { house, script: 'berth.mjs', args: ['demo'] })
  assert.equal(await demo.said('data '), join(dataDir, 'demo'))
})

test('a command that does not exist is told without making a database', async (t) => {
  const { house, dataDir } = newHouse(t)
  const { code } = await launch(t, { house, script: 'berth.mjs', args: ['fail', '1'] }).ended
  assert.equal(code, 1)
  assert.equal(existsSync(dataDir), false)
})

test('the OpenAPI document needs no database', async (t) => {
  const { house, dataDir } = newHouse(t)
  const { stdout } = await launch(t, { house, script: 'berth.mjs', args: ['openapi'] }).ended
  assert.equal(stdout, '{"url":null}\n')
  assert.equal(postgresOf(dataDir), null)
})

test('DATABASE_URL is handed on and no PostgreSQL is started', async (t) => {
  const { house, dataDir } = newHouse(t)
  const env = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }
  const { code } = await launch(t, { house, script: 'berth.mjs', args: ['api-key'], env }).ended
  assert.equal(code, 1)
  assert.equal(postgresOf(dataDir), null)
})

test('a data folder that cannot be written to is refused in one sentence', async (t) => {
  const { house } = newHouse(t)
  writeFileSync(join(house, 'file'), '')
  mkdirSync(join(house, 'data'))
  const DATA_DIR = join(house, 'file', 'data')
  const { code, stderr } = await launch(t, { house, script: 'start.mjs', env: { DATA_DIR } }).ended
  assert.equal(code, 1)
  assert.equal(
    stderr,
    `berth: the data folder ${DATA_DIR} cannot be written to (it is not a folder); set DATA_DIR to another folder.\n`,
  )
})
