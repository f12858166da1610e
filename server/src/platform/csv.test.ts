import assert from 'node:assert/strict'
import { test } from 'node:test'
import { csvLine } from './csv.ts'

test('cells are quoted where they must be', () => {
  assert.equal(csvLine(['a', 'b c', '', 'é']), 'a,b c,,é\r\n')
  assert.equal(csvLine(['a,b', 'say "yes"', 'two\nlines']), '"a,b","say ""yes""","two\nlines"\r\n')
})

test('what a spreadsheet would run is text', () => {
  const cells = {
    '=1+1': "'=1+1",
    '+33 1': "'+33 1",
    '-name': "'-name",
    '@sum': "'@sum",
    '\t=1': "'\t=1",
    ' =1': "' =1",
    '=a,"b"': `"'=a,""b"""`,
    '-12.50': '-12.50',
    '12': '12',
    'a=b': 'a=b',
  }
  for (const [cell, written] of Object.entries(cells)) {
    assert.equal(csvLine([cell]), `${written}\r\n`)
  }
})
