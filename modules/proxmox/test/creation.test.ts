import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addGuest, beginTask } from './stand-in/state.ts'
import { PRODUCTS } from './targets.ts'
import { must, refusal, withCluster } from './with-cluster.ts'

const FOUR = '192.0.2.20-192.0.2.29/24 via 192.0.2.1'

for (const kind of ['qemu', 'lxc'] as const) {
  test(`${kind}: guests made at once have numbers and addresses of their own`, async () => {
    await withCluster(kind, {}, async (cluster) => {
      const made = await Promise.all(Array.from({ length: 5 }, () => cluster.delivered()))
      const guests = made.map((service) => cluster.guest(service))
      assert.equal(new Set(guests.map((guest) => guest.vmid)).size, 5)
      const addresses = made.flatMap((service) => cluster.addresses(service))
      assert.equal(addresses.length, kind === 'qemu' ? 10 : 5)
      assert.equal(new Set(addresses).size, addresses.length)
    })
  })

  test(`${kind}: killed after the answer of its making, it is followed and taken over`, async () => {
    await withCluster(kind, {}, async (cluster) => {
      const { module, target, state } = cluster
      state.taskTurns = 12
      const service = cluster.service()
      const ctx = cluster.context(service.key)
      const killed = { ...ctx, remember: () => Promise.reject(new Error('killed')) }
      await assert.rejects(module.create(killed, target.server, service), /killed/)
      const [upid = ''] = state.tasks.keys()
      const [vmid = ''] = ctx.reserved
      const found = await must(module.find(ctx, target.server, service.key))
      assert.deepEqual(
        found.map((one) => [one.remoteId, one.state]),
        [[vmid, 'changing']],
      )
      const later = cluster.later(service.key, { taskId: upid, remoteId: vmid })
      const resource = await must(module.create(later, target.server, service))
      assert.equal(resource.remoteId, vmid)
      assert.equal(cluster.guest(service).status, 'running')
    })
  })

  test(`${kind}: a task that fails is an error in its own words, and nothing stays`, async () => {
    await withCluster(kind, {}, async ({ module, target, state, service: next, context }) => {
      const type = kind === 'qemu' ? 'qmclone' : 'vzcreate'
      state.failures.set(type, 'copy failed: No space left on device')
      const service = next()
      const error = await refusal(module.create(context(service.key), target.server, service))
      assert.equal(error.code, 'capacity')
      assert.match(error.message, /No space left/)
      assert.equal(await target.countByKey(service.key), 0)
    })
  })
}

test('a task that outlasts all patience is still running, and goes on when asked again', async () => {
  await withCluster('qemu', {}, async (cluster) => {
    const { module, target, state } = cluster
    state.taskTurns = 400
    const service = cluster.service()
    const ctx = cluster.context(service.key)
    const error = await refusal(module.create(ctx, target.server, service))
    assert.deepEqual([error.code, error.stillRunning], ['transient', true])
    const [taskId = ''] = ctx.tasks
    const later = cluster.later(service.key, { taskId })
    for (const task of state.tasks.values()) task.left = 3
    state.taskTurns = 3
    const resource = await must(module.create(later, target.server, service))
    assert.equal(resource.remoteId, ctx.reserved[0])
    assert.equal(state.guests.size, 4, 'three templates and one guest')
  })
})

test('addresses of guests that are not ours are left alone', async () => {
  await withCluster('qemu', { addresses: FOUR }, async (cluster) => {
    const { state } = cluster
    addGuest(state, { vmid: 100, kind: 'qemu', node: 'pve1' }, { ipconfig0: 'ip=192.0.2.20/24' })
    addGuest(
      state,
      { vmid: 101, kind: 'lxc', node: 'pve2' },
      { hostname: 'x', net0: 'name=eth0,bridge=vmbr0,ip=192.0.2.21/24,gw=192.0.2.1' },
    )
    addGuest(
      state,
      { vmid: 102, kind: 'qemu', node: 'pve2' },
      { name: 'y', description: 'Berth addresses: 192.0.2.22' },
    )
    const product = { ...PRODUCTS.qemu, ipv6: 'none' as const }
    const service = await cluster.delivered({ product })
    assert.deepEqual(cluster.addresses(service), ['192.0.2.23'])
  })
})

