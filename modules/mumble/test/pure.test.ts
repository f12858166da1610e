import assert from 'node:assert/strict'
import { test } from 'node:test'
import { failureOf } from '../src/failures.ts'
import { productSettings, serverSettings } from '../src/forms.ts'
import { planOf, slotsFor } from '../src/plan.ts'
import { freePort } from '../src/ports.ts'
import { channelTree } from '../src/readings.ts'

test('a bus is an address to connect to, never a program to run', () => {
  const takes = (bus: string) =>
    serverSettings.safeParse({ bus, publicAddress: 'voice.example.com' }).success
  for (const bus of [
    'unix:path=/run/dbus/system_bus_socket',
    'unix:abstract=/tmp/x',
    'tcp:host=10.0.0.1,port=55',
  ]) {
    assert.ok(takes(bus), bus)
  }
  for (const bus of [
    'unixexec:path=/bin/sh',
    'unix:path=/a;unixexec:path=/bin/sh',
    'autolaunch:',
    '',
  ]) {
    assert.ok(!takes(bus), bus)
  }
})

test('the option adds slots, and the plan says so', () => {
  const product = productSettings.parse({ slots: 10 })
  assert.equal(slotsFor(product, [{ key: 'slots', value: 5 }]), 15)
  assert.equal(slotsFor(product, [{ key: 'slots', value: 'many' }]), 10)
  assert.equal(planOf(product, [{ key: 'slots', value: '20' }]), '30 slots, 72 kbit/s')
})

test('the first free port is taken, and none is none', () => {
  assert.equal(freePort({ from: 5, to: 8 }, new Set([5, 6])), 7)
  assert.equal(freePort({ from: 5, to: 6 }, new Set([5, 6])), null)
})

test('channels stand below their parents by name', () => {
  const tree = channelTree([
    { id: 2, name: 'B', parent: 0 },
    { id: 0, name: 'Root', parent: -1 },
    { id: 3, name: 'C', parent: 1 },
    { id: 1, name: 'A', parent: 0 },
  ])
  assert.deepEqual(
    tree.map(({ channel, depth }) => [channel.name, depth]),
    [
      ['Root', 0],
      ['A', 1],
      ['C', 2],
      ['B', 1],
    ],
  )
})

test('errors of the bus are typed, and no answer is a lost one only when something was sent', () => {
  const named = (type: string) => Object.assign(new Error('words'), { type, text: 'words' })
  const codeOf = (thrown: unknown, sent = true) => {
    const failed = failureOf(thrown, sent)
    return failed.ok ? [] : [failed.error.code, failed.error.lost ?? false]
  }
  assert.deepEqual(codeOf(named('org.freedesktop.DBus.Error.AccessDenied')), ['auth', false])
  assert.deepEqual(codeOf(named('org.freedesktop.DBus.Error.NoReply')), ['transient', true])
  assert.deepEqual(codeOf(named('net.sourceforge.mumble.Error.server')), ['not_found', false])
  assert.deepEqual(codeOf(named('some.other.Error')), ['rejected', false])
  assert.deepEqual(codeOf(new Error('cut')), ['transient', true])
  assert.deepEqual(codeOf(new Error('refused'), false), ['transient', false])
})
