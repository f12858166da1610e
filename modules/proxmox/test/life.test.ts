import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTestContext } from '@berth/sdk/testing'
import { proxmoxModule } from '../src/index.ts'
import { parseTags, RESTART_TAG } from '../src/tags.ts'
import { CERTIFICATE, FINGERPRINT, startFaultProxy } from './fault-proxy.ts'
import { startStandIn } from './stand-in/start.ts'
import { PRODUCTS, settingsFor } from './targets.ts'
import { must, refusal, withCluster } from './with-cluster.ts'

test('a disk grows and never shrinks: a smaller plan is refused before anything changes', async () => {
  await withCluster('qemu', {}, async (cluster) => {
    const { module, target } = cluster
    const service = await cluster.delivered()
    const before = { ...cluster.guest(service).config }
    const smaller = { ...service, product: { ...PRODUCTS.qemu, cores: 4, diskGb: 10 } }
    const ctx = cluster.context(service.key)
    const error = await refusal(module.changePlan?.(ctx, target.server, smaller))
    assert.deepEqual([error.code, error.pointer], ['rejected', '/product/diskGb'])
    assert.deepEqual(cluster.guest(service).config, before)
    const larger = { ...service, product: { ...PRODUCTS.qemu, diskGb: 30 } }
    await must(module.changePlan?.(ctx, target.server, larger))
    assert.match(cluster.guest(service).config.scsi0 ?? '', /size=30G/)
  })
})

test('what a running machine takes at its next start is marked until then', async () => {
  await withCluster('qemu', {}, async (cluster) => {
    const { module, target } = cluster
    const service = await cluster.delivered()
    const ctx = cluster.context(service.key)
    const product = { ...PRODUCTS.qemu, cores: 4, memoryMb: 8192 }
    const options = [{ key: 'memory_mb', value: 1024 }]
    const changed = { ...service, product, options }
    await must(module.changePlan?.(ctx, target.server, changed))
    const tags = () => parseTags(cluster.guest(service).config.tags)
    assert.ok(tags().includes(RESTART_TAG))
    const plans = async () => {
      const page = await must(module.list(ctx, target.server, null))
      const found = await must(module.find(ctx, target.server, service.key))
      return [...page.items, ...found].map((one) => one.plan)
    }
    const wanted = module.planOf?.(product, options)
    assert.equal(wanted, 'QEMU, 4 × CPU, 9216 MiB, 20 GiB')
    assert.deepEqual(await plans(), [wanted, wanted])
    const panel = await must(module.panel?.(ctx, target.server, changed, { tab: null }))
    assert.ok(panel.overview.facts.some((fact) => fact.label.en === 'Waiting changes'))
    await must(module.power?.(ctx, target.server, changed, 'restart'))
    assert.ok(!tags().includes(RESTART_TAG))
    assert.equal(cluster.guest(service).config.memory, '9216')
    assert.deepEqual(await plans(), [wanted, wanted])
  })
})

test('a guest that is locked by a backup is asked again later', async () => {
  await withCluster('qemu', {}, async (cluster) => {
    const { module, target } = cluster
    const service = await cluster.delivered()
    cluster.guest(service).config.lock = 'backup'
    const ctx = cluster.context(service.key)
    for (const call of [module.suspend, module.terminate]) {
      const error = await refusal(call(ctx, target.server, service))
      assert.deepEqual([error.code, error.lost], ['transient', undefined])
      assert.match(error.message, /VM is locked \(backup\)/)
    }
  })
})

test('what is suspended starts by nothing that a customer can press', async () => {
  await withCluster('qemu', {}, async (cluster) => {
    const { module, target } = cluster
    const service = await cluster.delivered()
    const ctx = cluster.context(service.key)
    await must(module.suspend(ctx, target.server, service))
    assert.deepEqual(
      [cluster.guest(service).status, cluster.guest(service).config.onboot],
      ['stopped', '0'],
    )
    // The books may not say so yet.
    for (const suspended of [true, false]) {
      const asked = { ...service, suspended }
      for (const signal of ['start', 'restart'] as const) {
        const error = await refusal(module.power?.(ctx, target.server, asked, signal))
        assert.equal(error.code, 'rejected')
      }
      for (const id of ['start', 'restart', 'snapshot_rollback', 'backup_restore']) {
        const error = await refusal(module.panelAction?.(ctx, target.server, asked, id, {}))
        assert.equal(error.code, 'rejected')
      }
    }
    const panel = await must(module.panel?.(ctx, target.server, service))
    assert.deepEqual(
      panel.actions.filter((one) => !one.disabled),
      [],
    )
    await must(module.unsuspend(ctx, target.server, service))
    assert.equal(cluster.guest(service).config.onboot, '1')
  })
})

