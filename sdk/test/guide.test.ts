import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { ERROR_CODES, PANEL_BLOCKS } from '../src/index.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const guide = readFileSync(join(ROOT, 'docs/guide/modules.md'), 'utf8')

/** The guide's code with the file that it is taken from; shell commands are left out. */
function examples() {
  const found: { from: string | null; code: string }[] = []
  const fence = /(?:<!-- (\S+) -->\n)?```(\w+)\n([\s\S]*?)```/g
  for (const [, from = null, language, code = ''] of guide.matchAll(fence)) {
    if (language !== 'sh') found.push({ from, code })
  }
  return found
}

describe('the guide to modules', () => {
  test('shows code of files that are tested, as it stands there', () => {
    const all = examples()
    assert.ok(all.length >= 10)
    for (const { from, code } of all) {
      assert.ok(from, `no file is named before:\n${code}`)
      const file = readFileSync(join(ROOT, from), 'utf8')
      assert.ok(file.includes(code.trimEnd()), `${from} does not hold:\n${code}`)
    }
  })

  test('names every member of the contract, every error and every block', () => {
    const source = readFileSync(join(ROOT, 'sdk/src/delivery.ts'), 'utf8')
    const contract = source.slice(
      source.indexOf('export interface DeliveryModule<'),
      source.indexOf('/** The members that `defineDeliveryModule`'),
    )
    const members = [...contract.matchAll(/^ {2}(?:readonly )?(\w+)\??[(:]/gm)].map(
      ([, name]) => name,
    )
    assert.ok(members.length > 25 && members.includes('planOf'))
    for (const name of [...members, ...ERROR_CODES, ...PANEL_BLOCKS]) {
      assert.ok(guide.includes(`\`${name}\``), `the guide says nothing of ${name}`)
    }
  })
})
