import assert from 'node:assert/strict'
import { test } from 'node:test'
import { orderFieldSchema } from '@berth/sdk'
import { readError } from '../src/failures.ts'
import { fieldOf } from '../src/order-fields.ts'
import { limitsOf } from '../src/plan.ts'
import { portRangeTexts, portsIn, variablesIn } from '../src/written.ts'
import { PRODUCT } from './targets.ts'

const variable = (rules: string, standard = '', name = 'SOME_NAME') =>
  fieldOf({
    name: 'Some name',
    description: '',
    env_variable: name,
    default_value: standard,
    user_editable: true,
    rules,
  })

const FIELDS: readonly [string, string, Record<string, unknown>][] = [
  ['required|string|max:20', 'a', { type: 'text', required: true, maxLength: 20, default: 'a' }],
  ['nullable|string|min:3', '', { type: 'text', required: false }],
  ['required|string|between:3,20', '', { type: 'text', minLength: 3, maxLength: 20 }],
  ['required|integer|between:1,64', '16', { type: 'integer', min: 1, max: 64, default: 16 }],
  ['required|boolean', '1', { type: 'boolean', default: true }],
  ['required|regex:/^([\\w.-]+)(\\.jar)$/', 'server.jar', { pattern: '^([\\w.-]+)(\\.jar)$' }],
  ['required|regex:/^[a-z]+$/i', '', { type: 'text' }],
]

test('rules of an egg’s variable become a field of the order form', () => {
  for (const [rules, standard, wanted] of FIELDS) {
    const made = orderFieldSchema.parse(variable(rules, standard))
    assert.partialDeepStrictEqual(made, wanted, rules)
  }
  assert.ok(!('pattern' in variable('regex:/^[a-z]+$/i')), 'flags are left to the panel')
  assert.ok(!('minLength' in variable('nullable|string|min:3')), 'nothing may be given')
})

test('a list of values is a choice, with the egg’s own value only where it is one of them', () => {
  const options = [
    { value: 'vanilla', label: { en: 'vanilla', fr: 'vanilla' } },
    { value: 'forge', label: { en: 'forge', fr: 'forge' } },
  ]
  assert.partialDeepStrictEqual(variable('required|in:vanilla,forge', 'forge'), {
    type: 'choice',
    options,
    default: 'forge',
  })
  assert.ok(!('default' in variable('required|in:vanilla,forge', 'paper')))
})

test('tokens and passwords are secrets of the order form', () => {
  const secret = (name: string) => 'secret' in variable('nullable|string', '', name)
  assert.deepEqual(['STEAM_TOKEN', 'RCON_PASSWORD', 'RCON_PASS'].map(secret), [true, true, true])
  assert.deepEqual(['SERVER_JARFILE', 'PASSENGERS', 'KEYBOARD'].map(secret), [false, false, false])
})

test('options add to limits, but nothing to what is unlimited', () => {
  const options = [
    { key: 'memory_gb', value: 2 },
    { key: 'memory_gb', value: 1 },
    { key: 'disk_gb', value: 5 },
    { key: 'cpu_percent', value: 100 },
    { key: 'backups', value: 3 },
    { key: 'memory_mb', value: 'many' },
  ]
  const { memory, disk, cpu, backups } = limitsOf({ ...PRODUCT, diskMb: 0 }, options)
  assert.deepEqual({ memory, disk, cpu, backups }, { memory: 5120, disk: 0, cpu: 300, backups: 5 })
})

test('lines, ranges and names are read as written', () => {
  assert.deepEqual(
    [...variablesIn('A=1\r\n\nB=x=y\nA=2')],
    [
      ['A', '2'],
      ['B', 'x=y'],
    ],
  )
  assert.deepEqual(portRangeTexts(portsIn(' 25565, 25570-25599 ')), ['25565', '25570-25599'])
  assert.deepEqual(portsIn(''), [])
})

const error = (code: string, status: number, detail: string) =>
  readError(status, { errors: [{ code, status: String(status), detail }] })

test('the panel’s errors are told by their names, not by their status alone', () => {
  assert.equal(error('NoViableNodeException', 400, 'No nodes')?.code, 'capacity')
  assert.equal(error('DaemonConnectionException', 504, 'Away')?.code, 'transient')
  assert.equal(error('ServerStateConflictException', 409, 'Not installed')?.code, 'transient')
  assert.equal(
    error('ServerStateConflictException', 409, 'This server is currently suspended')?.code,
    'rejected',
  )
  assert.equal(error('NotFoundHttpException', 404, 'None')?.code, undefined, 'the status decides')
  assert.equal(readError(502, '<html>'), undefined)
})
