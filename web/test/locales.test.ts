import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { mergeTexts, type Texts } from '../src/i18n/merge-texts.ts'

const src = join(import.meta.dirname, '../src')

function textsOf(language: string): Map<string, string> {
  const files = globSync(`**/locales/${language}.json`, { cwd: src })
  const read = (file: string) => JSON.parse(readFileSync(join(src, file), 'utf8')) as Texts
  return flat(mergeTexts(Object.fromEntries(files.map((file) => [file, read(file)]))))
}

function flat(texts: Texts, at = ''): Map<string, string> {
  const out = new Map<string, string>()
  for (const [key, text] of Object.entries(texts)) {
    if (typeof text === 'string') out.set(at + key, text)
    else for (const [inner, words] of flat(text, `${at}${key}.`)) out.set(inner, words)
  }
  return out
}

const en = textsOf('en')
const fr = textsOf('fr')
const families = (texts: Map<string, string>) =>
  new Set([...texts.keys()].map((key) => key.replace(/_(zero|one|two|few|many|other)$/, '')))

/** Every `t('…')` and `` t(`…${x}…`) `` of the sources, with its file. */
function* usedKeys(): Generator<{ file: string; key: string; isWhole: boolean }> {
  for (const file of globSync('**/*.{ts,tsx}', { cwd: src })) {
    const code = readFileSync(join(src, file), 'utf8')
    for (const [, key = ''] of code.matchAll(/\bt\(\s*'([^']+)'/g))
      yield { file, key, isWhole: true }
    for (const [, a = '', b = ''] of code.matchAll(
      /\bt\(\s*[\w.]+(?: \w+)? \? '([^']+)' : '([^']+)'/g,
    )) {
      yield { file, key: a, isWhole: true }
      yield { file, key: b, isWhole: true }
    }
    for (const [, key = ''] of code.matchAll(/\bt\(\s*`([^`$]+\.)\$\{/g))
      yield { file, key, isWhole: false }
  }
}

test('every text exists in both languages', () => {
  assert.deepEqual(
    [...families(en)].filter((key) => !families(fr).has(key)),
    [],
    'missing in French',
  )
  assert.deepEqual(
    [...families(fr)].filter((key) => !families(en).has(key)),
    [],
    'missing in English',
  )
})

test('every text names the same values in both languages', () => {
  const gaps = (text: string) =>
    [...new Set(text.match(/\{\{\w+\}\}/g) ?? [])].filter((g) => g !== '{{count}}').sort()
  const different = [...en].filter(
    ([key, text]) => fr.has(key) && gaps(text).join() !== gaps(fr.get(key) ?? '').join(),
  )
  assert.deepEqual(
    different.map(([key]) => key),
    [],
  )
})

test('no text is empty and every plural has its general form', () => {
  for (const texts of [en, fr]) {
    assert.deepEqual(
      [...texts].filter(([, text]) => text.trim() === '').map(([key]) => key),
      [],
    )
    const ones = [...texts.keys()].filter((key) => key.endsWith('_one'))
    assert.deepEqual(
      ones.filter((key) => !texts.has(key.replace(/_one$/, '_other'))),
      [],
    )
  }
})

test('every key that the screens use exists', () => {
  const known = families(en)
  const used = [...usedKeys()]
  assert.ok(used.length > 100, 'the search for keys finds them')
  const missing = used.filter(({ key, isWhole }) =>
    isWhole ? !known.has(key) : ![...known].some((one) => one.startsWith(key)),
  )
  assert.deepEqual(
    missing.map(({ file, key }) => `${file}: ${key}`),
    [],
  )
})

test('French texts use the typographic apostrophe', () => {
  assert.deepEqual(
    [...fr].filter(([, text]) => text.includes("'")).map(([key]) => key),
    [],
  )
})
