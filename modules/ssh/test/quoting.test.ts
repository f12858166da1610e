import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { programOf } from '../src/program.ts'
import { exporting, printing, quote } from '../src/quote.ts'
import { FIRST_SHELL, pipeTo, runHere, SHELLS } from './local-shell.ts'

/** Texts that shells could stumble over, and any others without a NUL. */
const text = fc
  .oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: fc.constantFrom("'", '"', '\\', '$', '`', '\n', '\r', ' ', '!', '~', '#') }),
    fc.constantFrom(
      '',
      "'",
      "''",
      "\\'",
      '$(id)',
      '`id`',
      "'; exit 1; '",
      '\u0081\u0082',
      '-n',
      '\n\n',
      // In a here-document dash garbles what begins like its end mark and goes on like this.
      'bé\nberth-é\n}\n) é',
    ),
  )
  .map((one) => one.replaceAll('\0', '').toWellFormed())

for (const shell of SHELLS) {
  const name = shell.join(' ')

  test(`${name}: every value arrives as it was given`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 20, maxLength: 40 }), async (values) => {
        const lines = values.map((value) => `printf '%s\\0' ${quote(value)}\n`)
        const [stdout, stderr] = await pipeTo(shell, lines.join(''))
        assert.equal(stderr, '')
        assert.deepEqual(stdout.split('\0').slice(0, -1), values)
      }),
      { numRuns: 15 },
    )
  })

  test(`${name}: a printed text arrives as it was given`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 10, maxLength: 20 }), async (values) => {
        const functions = values.map((value, i) => printing(`f${i}`, value))
        const calls = values.map((_, i) => `f${i}; printf '\\0'\n`)
        const [stdout, stderr] = await pipeTo(shell, `${functions.join('')}${calls.join('')}`)
        assert.equal(stderr, '')
        const ended = values.map((value) =>
          value === '' || value.endsWith('\n') ? value : `${value}\n`,
        )
        assert.deepEqual(stdout.split('\0').slice(0, -1), ended)
      }),
      { numRuns: 10 },
    )
  })
}

test('a name that is none of a variable, and a NUL, are mistakes of ours', () => {
  assert.throws(() => exporting(new Map([['A;id', 'x']])), /no name/)
  assert.throws(() => quote('a\0b'), /NUL/)
  assert.throws(() => printing('f', 'a\0b'), /NUL/)
})

describe('a whole program', () => {
  const input = (stateFolder: string, parameters: ReadonlyMap<string, string>) => ({
    entry: 'run_verb' as const,
    stateFolder,
    key: 'key-1',
    verb: 'create',
    operationId: 'operation-1',
    script: `printf '%s\\0' "$BERTH_ONE" "$BERTH_TWO" >"$BERTH_FILE"\n`,
    parameters,
  })

  test('gives its script the parameters as they were', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'berth-quote-'))
    t.after(() => rm(folder, { recursive: true }))
    await fc.assert(
      fc.asyncProperty(text, text, fc.uuid(), async (one, two, key) => {
        const file = join(folder, key)
        const parameters = new Map([
          ['BERTH_ONE', one],
          ['BERTH_TWO', two],
          ['BERTH_FILE', file],
        ])
        const { answer } = await runHere({ ...input(join(folder, 'state'), parameters), key })
        assert.deepEqual([answer.done, answer.exit], [['ran'], 0])
        assert.deepEqual((await readFile(file, 'utf8')).split('\0').slice(0, -1), [one, two])
      }),
      { numRuns: 15 },
    )
  })

  for (const shell of SHELLS) {
    test(`${shell.join(' ')}: cut anywhere on its way it does nothing`, async () => {
      const folder = join(tmpdir(), `berth-cut-${process.pid}-${shell.length}`)
      const whole = programOf(input(folder, new Map([['BERTH_FILE', `${folder}-done`]]))).text
      const end = whole.lastIndexOf('\n} </dev/null')
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 0, max: end }), async (cutAt) => {
          await pipeTo(shell, whole.slice(0, cutAt))
          await assert.rejects(readFile(join(folder, 'services/key-1/state')), /ENOENT/)
          await assert.rejects(readFile(`${folder}-done`), /ENOENT/)
        }),
        { numRuns: 20 },
      )
    })
  }

  test('has none of its values on a line of its own words', () => {
    const { text: whole } = programOf(input('/tmp/x', new Map([['BERTH_ONE', '\nrm -rf /\n']])))
    assert.match(whole, /export BERTH_ONE='\nrm -rf \/\n'\n/)
    assert.equal(FIRST_SHELL.length > 0, true)
  })
})
