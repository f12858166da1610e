import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { type Panel, panelOutcomeSchema, panelSchema, sameText } from '../src/index.ts'

const empty: Panel = {
  overview: { statCards: [], facts: [], connection: [], credentials: [] },
  actions: [],
  tabs: [],
}
const label = sameText('x')

test('an empty panel is a panel', () => {
  assert.deepEqual(panelSchema.parse(empty), empty)
})

test('a text that lacks a language is refused', () => {
  const facts = [{ label: { en: 'only' }, value: 'x' }]
  assert.ok(!panelSchema.safeParse({ ...empty, overview: { ...empty.overview, facts } }).success)
})

for (const href of ['javascript:alert(1)', 'data:text/html,x', '//elsewhere', '/inside']) {
  test(`no link leads to ${href}`, () => {
    const tab = { id: 'site', title: label, audience: ['staff'], href }
    assert.ok(!panelSchema.safeParse({ ...empty, tabs: [tab] }).success)
    assert.ok(!panelOutcomeSchema.safeParse({ link: href }).success)
  })
}

test('an action without an audience, or with an unknown icon or kind, is refused', () => {
  const action = {
    id: 'a',
    label,
    kind: 'call',
    permission: 'services:operate',
    audience: ['staff'],
  }
  const takes = (changes: object) =>
    panelSchema.safeParse({ ...empty, actions: [{ ...action, ...changes }] }).success
  assert.ok(takes({}))
  assert.ok(!takes({ audience: [] }))
  assert.ok(!takes({ icon: 'unicorn' }))
  assert.ok(!takes({ kind: 'run' }))
  assert.ok(!takes({ permission: 'everything' }))
})

test('the panel can be described to the API', () => {
  const described = z.toJSONSchema(panelSchema)
  assert.equal(described.type, 'object')
})
