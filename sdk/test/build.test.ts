import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import * as source from '../src/index.ts'

const sdk = fileURLToPath(new URL('..', import.meta.url))
const packagesOf = createRequire(import.meta.url)

/** The modules' folder of a package, wherever npm has put it. */
const folderOf = (name: string) => dirname(packagesOf.resolve(`${name}/package.json`))

/** A module in plain JavaScript, as somebody writes it who installed the package. */
const MODULE = `
import { defineDeliveryModule, field, ok, sameText } from '@berth/sdk'
import { z } from 'zod'

const things = new Map()
const resourceOf = (id) => ({ remoteId: id, data: {}, secrets: {}, connection: [] })
const observedOf = ([key, { id, suspended }]) => ({
  remoteId: id, key, name: null, owner: null, plan: null, usage: [], createdAt: null,
  state: suspended ? 'suspended' : 'running', resource: resourceOf(id),
})
const set = (suspended) => async (_ctx, _server, { key }) => {
  const thing = things.get(key)
  if (!thing) return { ok: false, error: { code: 'not_found', message: 'There is none' } }
  thing.suspended = suspended
  return ok(resourceOf(thing.id))
}
const seen = () => [...things].map(observedOf)
export const count = (key) => (things.has(key) ? 1 : 0)
export default defineDeliveryModule({
  id: 'plain',
  name: sameText('Plain'),
  kinds: ['thing'],
  serverSettings: z.object({ url: z.string().meta(field({ label: { en: 'Address', fr: 'Adresse' } })) }),
  productSettings: z.object({}),
  orderForm: z.object({}),
  testConnection: async () => ok([{ id: 'reach', name: sameText('Reach'), ok: true, message: '' }]),
  list: async () => ok({ items: seen(), nextCursor: null }),
  find: async (_ctx, _server, key) => ok(seen().filter((one) => one.key === key)),
  inspect: async (_ctx, _server, { remoteId }) => ok(seen().find((one) => one.remoteId === remoteId) ?? null),
  create: async (ctx) => {
    ctx.signal.throwIfAborted()
    if (!things.has(ctx.key)) things.set(ctx.key, { id: 'thing-' + ctx.key, suspended: false })
    return ok(resourceOf(things.get(ctx.key).id))
  },
  suspend: set(true),
  unsuspend: set(false),
  terminate: async (_ctx, _server, { key }) => { things.delete(key); return ok(null) },
})
`
const CONFORMANCE = `
import { testDeliveryModule } from '@berth/sdk/testing'
import plain, { count } from './module.js'

testDeliveryModule(plain, { name: 'memory', start: async () => ({
  server: { id: 's', name: 'memory', settings: { url: 'memory:' } },
  product: {}, orderData: {}, countByKey: async (key) => count(key), close: async () => {},
}) })
`
/** The types that the package declares, used by a strict compiler. */
const TYPED = `
import { defineDeliveryModule, fail, type Resource, type Result } from '@berth/sdk'
import { type ConformanceTarget, testDeliveryModule } from '@berth/sdk/testing'
import { publishedApi } from '@berth/sdk/testing/contract'
import { fetchConnected } from '@berth/sdk/fetch'

const refused: Result<Resource> = fail('capacity', 'Full')
const target = (): Promise<ConformanceTarget> => Promise.reject(new Error(String(refused.ok)))
export const names = [defineDeliveryModule, testDeliveryModule, publishedApi, fetchConnected, target]
// @ts-expect-error There is no such code.
fail('nonsense', '')
`

describe('the published package', () => {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'berth-sdk-')))
  const installed = join(home, 'node_modules', '@berth', 'sdk')
  after(() => rmSync(home, { recursive: true }))

  before(() => {
    // Built in a copy: the tree is shared by tests that run at the same time.
    execFileSync(process.execPath, ['build.mjs', join(home, 'dist')], {
      cwd: sdk,
      stdio: 'inherit',
    })
    const packed = execFileSync('npm', ['pack', join(home, 'dist'), '--ignore-scripts', '--json'], {
      cwd: home,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const [{ filename }] = JSON.parse(packed)
    mkdirSync(installed, { recursive: true })
    execFileSync('tar', ['-xzf', join(home, filename), '-C', installed, '--strip-components=1'])
    for (const name of ['zod', 'undici', '@types/node', 'undici-types']) {
      const link = join(home, 'node_modules', name)
      mkdirSync(dirname(link), { recursive: true })
      symlinkSync(folderOf(name), link)
    }
    writeFileSync(join(home, 'package.json'), JSON.stringify({ type: 'module' }))
  })

  test('is plain JavaScript with the same names, and declares its types', async () => {
    const { exports } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'))
    const own = JSON.parse(readFileSync(join(sdk, 'package.json'), 'utf8'))
    assert.deepEqual(Object.keys(exports), Object.keys(own.exports))
    for (const entry of Object.values<string | { types: string; default: string }>(exports)) {
      if (typeof entry === 'string') continue
      assert.match(readFileSync(join(installed, entry.types), 'utf8'), /export/)
      assert.doesNotMatch(readFileSync(join(installed, entry.default), 'utf8'), /\.ts'/)
    }
    const built = await import(join(installed, 'index.js'))
    assert.deepEqual(Object.keys(built).sort(), Object.keys(source).sort())
  })

  test('lets a stranger write a module in JavaScript and try it', () => {
    writeFileSync(join(home, 'module.js'), MODULE)
    writeFileSync(join(home, 'conformance.test.js'), CONFORMANCE)
    const { NODE_TEST_CONTEXT: _, ...env } = process.env
    const said = execFileSync(process.execPath, ['--test', 'conformance.test.js'], {
      cwd: home,
      encoding: 'utf8',
      env,
    })
    assert.match(said, /creating twice with one key makes one resource/)
    assert.match(said, /not run: .* \(the target cannot misbehave\)/)
    assert.match(said, /fail 0/)
  })

  test('has types that a strict compiler takes', () => {
    writeFileSync(join(home, 'typed.ts'), TYPED)
    const tsc = join(folderOf('typescript'), 'bin', 'tsc')
    const flags = '--noEmit --strict --module nodenext --target es2022 --types node typed.ts'
    const said = execFileSync(process.execPath, [tsc, ...flags.split(' ')], {
      cwd: home,
      encoding: 'utf8',
    })
    assert.equal(said, '')
  })
})
