import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { ROOT } from './root.mjs'
import { launch, postgresOf } from './testing/house.mjs'
import { atEnd, scratchFolder } from './testing/scratch.mjs'

/** Listens on a free port of this machine until the test ends, or until `release` is called. */
async function takePort(t) {
  const holder = createServer()
  holder.listen(0, '127.0.0.1')
  await once(holder, 'listening')
  const release = () => new Promise((resolve) => holder.close(resolve))
  atEnd(t, release)
  return { port: String(holder.address().port), release }
}

const start = (t, env) => launch(t, { house: ROOT, script: 'start.mjs', env })

/** The whole of Berth on a data folder, until it says where it is. */
async function startBerth(t, dataDir) {
  const berth = start(t, { DATA_DIR: dataDir, PORT: '0' })
  const address = await berth.said('Berth is ready at ')
  return { berth, address }
}

test('an empty folder becomes a Berth that answers, stops in order and starts again', async (t) => {
  const dataDir = scratchFolder(t)
  const first = await startBerth(t, dataDir)
  assert.equal((await fetch(`${first.address}/healthz`)).status, 200)
  const page = await fetch(`${first.address}/`)
  assert.match(await page.text(), /<div id="root">/)
  first.berth.child.kill('SIGINT')
  assert.equal((await first.berth.ended).code, 0)
  assert.equal(postgresOf(dataDir), null)

  const second = await startBerth(t, dataDir)
  assert.equal((await fetch(`${second.address}/healthz`)).status, 200)
  second.berth.child.kill('SIGTERM')
  const { code, stderr } = await second.berth.ended
  assert.equal(code, 0)
  assert.equal(stderr, '')
})

test('after kill -9 the next start takes over port and database', async (t) => {
  const dataDir = scratchFolder(t)
  const first = await startBerth(t, dataDir)
  const postgres = postgresOf(dataDir)
  first.berth.child.kill('SIGKILL')
  const again = start(t, { DATA_DIR: dataDir, PORT: new URL(first.address).port })
  const address = await again.said('Berth is ready at ')
  assert.equal((await fetch(`${address}/healthz`)).status, 200)
  assert.deepEqual(postgresOf(dataDir), postgres)
})

test('a PostgreSQL that is killed comes back under a running Berth', async (t) => {
  const dataDir = scratchFolder(t)
  const { berth, address } = await startBerth(t, dataDir)
  process.kill(postgresOf(dataDir).pid, 'SIGKILL')
  while ((await fetch(`${address}/healthz`)).status === 200);
  while ((await fetch(`${address}/healthz`)).status !== 200);
  berth.child.kill('SIGTERM')
  assert.equal((await berth.ended).code, 0)
})

test('a busy port is one sentence and leaves nothing running', async (t) => {
  const dataDir = scratchFolder(t)
  const { port } = await takePort(t)
  const { code, stderr } = await start(t, { DATA_DIR: dataDir, PORT: port }).ended
  assert.equal(code, 1)
  const said = stderr
    .split('\n')
    .filter((line) => !/: (creating a PostgreSQL|building the web)/.test(line))
  assert.deepEqual(said, [
    `berth: port ${port} is in use by another program; set PORT to a free one`,
    '',
  ])
  assert.equal(postgresOf(dataDir), null)
})

test('a DATABASE_URL that leads nowhere is one sentence', async (t) => {
  const { port, release } = await takePort(t)
  await release()
  const DATABASE_URL = `postgres://berth:secret@127.0.0.1:${port}/berth`
  const { code, stderr } = await start(t, {
    DATA_DIR: join(scratchFolder(t), 'data'),
    DATABASE_URL,
  }).ended
  assert.equal(code, 1)
  assert.match(stderr, /^berth: DATABASE_URL cannot be used: .*\n$/)
  assert.doesNotMatch(stderr, /secret/)
})

test('a database in use by one installation is served by several processes', async (t) => {
  const dataDir = scratchFolder(t)
  await startBerth(t, dataDir)
  const worker = launch(t, {
    house: ROOT,
    script: 'berth.mjs',
    args: ['migrate'],
    env: { DATA_DIR: dataDir },
  })
  assert.equal((await worker.ended).code, 0)
  assert.ok(postgresOf(dataDir))
})
