import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ServiceInput } from '@berth/sdk'
import type { Trial } from '@berth/sdk/testing'
import { instanceName } from '../src/instances.ts'
import { act, codeOf, consoleOf, consoleSays, must, trialAt } from './life.ts'
import { clientOf } from './server-client.ts'
import { startStandIn } from './stand-in/start.ts'
import { closeClean, productFor, REAL_LXD } from './targets.ts'

interface Place {
  readonly address: string
  readonly image: string
  close(): Promise<void>
}

type Raw = { config: Record<string, string>; devices: Record<string, unknown>; status: string }

const rawOf = async ({ address }: Place, { key }: ServiceInput) =>
  (await clientOf(address).call('GET', `/1.0/instances/${instanceName(key)}`)) as Raw

async function stateOf(trial: Trial, service: ServiceInput) {
  return must(await trial.call.find(service.key)).map(({ state }) => state)
}

/** What every server must do beyond the conformance kit. */
function testServer(name: string, start: () => Promise<Place>) {
  const begin = async (t: { after(end: () => Promise<void>): void }) => {
    const place = await start()
    t.after(() => place.close())
    return { place, trial: trialAt(place.address, productFor(place.image)) }
  }

  test(`${name}: a snapshot brings the disk back, not the limits and marks of its time`, async (t) => {
    const { place, trial } = await begin(t)
    const service = await trial.delivered()
    await act(trial, service, 'snapshot', { snapshot: 'before' })
    for (const _turn of [2, 3]) must(await trial.call.power(service, 'restart'))
    await consoleSays(trial, service, 'start number 3')
    const larger = { ...service, product: productFor(place.image, { memoryMb: 96 }), name: 'Été' }
    must(await trial.call.changePlan(larger))
    must(await trial.call.rename(larger))
    const before = await rawOf(place, service)

    await act(trial, larger, 'snapshot_restore', { snapshot: 'before' })
    const after = await rawOf(place, service)
    const ours = ([key]: [string, string]) => !/^(volatile|image)\./.test(key)
    const configOf = (raw: Raw) => Object.fromEntries(Object.entries(raw.config).filter(ours))
    assert.deepEqual(configOf(after), configOf(before))
    assert.equal(after.config['limits.memory'], '96MiB')
    assert.equal(after.config['user.berth.name'], 'Été')

    // It was started again by that; the starts since the snapshot are undone with the disk.
    await consoleSays(trial, larger, 'start number 2')
    must(await trial.call.terminate(larger))
  })

  test(`${name}: a console that is looked at twice says the same twice`, async (t) => {
    const { trial } = await begin(t)
    const service = await trial.delivered()
    await consoleSays(trial, service, 'start number 1')
    const first = await consoleOf(trial, service)
    assert.deepEqual(await consoleOf(trial, service), first)
    must(await trial.call.power(service, 'restart'))
    await consoleSays(trial, service, 'start number 2')
    const later = await consoleOf(trial, service)
    assert.deepEqual(later.slice(0, first.length), first)
    must(await trial.call.terminate(service))
  })

  test(`${name}: a snapshot from before our key is not restored`, async (t) => {
    const { place, trial } = await begin(t)
    const client = clientOf(place.address)
    const remoteId = 'was-here-before'
    const source = { type: 'image', alias: place.image }
    const rest = {
      type: 'container',
      description: '',
      profiles: ['default'],
      config: {},
      devices: {},
    }
    await client.call('POST', '/1.0/instances', { name: remoteId, source, ...rest })
    const body = { name: 'theirs', stateful: false }
    await client.call('POST', `/1.0/instances/${remoteId}/snapshots`, body)
    const resource = { remoteId, data: {}, secrets: {}, connection: [] }
    const service = trial.service({ resource })
    must(await trial.call.adopt(service))
    const input = { snapshot: 'theirs' }
    const refused = await trial.call.panelAction(service, 'snapshot_restore', input)
    assert.equal(codeOf(refused), 'rejected')
    must(await trial.call.terminate(service))
  })

  test(`${name}: no more snapshots than the service may have`, async (t) => {
    const { trial } = await begin(t)
    const options = [{ key: 'snapshots', value: 1 }]
    const service = await trial.delivered({
      options,
      product: { ...trial.target.product, snapshots: 1 },
    })
    for (const snapshot of ['one', 'two']) await act(trial, service, 'snapshot', { snapshot })
    const third = await trial.call.panelAction(service, 'snapshot', { snapshot: 'three' })
    assert.equal(codeOf(third), 'rejected')
    await act(trial, service, 'snapshot_delete', { snapshot: 'one' })
    await act(trial, service, 'snapshot', { snapshot: 'three' })
    must(await trial.call.terminate(service))
  })

  test(`${name}: a creation whose worker died after asking is found and finished`, async (t) => {
    const { place, trial } = await begin(t)
    const service = trial.service()
    const death = new AbortController()
    const reserved: string[] = []
    const first = await trial.call.create(service, {
      signal: death.signal,
      context: (given) => ({
        ...given,
        // Nothing more is committed: the server's operation is not known to anybody.
        reserve: async (remoteId) => void reserved.push(remoteId),
        remember: async () => death.abort(new Error('The worker died')),
      }),
    })
    assert.equal(first.ok ? 'ok' : first.error.lost, true)
    assert.deepEqual(reserved, [instanceName(service.key)])
    const remembered = { remoteId: reserved[0] ?? null, taskId: null }
    const resource = must(await trial.call.create(service, { remembered }))
    assert.equal(resource.remoteId, reserved[0])
    assert.deepEqual(await stateOf(trial, service), ['running'])
    assert.equal((await rawOf(place, service)).config['user.berth.phase'], undefined)
    must(await trial.call.terminate({ ...service, resource }))
  })

  test(`${name}: one that was made and not started is changing, and a creation finishes it`, async (t) => {
    const { place, trial } = await begin(t)
    const service = await trial.delivered()
    const client = clientOf(place.address)
    const path = `/1.0/instances/${instanceName(service.key)}`
    await client.call('PUT', `${path}/state`, { action: 'stop', timeout: -1, force: true })
    await client.call('PATCH', path, { config: { 'user.berth.phase': 'making' } })
    assert.deepEqual(await stateOf(trial, service), ['changing'])
    const again = must(await trial.call.create({ ...service, resource: null }))
    assert.deepEqual(await stateOf(trial, service), ['running'])
    // Nobody knows the password of the attempt that was lost: there is a new one.
    assert.notEqual(again.secrets.password, undefined)
    assert.notEqual(again.secrets.password, service.resource?.secrets.password)
    must(await trial.call.terminate(service))
  })

  test(`${name}: a rebuilding that was cut after the deletion is finished`, async (t) => {
    const { place, trial } = await begin(t)
    const service = await trial.delivered()
    const client = clientOf(place.address)
    const path = `/1.0/instances/${instanceName(service.key)}`
    await client.call('PUT', `${path}/state`, { action: 'stop', timeout: -1, force: true })
    await client.call('DELETE', path)
    const again = must(await trial.call.reinstall(service, { keepData: false }))
    assert.equal(again.remoteId, service.resource?.remoteId)
    assert.deepEqual(await stateOf(trial, service), ['running'])
    must(await trial.call.terminate(service))
  })

  test(`${name}: what starts with the server does so again after a suspension`, async (t) => {
    const { place, trial } = await begin(t)
    const service = await trial.delivered()
    const client = clientOf(place.address)
    const path = `/1.0/instances/${instanceName(service.key)}`
    await client.call('PATCH', path, { config: { 'boot.autostart': 'true' } })
    must(await trial.call.suspend(service))
    const suspended = (await rawOf(place, service)).config
    assert.deepEqual(
      [suspended['boot.autostart'], suspended['user.berth.suspended']],
      ['false', 'yes'],
    )
    must(await trial.call.unsuspend({ ...service, suspended: true }))
    const after = (await rawOf(place, service)).config
    assert.deepEqual([after['boot.autostart'], after['user.berth.suspended']], ['true', undefined])
    must(await trial.call.terminate(service))
  })

  test(`${name}: an image that is not there is a mistake of the product`, async (t) => {
    const { place, trial } = await begin(t)
    const nowhere = trial.service({ product: productFor('nowhere/at-all') })
    assert.equal(codeOf(await trial.call.create(nowhere)), 'config')
    const theirs = trial.service({
      orderData: { image: 'not-of-the-product', hostname: '', sshKeys: '' },
    })
    assert.equal(codeOf(await trial.call.create(theirs)), 'rejected')
    const profile = trial.service({
      product: productFor(place.image, { profiles: 'default nowhere' }),
    })
    assert.equal(codeOf(await trial.call.create(profile)), 'config')
    for (const { key } of [nowhere, theirs, profile]) {
      assert.deepEqual(must(await trial.call.find(key)), [])
    }
  })

  test(`${name}: exactly one of two with the same key is removed`, async (t) => {
    const { place, trial } = await begin(t)
    const service = await trial.delivered()
    const source = { type: 'image', alias: place.image }
    const config = { 'user.berth.key': service.key }
    const rest = { type: 'container', description: '', profiles: ['default'], devices: {} }
    await clientOf(place.address).call('POST', '/1.0/instances', {
      name: 'twin',
      source,
      config,
      ...rest,
    })
    assert.equal(must(await trial.call.find(service.key)).length, 2)
    const resource = { remoteId: 'twin', data: {}, secrets: {}, connection: [] }
    const ctx = trial.context(service.key)
    for (const _turn of [1, 2]) {
      must((await trial.module.discard?.(ctx, trial.target.server, resource)) ?? assert.fail())
    }
    const [left, ...more] = must(await trial.call.find(service.key))
    assert.deepEqual([left?.remoteId, more], [service.resource?.remoteId, []])
    must(await trial.call.terminate(service))
  })
}

