import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

const src = join(import.meta.dirname, '../src')

/** Where the texts of the actions on a subject stand, by the noun of its addresses. */
const PLACES: Record<string, { feature: string; group: string }> = {
  services: { feature: 'services', group: 'actions' },
  operations: { feature: 'operations', group: 'actions' },
  customers: { feature: 'customers', group: 'actions' },
  servers: { feature: 'servers', group: 'actions' },
  drift: { feature: 'drift', group: 'actions' },
  orders: { feature: 'orders', group: 'actions' },
  documents: { feature: 'documents', group: 'actions' },
  payments: { feature: 'documents', group: 'paymentActions' },
}

/** Every action of the administration's API: an address below a subject that knows a dry run. */
function* actions(): Generator<{ noun: string; verb: string }> {
  const schema = readFileSync(join(src, 'api/schema.d.ts'), 'utf8')
  const paths = /^ {4}"\/api\/v1\/admin\/([a-z-]+)\/\{id\}\/([a-z-]+)": \{\n([\s\S]*?)^ {4}\};/gm
  for (const [, noun = '', verb = '', block = ''] of schema.matchAll(paths)) {
    if (block.includes('dryRun?:') && PLACES[noun]) yield { noun, verb: verb.replaceAll('-', '_') }
  }
}

interface Words {
  label?: string
  done?: string
}

test('every action that the server offers to staff has its words', () => {
  const found = [...actions()]
  assert.ok(found.length > 20, `only ${found.length} actions found`)
  const missing = found.filter(({ noun, verb }) => {
    const place = PLACES[noun]
    const file = join(src, `features/${place?.feature}/locales/en.json`)
    const texts = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, Words>>
    const words = texts[place?.group ?? '']?.[verb]
    return !words?.label || !words.done
  })
  assert.deepEqual(missing, [])
})