test('two claims of one address: whoever sees the other gives way', async () => {
  await withCluster('lxc', { addresses: FOUR }, async (cluster) => {
    const { module, target, state } = cluster
    const service = cluster.service()
    const claims = `berth-${crypto.randomUUID()};berth-ip4-192-0-2-20`
    // The other one claims the same address between our look and our claim.
    const ctx = cluster.context(service.key)
    const fetch: typeof ctx.fetch = async (url, init) => {
      if (init?.method === 'PUT' && !state.guests.has(777)) {
        const config = { hostname: 'other', tags: claims }
        addGuest(state, { vmid: 777, kind: 'lxc', node: 'pve1' }, config)
      }
      return ctx.fetch(url, init)
    }
    await must(module.create({ ...ctx, fetch }, target.server, service))
    const [address = ''] = cluster.addresses(service)
    assert.notEqual(address, '192.0.2.20')
    assert.ok(cluster.guest(service).config.net0?.includes(`ip=${address}/24`))
  })
})

test('no free address is a lack of capacity, and nothing is made', async () => {
  const addresses = '192.0.2.20-192.0.2.20/24 via 192.0.2.1'
  await withCluster('lxc', { addresses }, async (cluster) => {
    await cluster.delivered()
    const second = cluster.service()
    const { module, target, context } = cluster
    const error = await refusal(module.create(context(second.key), target.server, second))
    assert.equal(error.code, 'capacity')
    assert.equal(await target.countByKey(second.key), 0)
  })
})

test('a machine is told both of its addresses, its keys and its user by cloud-init', async () => {
  await withCluster('qemu', { vlan: 7 }, async (cluster) => {
    const service = await cluster.delivered()
    const { config, node } = cluster.guest(service)
    assert.equal(
      config.ipconfig0,
      'ip=192.0.2.10/24,gw=192.0.2.1,ip6=2001:db8::2/64,gw6=2001:db8::1',
    )
    assert.equal(config.ciuser, 'root')
    assert.equal(config.cipassword, service.resource?.secrets.password)
    assert.match(
      decodeURIComponent(config.sshkeys ?? ''),
      /^ssh-ed25519 AAAA.*abc\+\/= zoé@maison$/,
    )
    assert.match(config.net0 ?? '', /^virtio=.*,bridge=vmbr0,firewall=1,rate=12,tag=7$/)
    assert.deepEqual([config.cores, config.memory, config.onboot], ['2', '2048', '1'])
    assert.match(config.scsi0 ?? '', /^ceph:vm-\d+-disk-0,size=20G$/)
    assert.ok(config.tags?.includes('templates'), 'tags of the template stay')
    assert.equal(node, 'pve2', 'the node with most free memory')
    assert.deepEqual(
      service.resource?.connection.map((line) => line.href ?? line.value ?? line.secret),
      ['vps.example.test', 'ssh://root@192.0.2.10', 'ssh://root@[2001:db8::2]', 'root', 'password'],
    )
  })
})

test('a linked clone stays with its template, and a local template on its node', async () => {
  await withCluster('qemu', {}, async (cluster) => {
    const product = { ...PRODUCTS.qemu, template: 'local-template', fullClone: false }
    const service = await cluster.delivered({ product })
    const guest = cluster.guest(service)
    assert.equal(guest.node, 'pve1')
    assert.match(guest.config.scsi0 ?? '', /^local-lvm:base-9001-disk-0\/vm-/)
  })
})

