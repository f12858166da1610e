import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, beforeEach, test } from 'node:test'
import { sql } from 'drizzle-orm'
import { startTestApp } from '../../../test/app.ts'
import { makeCustomer } from '../../../test/factories/customer.ts'
import { until } from '../../../test/until.ts'
import type { Config } from '../../config.ts'
import type { Context } from '../../context.ts'
import type { Listener } from '../../platform/listener.ts'
import { beginRun, readStored } from './begin-run.ts'
import { readMirror, writeMirror } from './mirror.ts'
import { openSafeMode } from './safe-mode.ts'
import { leaveMark, watchInstallation } from './watch-installation.ts'

const app = await startTestApp()
await makeCustomer(app)
const folders = mkdtempSync(join(tmpdir(), 'berth-installation-'))
after(() => rmSync(folders, { recursive: true, force: true }))

let folder = ''
let serial = 0
let running: Listener[] = []
const newFolder = () => join(folders, `data-${++serial}`)

beforeEach(async () => {
  folder = newFolder()
  await app.ctx.db.execute(sql`delete from installation`)
})
afterEach(stopAll)

async function stopAll(): Promise<void> {
  for (const listener of running) await listener.close()
  running = []
}

/** A further process on the same database, as far as it watches over the installation. */
async function start(config: Partial<Config> = {}): Promise<Context> {
  const ctx: Context = {
    ...app.ctx,
    config: { ...app.ctx.config, dataDir: folder, keepsDataDir: true, ...config },
    safeMode: openSafeMode(),
  }
  running.push(await watchInstallation(ctx))
  return ctx
}

const why = (ctx: Context) => ctx.safeMode.current?.because.code ?? null

/** Starts alone and answers why it is in safe mode, if it is. */
async function alone(config: Partial<Config> = {}): Promise<string | null> {
  const ctx = await start(config)
  await stopAll()
  return why(ctx)
}

test('a first start is known from then on, also after a crash', async () => {
  assert.equal(await alone(), null)
  assert.equal(await alone(), null)
  const mirror = readMirror(folder)
  const stored = await readStored(app.ctx.db.$client)
  assert.equal(mirror?.installationId, stored?.row.installationId)
  assert.equal(mirror?.epoch, stored?.row.epoch)
})

test('other machines join what is at work, and start alone later', async () => {
  await start()
  const other = newFolder()
  assert.equal(why(await start({ dataDir: other })), null)
  await stopAll()
  assert.equal(await alone({ dataDir: other }), null)
  assert.equal(await alone(), null)
})

test('an empty folder beside a database that has been at work is asked about', async () => {
  await alone()
  assert.equal(await alone({ dataDir: newFolder() }), 'unknown_here')
  assert.equal(await alone(), 'unknown_here', 'for every process, until an owner has confirmed')
})

test('a container names its installation instead of keeping a folder', async () => {
  await alone()
  const installationId = (await readStored(app.ctx.db.$client))?.row.installationId ?? ''
  assert.equal(await alone({ installationId, dataDir: newFolder() }), null)
  const wrong = '00000000-0000-7000-8000-000000000000'
  assert.equal(await alone({ installationId: wrong }), 'other_installation')
})

test('a copied folder is noticed', async () => {
  await alone()
  const copy = newFolder()
  cpSync(folder, copy, { recursive: true })
  assert.equal(await alone({ dataDir: copy }), 'folder_copied')
})

test('a folder that was put back where it had been is noticed', async () => {
  await alone()
  const file = join(folder, 'installation.json')
  const saved = join(newFolder(), 'installation.json')
  cpSync(file, saved, { preserveTimestamps: true })
  assert.equal(await alone(), null)
  renameSync(file, `${file}.before`)
  cpSync(saved, file, { preserveTimestamps: true })
  assert.equal(await alone(), 'folder_restored')
})

test('an older backup under the same name is noticed at the start', async () => {
  await alone()
  await app.ctx.db.execute(sql`update installation set run_epoch = 0`)
  const mirror = readMirror(folder)
  if (mirror) await writeMirror(folder, { ...mirror, epoch: 5 })
  assert.equal(await alone(), 'older_backup')
})

test('a database that is replaced during a run stops every process', async () => {
  const first = await start()
  const second = await start({ dataDir: newFolder() })
  const session = await app.ctx.db.$client.connect()
  const run = await beginRun(session as never, first).finally(() => session.release(true))
  await app.ctx.db.execute(sql`update installation set run_epoch = 0`)
  await leaveMark(first, run)
  await until('both to be told', async () => why(first) && why(second))
  assert.deepEqual([why(first), why(second)], ['older_backup', 'older_backup'])
})
