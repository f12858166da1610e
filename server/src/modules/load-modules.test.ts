import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import none from '@berth/module-none'
import type { DeliveryModule } from '@berth/sdk'
import { addPackage, FITS, moduleCode, packageFolder } from '../../test/modules/packages.ts'
import { say } from '../platform/text.ts'
import { asInstalled, loadModules } from './load-modules.ts'

const included = asInstalled([none as unknown as DeliveryModule])

const loadFrom = (folder: string, ...specifiers: string[]) =>
  loadModules({ specifiers, folders: [folder], included, limitMs: 2000 })

test('a package is found, checked and in use, by name and by path', async () => {
  const folder = packageFolder()
  addPackage(folder, '@acme/berth-module-boats', FITS, moduleCode('boats'))
  addPackage(folder, 'cars', { berth: { sdk: '0.1.x' } }, moduleCode('cars'))
  const { installed, refused } = await loadFrom(
    folder,
    '@acme/berth-module-boats',
    './node_modules/cars',
  )
  assert.deepEqual(refused, [])
  assert.deepEqual(
    installed.map(({ module, packageName, version, included }) => [
      ...[module.id, packageName, version, included],
    ]),
    [
      ['none', '@berth/module-none', '0.1.0', true],
      ['boats', '@acme/berth-module-boats', '1.2.3', false],
      ['cars', 'cars', '1.2.3', false],
    ],
  )
})

test('a package may name its file under the condition for import', async () => {
  const folder = packageFolder()
  const exported = { '.': { types: './index.d.ts', import: { default: './index.js' } } }
  addPackage(folder, 'nested', { ...FITS, exports: exported }, moduleCode('nested'))
  addPackage(
    folder,
    'with-main',
    { ...FITS, exports: undefined, main: 'index.js' },
    moduleCode('m2'),
  )
  const { refused } = await loadFrom(folder, 'nested', 'with-main')
  assert.deepEqual(refused, [])
})

const wants = (range: string) => ({ peerDependencies: { '@berth/sdk': range } })

/** What is wrong with a package, its package.json and code, and the sentence that names it. */
const REFUSED: readonly [string, object, string, string, RegExp][] = [
  ['it says no range', {}, moduleCode('broken'), 'no_sdk_range', /does not say for which versions/],
  [
    'its range is no range',
    wants('soon'),
    moduleCode('broken'),
    'bad_sdk_range',
    /cannot be read: soon/,
  ],
  [
    'it wants another SDK',
    wants('^7.1.0'),
    moduleCode('broken'),
    'sdk_mismatch',
    /wants @berth\/sdk \^7\.1\.0, and 0\.1\.0 is here/,
  ],
  ['it throws when it is loaded', FITS, 'throw new Error("no luck")', 'import_failed', /no luck/],
  ['it does not parse', FITS, 'export default {', 'import_failed', /cannot be loaded/],
  ['its file is missing', { ...FITS, exports: './no.js' }, '', 'import_failed', /no\.js/],
  ['it never ends loading', FITS, 'await new Promise(() => {})', 'import_timeout', /2 seconds/],
  ['it exports nothing by default', FITS, 'export const x = 1', 'no_default_export', /no default/],
  ['it exports something else', FITS, 'export default 5', 'not_a_module', /no delivery module/],
  [
    'it lacks a function',
    FITS,
    `${moduleCode('broken').replace('export default', 'const made =')}
     const { terminate, ...less } = made
     export default less`,
    'not_a_module',
    /terminate/,
  ],
  [
    'its form is none',
    FITS,
    moduleCode('broken', 'orderForm: { name: "text" },'),
    'not_a_module',
    /orderForm/,
  ],
  [
    'its form is no JSON Schema',
    FITS,
    moduleCode('broken', 'orderForm: z.object({ at: z.date() }),'),
    'form_without_schema',
    /orderForm/,
  ],
  [
    'its product settings hold a secret',
    FITS,
    moduleCode('broken', 'productSettings: z.object({ key: z.string().meta({ secret: true }) }),'),
    'secret_product_settings',
    /hold secrets/,
  ],
  ['its type is taken', FITS, moduleCode('none'), 'id_taken', /belongs to @berth\/module-none/],
]

for (const [what, about, code, expected, sentence] of REFUSED) {
  test(`a package is refused when ${what}, and the next is loaded all the same`, async () => {
    const folder = packageFolder()
    addPackage(folder, 'broken', about, code)
    addPackage(folder, 'fine', FITS, moduleCode('fine'))
    const { installed, refused } = await loadFrom(folder, 'broken', 'fine')
    assert.deepEqual(
      refused.map((one) => [one.specifier, one.packageName, one.version, one.code]),
      [['broken', 'broken', '1.2.3', expected]],
    )
    assert.match(say(refused[0]?.problem ?? '', 'en'), sentence)
    assert.doesNotMatch(say(refused[0]?.problem ?? '', 'fr'), /module_refusal|\{\w+\}/)
    assert.ok(installed.some(({ module }) => module.id === 'fine'))
  })
}

test('what is not installed is said, and so is a package.json that cannot be read', async () => {
  const folder = packageFolder()
  addPackage(folder, 'torn', FITS, '')
  writeFileSync(join(folder, 'node_modules/torn/package.json'), '{ "name"')
  const { refused } = await loadFrom(folder, 'nowhere', './nowhere', 'torn')
  assert.deepEqual(
    refused.map(({ specifier, code, packageName }) => [specifier, code, packageName]),
    [
      ['nowhere', 'not_found', null],
      ['./nowhere', 'not_found', null],
      ['torn', 'import_failed', null],
    ],
  )
})

test('a package that is named twice is loaded once', async () => {
  const folder = packageFolder()
  addPackage(folder, 'once', FITS, moduleCode('once'))
  const { installed, refused } = await loadFrom(folder, 'once', 'once')
  assert.deepEqual([installed.length, refused], [2, []])
})