testServer('stand-in of Incus', async () => {
  const standIn = await startStandIn({ flavour: 'incus' })
  return { address: standIn.address, image: 'berth-test', close: () => closeClean(standIn) }
})
testServer('stand-in of LXD', async () => {
  const standIn = await startStandIn({ flavour: 'lxd' })
  return { address: standIn.address, image: 'berth-test', close: () => closeClean(standIn) }
})

const real = REAL_LXD
if (real) {
  const address = `unix://${real.socket}`
  const { image } = real
  testServer('real LXD', async () => ({ address, image, close: async () => undefined }))

  describe('a life on a real LXD', () => {
    test('runs, says so, is snapshotted, changed, suspended, rebuilt, and is gone', async () => {
      const trial = trialAt(address, productFor(image, { images: `${image}-other`, processes: 64 }))
      const service = await trial.delivered({ name: 'Un serveur' })
      const place = { address, image, close: async () => undefined }
      const saysIn = (words: string) => consoleSays(trial, service, words)
      const name = instanceName(service.key)
      await saysIn(`release 1 on ${name}, start number 1`)

      await act(trial, service, 'snapshot', { snapshot: 'one' })
      for (const _turn of [2, 3]) must(await trial.call.power(service, 'restart'))
      await saysIn(`release 1 on ${name}, start number 3`)
      await act(trial, service, 'snapshot_restore', { snapshot: 'one' })
      await saysIn(`release 1 on ${name}, start number 2`)

      const larger = { ...service, product: { ...service.product, memoryMb: 128, cores: 2 } }
      must(await trial.call.changePlan(larger))
      const usage = must(await trial.call.usage(service.resource ?? assert.fail()))
      const limits = new Map(usage.map(({ id, limit }) => [id, limit]))
      assert.deepEqual(
        [limits.get('memory'), limits.get('cpu'), limits.get('processes')],
        [2 ** 27, 200, 64],
      )
      assert.equal((await rawOf(place, service)).status, 'Running')

      must(await trial.call.suspend(larger))
      const suspended = { ...larger, suspended: true }
      assert.deepEqual(await stateOf(trial, service), ['suspended'])
      assert.equal(codeOf(await trial.call.power(suspended, 'start')), 'rejected')
      assert.equal(codeOf(await trial.call.panelAction(suspended, 'start', {})), 'rejected')
      assert.deepEqual(await stateOf(trial, service), ['suspended'])
      must(await trial.call.unsuspend(suspended))
      await saysIn(`release 1 on ${name}, start number 3`)

      await act(trial, larger, 'rebuild', { image: `${image}-other` })
      await saysIn(`release 2 on ${name}, start number 1`)
      const { config } = await rawOf(place, service)
      assert.equal(config['limits.memory'], '128MiB')
      assert.equal(config['user.berth.key'], service.key)

      must(await trial.call.terminate(larger))
      await assert.rejects(rawOf(place, service), /not found/)
    })
  })
} else {
  console.log('incus: the life on a real LXD was not run: BERTH_TEST_LXD_SOCKET is not set')
}
