import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { NUMBER_FIELDS } from '../src/features/policy/policy-fields.ts'
import { EXPORT_COLUMNS } from '../src/features/service-list/service-query.ts'

/** The web app keeps a few lists of the server's; these tests notice when one has grown. */

const server = join(import.meta.dirname, '../../server/src')
const source = (file: string) => readFileSync(join(server, file), 'utf8')
const words = (feature: string) =>
  JSON.parse(
    readFileSync(join(import.meta.dirname, `../src/features/${feature}/locales/en.json`), 'utf8'),
  )

test('every permission has words for its noun and its verb', () => {
  const [list = ''] = source('features/staff/permissions.ts').split('] as const')
  const permissions = [...list.matchAll(/'([a-z_]+):([a-z_]+)'/g)]
  assert.ok(permissions.length > 40, 'the list is found')
  const { noun, verb } = words('staff')
  const missing = permissions.filter(([, n = '', v = '']) => !(n in noun) || !(v in verb))
  assert.deepEqual(
    missing.map(([whole]) => whole),
    [],
  )
})

test('every kind of mail has a name', () => {
  const files = ['accounts', 'digest', 'documents', 'orders', 'services', 'staff']
  const all = files.flatMap((file) => [
    ...source(`features/mail/templates/${file}.ts`).matchAll(/^ {2}([a-z_]+): \{/gm),
  ])
  assert.ok(all.length > 25, 'the templates are found')
  const names = words('mails').template
  // A test mail is sent at once and never kept.
  const kept = all.map(([, name = '']) => name).filter((name) => name !== 'test')
  assert.deepEqual(
    kept.filter((name) => !(name in names)),
    [],
  )
})

test('a delay may be typed within the range that the server takes', () => {
  const [, ranges = ''] = /POLICY_RANGES = \{(.*?)\} as const/s.exec(
    source('domain/policy-limits.ts'),
  ) ?? ['', '']
  const found = [...ranges.matchAll(/(\w+): \[(\d+), (\d+)\]/g)].map(([, name, min, max]) => ({
    name,
    min: Number(min),
    max: Number(max),
  }))
  assert.ok(found.length > 5, 'the ranges are found')
  const byName = (a: { name?: string }, b: { name?: string }) =>
    (a.name ?? '').localeCompare(b.name ?? '')
  assert.deepEqual(
    NUMBER_FIELDS.map(({ name, min, max }) => ({ name: String(name), min, max })).sort(byName),
    found.sort(byName),
  )
})

test('every metadata key with a meaning is explained', () => {
  const [, keys = ''] = /METADATA_KEYS = \{(.*?)\} as const/s.exec(
    source('domain/metadata.ts'),
  ) ?? ['', '']
  const found = [...keys.matchAll(/(\w+): '/g)].map(([, name]) => name)
  assert.deepEqual(Object.keys(words('metadata').keys).sort(), found.sort())
})

test('every column of the list of services has its columns in the file', () => {
  const [, list = ''] = /EXPORT_COLUMNS = \{\n(.*?)\n\} as const/s.exec(
    source('features/services/export/columns.ts'),
  ) ?? ['', '']
  const offered = new Set([...list.matchAll(/^ {2}(\w+):/gm)].map(([, name]) => name))
  assert.ok(offered.size > 15, 'the columns are found')
  const asked = Object.values(EXPORT_COLUMNS).flat()
  assert.deepEqual(
    asked.filter((name) => !offered.has(name)),
    [],
  )
  const file = join(import.meta.dirname, '../src/features/services/service-columns.tsx')
  const shown = [...readFileSync(file, 'utf8').matchAll(/\bid: '(\w+)'/g)].map(([, id]) => id)
  assert.deepEqual(
    shown.filter((id) => !id || !(id in EXPORT_COLUMNS)),
    [],
  )
})
