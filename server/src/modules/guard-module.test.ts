import assert from 'node:assert/strict'
import { test } from 'node:test'
import none from '@berth/module-none'
import { type DeliveryModule, fail, ok, type Resource, sameText } from '@berth/sdk'
import { createTestContext } from '@berth/sdk/testing'
import { guardModule } from './guard-module.ts'

const base = none as unknown as DeliveryModule
const server = { id: 's', name: 's', settings: {} }
const resource: Resource = { remoteId: 'r', data: {}, secrets: {}, connection: [] }
const ctx = (signal?: AbortSignal) => createTestContext({ key: 'k', signal })
const guarded = (changes: Partial<DeliveryModule>) => guardModule({ ...base, ...changes })

test('what is an answer passes as it is', async () => {
  const page = { items: [], nextCursor: null }
  const module = guarded({
    list: async () => ok(page),
    find: async () => fail('transient', 'Later', { retryAfterMs: 5 }),
    terminate: async () => ok(null),
    choices: { sizes: async () => ok([{ value: 1, label: sameText('One') }]) },
  })
  assert.deepEqual(await module.list(ctx(), server, null), ok(page))
  assert.equal((await module.find(ctx(), server, 'k')).ok, false)
  assert.deepEqual(await module.choices?.sizes?.(ctx(), server), {
    ok: true,
    value: [{ value: 1, label: { en: 'One', fr: 'One' } }],
  })
  assert.equal(module.id, base.id)
})

const nonsense = (answer: unknown) => async () => answer as never
const NONSENSE: readonly [string, unknown][] = [
  ['nothing', undefined],
  ['a text', 'success'],
  ['a value without its list', { ok: true, value: { items: 'none', nextCursor: null } }],
  ['an unknown error', { ok: false, error: { code: 'oops', message: '' } }],
  ['an error that is a text', { ok: false, error: 'oops' }],
]
for (const [what, answer] of NONSENSE) {
  test(`${what} is no answer`, async () => {
    const module = guarded({ list: nonsense(answer) })
    await assert.rejects(module.list(ctx(), server, null), /list answered something that is no/)
  })
}

test('a throw is passed on, also one that comes before any promise', async () => {
  const module = guarded({
    usage: () => {
      throw new Error('A bug')
    },
  })
  await assert.rejects(async () => module.usage?.(ctx(), server, resource), /A bug/)
})

test('one that does not obey its signal is left alone', async () => {
  const module = guarded({ inspect: () => new Promise(() => {}) })
  const signal = AbortSignal.abort(new Error('Time is over'))
  await assert.rejects(module.inspect(ctx(signal), server, resource), /Time is over/)
})
