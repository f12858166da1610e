import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { asInstalled, loadModules } from './load-modules.ts'
import { moduleCommand, writeModule } from './write-module.ts'

const home = realpathSync(mkdtempSync(join(tmpdir(), 'berth-module-new-')))
after(() => rmSync(home, { recursive: true }))

test('a new module passes its conformance tests at once, wherever it is written', () => {
  const folder = writeModule('game-panel', join(home, 'game-panel'))
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const said = execFileSync(process.execPath, ['--test'], { cwd: folder, encoding: 'utf8', env })
  assert.match(said, /game-panel on the stand-in/)
  assert.match(said, /create, answer lost, retry: one resource/)
  assert.match(said, /fail 0/)
})

test('it bears its name, and nothing of the template’s', async () => {
  const folder = writeModule('boat_yard', join(home, 'boats'))
  for (const file of ['package.json', 'README.md', 'src/index.ts', 'test/conformance.test.ts']) {
    const text = readFileSync(join(folder, file), 'utf8')
    assert.doesNotMatch(text, /acme/i, file)
    assert.match(text, /boat[_ ]?yard/i, file)
  }
  const { installed, refused } = await loadModules({
    specifiers: [folder],
    folders: [home],
    included: asInstalled([]),
  })
  assert.deepEqual(refused, [])
  const [loaded] = installed
  assert.deepEqual(
    [loaded?.module.id, loaded?.module.name.en, loaded?.packageName, loaded?.version],
    ['boat_yard', 'Boat yard', 'berth-module-boat_yard', '0.1.0'],
  )
})

test('a name that is none, a folder in use and a half sentence are refused', async () => {
  assert.throws(() => writeModule('Not A Word', join(home, 'x')), /lower-case word/)
  writeModule('taken', join(home, 'taken'))
  assert.throws(() => writeModule('taken', join(home, 'taken')), /is there already/)
  await assert.rejects(moduleCommand(['new']), /module new NAME/)
  await assert.rejects(moduleCommand(['old', 'name']), /module new NAME/)
})