test('a suspended guest that somebody started is running, also in the listing', async () => {
  await withCluster('qemu', {}, async (cluster) => {
    const { module, target } = cluster
    const service = await cluster.delivered()
    const ctx = cluster.context(service.key)
    await must(module.suspend(ctx, target.server, service))
    cluster.guest(service).status = 'running'
    const page = await must(module.list(ctx, target.server, null))
    assert.deepEqual(
      page.items.map((one) => one.state),
      ['running'],
    )
  })
})

for (const kind of ['qemu', 'lxc'] as const) {
  test(`${kind}: rebuilt, it keeps number and addresses and has a new password`, async () => {
    await withCluster(kind, {}, async (cluster) => {
      const { module, target } = cluster
      const service = await cluster.delivered()
      await cluster.delivered()
      const before = cluster.addresses(service)
      const input = { template: '' }
      const ctx = cluster.context(service.key)
      const done = await must(module.panelAction?.(ctx, target.server, service, 'rebuild', input))
      assert.equal(done.resource?.remoteId, service.resource?.remoteId)
      assert.deepEqual(cluster.addresses(service), before)
      assert.notEqual(done.resource?.secrets.password, service.resource?.secrets.password)
      assert.equal(cluster.guest(service).status, 'running')
    })
  })

  test(`${kind}: a rebuilding that was cut after the removal goes on from the books`, async () => {
    await withCluster(kind, {}, async (cluster) => {
      const { module, target, state } = cluster
      const service = await cluster.delivered()
      const addresses = cluster.addresses(service)
      state.guests.delete(cluster.guest(service).vmid)
      const ctx = cluster.context(service.key)
      const input = { keepData: false }
      const made = await must(module.reinstall?.(ctx, target.server, service, input))
      assert.equal(made.remoteId, service.resource?.remoteId)
      assert.deepEqual(cluster.addresses(service), addresses)
      // Asked again by the same operation, it is not made a second time.
      const there = cluster.guest(service)
      await must(module.reinstall?.(ctx, target.server, { ...service, resource: made }, input))
      assert.equal(cluster.guest(service), there)
    })
  })
}

test('a number that was given to a stranger meanwhile is for staff to decide', async () => {
  await withCluster('qemu', {}, async (cluster) => {
    const { module, target } = cluster
    const service = await cluster.delivered()
    cluster.guest(service).config.tags = 'somebody-else'
    const ctx = cluster.context(service.key)
    const error = await refusal(module.terminate(ctx, target.server, service))
    assert.equal(error.code, 'conflict')
    assert.equal(cluster.state.guests.size, 4, 'it is still there')
  })
})

test('rebuilt while suspended, it stays suspended', async () => {
  await withCluster('qemu', {}, async (cluster) => {
    const { module, target } = cluster
    const service = await cluster.delivered()
    const ctx = cluster.context(service.key)
    await must(module.suspend(ctx, target.server, service))
    const suspended = { ...service, suspended: true }
    await must(module.reinstall?.(ctx, target.server, suspended, { keepData: false }))
    const [found] = await must(module.find(ctx, target.server, service.key))
    assert.deepEqual([found?.state, cluster.guest(service).config.onboot], ['suspended', '0'])
  })
})

test('taken over while it runs, nothing of it is changed', async () => {
  await withCluster('qemu', {}, async (cluster) => {
    const { module, target } = cluster
    const service = await cluster.delivered()
    const before = { ...cluster.guest(service).config }
    const again = { ...service, resource: null, product: { ...PRODUCTS.qemu, cores: 8 } }
    const taken = await must(module.create(cluster.context(service.key), target.server, again))
    assert.deepEqual(taken, service.resource)
    assert.deepEqual(cluster.guest(service).config, before)
  })
})