test('the customer chooses among the product’s templates only', async () => {
  await withCluster('qemu', {}, async (cluster) => {
    const { module, target, context } = cluster
    const order = (template: string) =>
      cluster.service({ orderData: { hostname: '', template, sshKeys: '' } })
    const other = order('windows')
    const error = await refusal(module.create(context(other.key), target.server, other))
    assert.deepEqual([error.code, error.pointer], ['rejected', '/orderData/template'])
    const listed = order('local-template')
    const made = await must(module.create(context(listed.key), target.server, listed))
    assert.equal(made.data.template, 'local-template')
    assert.equal(cluster.guest(listed).config.name, `vps-${listed.number}`)
  })
})

test('a template without cloud-init, or larger than the product, is a mistake of the setup', async () => {
  await withCluster('qemu', {}, async ({ module, target, state, context, service: next }) => {
    const plain = { name: 'plain', scsi0: 'ceph:base-9005-disk-0,size=4G' }
    addGuest(state, { vmid: 9005, kind: 'qemu', node: 'pve1', isTemplate: true }, plain)
    for (const change of [{ template: 'plain' }, { template: 'nowhere' }, { diskGb: 2 }]) {
      const service = next({ product: { ...PRODUCTS.qemu, ...change } })
      const error = await refusal(module.create(context(service.key), target.server, service))
      assert.equal(error.code, 'config')
      assert.ok(error.pointer?.startsWith('/product/'))
    }
  })
})

test('a guest that was left locked by nobody’s task is for staff to remove', async () => {
  await withCluster('qemu', {}, async ({ module, target, state, context, service: next }) => {
    const service = next()
    const config = { name: `berth-${service.key}`, lock: 'clone' }
    addGuest(state, { vmid: 150, kind: 'qemu', node: 'pve1' }, config)
    const error = await refusal(module.create(context(service.key), target.server, service))
    assert.equal(error.code, 'conflict')
    assert.match(error.message, /150 was left locked/)
  })
})

test('a request that was sent and is done late takes the number that is asked for again', async () => {
  await withCluster('qemu', { readForeignGuests: false }, async (cluster) => {
    const { module, target, state } = cluster
    const service = cluster.service()
    const ctx = cluster.later(service.key, { remoteId: '321' })
    // The late request is carried out between our look and our own request.
    const fetch: typeof ctx.fetch = async (url, init) => {
      if (String(url).endsWith('/clone') && !state.guests.has(321)) {
        const guest = addGuest(state, { vmid: 321, kind: 'qemu', node: 'pve1' }, { lock: 'create' })
        const clone = { ...state.guests.get(9000)?.config }
        beginTask(state, { node: 'pve1', type: 'qmclone', id: '9000' }, (left) => {
          const config = { ...clone, name: `berth-${service.key}` }
          guest.config = left === 0 ? config : { lock: 'create' }
          return undefined
        })
      }
      return ctx.fetch(url, init)
    }
    const made = await must(module.create({ ...ctx, fetch }, target.server, service))
    assert.equal(made.remoteId, '321')
    assert.equal(cluster.guest(service).status, 'running')
  })
})

test('a reserved number that a stranger has is left to him', async () => {
  await withCluster('lxc', {}, async (cluster) => {
    const { module, target, state } = cluster
    addGuest(state, { vmid: 321, kind: 'lxc', node: 'pve1' }, { hostname: 'theirs' })
    const service = cluster.service()
    const ctx = cluster.later(service.key, { remoteId: '321' })
    const made = await must(module.create(ctx, target.server, service))
    assert.notEqual(made.remoteId, '321')
    assert.equal(state.guests.get(321)?.config.hostname, 'theirs')
  })
})

test('a product with several templates asks for one; others ask nothing', async () => {
  await withCluster('qemu', {}, async ({ module, target, context }) => {
    const asked = (product: Record<string, unknown>) =>
      must(module.orderFields?.(context('k'), target.server, product))
    const [field] = await asked(PRODUCTS.qemu)
    assert.deepEqual(field?.type === 'choice' && field.options.map((one) => one.value), [
      'debian-12',
      'local-template',
    ])
    assert.deepEqual(await asked(PRODUCTS.lxc), [])
  })
})
