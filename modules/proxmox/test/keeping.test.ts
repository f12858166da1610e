import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ServiceInput } from '@berth/sdk'
import { PRODUCTS } from './targets.ts'
import { type Cluster, must, refusal, withCluster } from './with-cluster.ts'

const act = (
  { module, target, context }: Cluster,
  service: ServiceInput,
  id: string,
  input: Record<string, unknown> = {},
) => module.panelAction?.(context(service.key), target.server, service, id, input)

const tab = async ({ module, target, context }: Cluster, service: ServiceInput, id: string) => {
  const panel = module.panel?.(context(service.key), target.server, service, { tab: id })
  return (await must(panel)).tabs.find((one) => one.id === id)?.blocks ?? []
}

test('going back to a snapshot undoes neither a plan nor an address nor our marks', async () => {
  await withCluster('qemu', {}, async (cluster) => {
    const service = await cluster.delivered()
    await must(act(cluster, service, 'snapshot_create', { name: 'before', description: '' }))
    const larger = { ...service, product: { ...PRODUCTS.qemu, memoryMb: 4096, diskGb: 30 } }
    const ctx = cluster.context(service.key)
    await must(cluster.module.changePlan?.(ctx, cluster.target.server, larger))
    const tags = cluster.guest(service).config.tags
    await must(act(cluster, larger, 'snapshot_rollback', { name: 'before' }))
    const { config, status } = cluster.guest(service)
    assert.deepEqual([config.memory, config.tags, status], ['4096', tags, 'running'])
  })
})

test('snapshots end at the product’s limit and are shown', async () => {
  await withCluster('lxc', {}, async (cluster) => {
    const service = await cluster.delivered()
    for (const name of ['one', 'two']) {
      await must(act(cluster, service, 'snapshot_create', { name, description: 'note' }))
    }
    const third = act(cluster, service, 'snapshot_create', { name: 'three', description: '' })
    assert.equal((await refusal(third)).code, 'rejected')
    const [table] = await tab(cluster, service, 'snapshots')
    assert.deepEqual(table?.type === 'table' && table.rows.map((row) => row.name), ['two', 'one'])
    await must(act(cluster, service, 'snapshot_delete', { name: 'one' }))
    assert.deepEqual(
      cluster.guest(service).snapshots.map((one) => one.name),
      ['two'],
    )
    const gone = act(cluster, service, 'snapshot_delete', { name: 'one' })
    assert.equal((await refusal(gone)).code, 'not_found')
  })
})

for (const kind of ['qemu', 'lxc'] as const) {
  test(`${kind}: a backup is restored in its place, with the addresses of today`, async () => {
    await withCluster(kind, {}, async (cluster) => {
      const service = await cluster.delivered()
      await must(act(cluster, service, 'backup_create'))
      const guest = cluster.guest(service)
      const [before, tags] = [guest.config.net0, guest.config.tags]
      guest.config.searchdomain = 'made-after.example.test'
      await must(act(cluster, service, 'backup_restore', { backup: '' }))
      const { config, status, vmid } = cluster.guest(service)
      assert.equal(String(vmid), service.resource?.remoteId)
      assert.deepEqual(
        [config.net0, config.tags, config.searchdomain, status],
        [before, tags, undefined, 'running'],
      )
    })
  })
}

test('backups of a number’s former owner are nobody’s, and ours go with the service', async () => {
  await withCluster('qemu', {}, async (cluster) => {
    const { state, target, module } = cluster
    const service = await cluster.delivered()
    const { vmid } = cluster.guest(service)
    const volid = `backups:backup/vzdump-qemu-${vmid}-1.vma.zst`
    const foreign = { volid, vmid, kind: 'qemu', ctime: 1, size: 1, notes: 'their shop' } as const
    state.backups.push({ ...foreign, config: {} })
    const theirs = act(cluster, service, 'backup_restore', { backup: volid })
    assert.equal((await refusal(theirs)).code, 'not_found')
    await must(act(cluster, service, 'backup_create'))
    const [table] = await tab(cluster, service, 'backups')
    assert.equal(table?.type === 'table' && table.rows.length, 1)
    await must(module.terminate(cluster.context(service.key), target.server, service))
    assert.deepEqual(
      state.backups.map((one) => one.volid),
      [volid],
    )
  })
})

test('backups end at the product’s limit', async () => {
  await withCluster('qemu', {}, async (cluster) => {
    const service = await cluster.delivered({ product: { ...PRODUCTS.qemu, backups: 1 } })
    await must(act(cluster, service, 'backup_create'))
    assert.equal((await refusal(act(cluster, service, 'backup_create'))).code, 'rejected')
    await must(act(cluster, service, 'backup_delete', { backup: '' }))
    assert.deepEqual(cluster.state.backups, [])
  })
})

test('the console leads customers to the gateway with a ticket, and staff to Proxmox without one', async () => {
  await withCluster('qemu', {}, async (cluster) => {
    const service = await cluster.delivered()
    const { vmid, node } = cluster.guest(service)
    const { link } = await must(act(cluster, service, 'console'))
    const ticket = encodeURIComponent(`PVEVNC:${vmid}::c2VjcmV0+/=`)
    assert.equal(
      link,
      `https://console.example.test/${node}/qemu/${vmid}?port=5900&ticket=${ticket}`,
    )
  })
  await withCluster('lxc', { consoleUrl: '' }, async (cluster) => {
    const service = await cluster.delivered()
    const { vmid, node } = cluster.guest(service)
    const url = String(cluster.target.server.settings.url)
    const { link } = await must(act(cluster, service, 'console'))
    assert.equal(link, `${url}/?console=lxc&novnc=1&vmid=${vmid}&node=${node}&resize=scale`)
    const ctx = cluster.context(service.key)
    const panel = await must(cluster.module.panel?.(ctx, cluster.target.server, service))
    const button = panel.actions.find((one) => one.id === 'console')
    assert.deepEqual(button?.audience, ['staff'])
  })
})

test('charts show an hour, a day and a week, with holes where nothing was measured', async () => {
  await withCluster('qemu', {}, async (cluster) => {
    const service = await cluster.delivered()
    const blocks = await tab(cluster, service, 'usage')
    assert.equal(blocks.length, 12)
    const [cpu] = blocks
    assert.ok(cpu?.type === 'chart')
    assert.equal(cpu.points.length, 70)
    assert.equal(cpu.points.at(-1)?.values.cpu, null)
  })
})

test('reverse names are shown beside the addresses', async () => {
  await withCluster('qemu', {}, async (cluster) => {
    const service = await cluster.delivered()
    const [table] = await tab(cluster, service, 'network')
    assert.deepEqual(table?.type === 'table' && table.rows, [
      {
        address: '192.0.2.10',
        gateway: '192.0.2.1',
        reverse: '192-0-2-10.vps.example.test',
      },
      {
        address: '2001:db8::2',
        gateway: '2001:db8::1',
        reverse: '20010db8000000000000000000000002.vps.example.test',
      },
    ])
  })
})