test('discarding never touches a template', async () => {
  await withCluster('qemu', {}, async ({ module, target, context }) => {
    const template = { remoteId: '9000', data: {}, secrets: {}, connection: [] }
    const error = await refusal(module.discard?.(context('k'), target.server, template))
    assert.equal(error.code, 'rejected')
  })
})

test('a new password comes by the guest agent at once, else by cloud-init at the restart', async () => {
  await withCluster('qemu', {}, async (cluster) => {
    const { module, target } = cluster
    const service = await cluster.delivered()
    const guest = cluster.guest(service)
    const ctx = cluster.context(service.key)
    const waiting = await must(module.resetPassword?.(ctx, target.server, service))
    assert.equal(waiting.data.passwordAtRestart, true)
    assert.equal(guest.config.cipassword, waiting.secrets.password)
    guest.hasAgent = true
    const next = { ...ctx, operationId: 'the next one' }
    const set = await must(module.resetPassword?.(next, target.server, service))
    assert.equal(set.data.passwordAtRestart, false)
    assert.deepEqual(guest.passwords, { root: set.secrets.password })
  })
})

test('containers say that Proxmox cannot set their password', async () => {
  await withCluster('lxc', {}, async ({ module, target, context, delivered }) => {
    const service = await delivered()
    const reset = module.resetPassword?.(context(service.key), target.server, service)
    assert.equal((await refusal(reset)).code, 'unsupported')
  })
})

test('a release that speaks in the status line only is understood too', async () => {
  await withCluster('qemu', {}, async (cluster) => {
    const { module, target, state } = cluster
    state.isSilent = true
    const service = await cluster.delivered()
    cluster.guest(service).config.protection = '1'
    const error = await refusal(
      module.terminate(cluster.context(service.key), target.server, service),
    )
    assert.equal(error.code, 'rejected')
    assert.match(error.message, /protection mode enabled/)
  })
})

test('a self-signed certificate is taken by fingerprint or authority, and no other one', async () => {
  const standIn = await startStandIn()
  const proxy = await startFaultProxy(standIn.url)
  const reach = async (settings: Record<string, unknown>) => {
    const server = { id: 's', name: 'S', settings: settingsFor(proxy.url, settings) }
    const found = await proxmoxModule.find(createTestContext({ key: 'k' }), server, 'k')
    return found.ok ? 'reached' : found.error.code
  }
  try {
    assert.equal(
      await reach({ fingerprint: FINGERPRINT.replaceAll(':', '').toLowerCase() }),
      'reached',
    )
    assert.equal(await reach({ ca: CERTIFICATE }), 'reached')
    assert.equal(await reach({ fingerprint: 'ab'.repeat(32) }), 'config')
    assert.equal(await reach({}), 'config')
  } finally {
    await proxy.close()
    await standIn.close()
  }
})

test('the server with the freest node is picked, and one that is down is passed over', async () => {
  await withCluster('qemu', {}, async ({ module, target, state, context, service: next }) => {
    const standIn = await startStandIn()
    for (const node of standIn.state.nodes.values()) node.mem = node.maxmem - 2 ** 30
    const full = { id: 'full', name: 'full', settings: settingsFor(standIn.url) }
    const down = { id: 'down', name: 'down', settings: settingsFor('http://127.0.0.1:9') }
    const places = { placesUsed: 0, placesLimit: null }
    const pick = (servers: readonly (typeof full)[]) =>
      module.pickServer?.(
        context('pick'),
        servers.map((server) => ({ server, ...places })),
        next(),
      )
    const all = [down, full, { ...target.server, id: 'free' } as typeof full]
    assert.equal(await must(pick(all)), 'free')
    for (const node of state.nodes.values()) node.isOnline = false
    assert.equal(await must(pick(all)), 'full')
    assert.equal((await refusal(pick([down]))).code, 'transient')
    await standIn.close()
  })
})
