import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SandboxProvider } from '@berth/module-sandbox/provider'
import { startTestApp } from '../../../test/app.ts'
import { makeProduct } from '../../../test/factories/catalog.ts'
import { makeCustomer } from '../../../test/factories/customer.ts'
import { makeServer } from '../../../test/factories/server.ts'

const app = await startTestApp()
const staff = await app.staff()
/** More than one page of proposals of the provider. */
const MANY = 120
const SMALL = { memoryMb: 1024, diskGb: 10, cpuCores: 1 }

/** Makes a resource behind everybody's back. */
function add(provider: SandboxProvider, name: string, more: Record<string, unknown> = {}): void {
  const body = { plan: { name: '1024 MiB / 10 GiB / 1', ...SMALL }, name, ...more }
  const { status } = provider.control({ method: 'POST', path: 'resources', body })
  assert.equal(status, 201)
}

async function start() {
  const { server, provider } = await makeServer(app.ctx)
  const { product } = await makeProduct(app.ctx, {
    type: 'sandbox',
    serverGroupId: server.groupId,
    moduleSettings: SMALL,
    prices: { annually: 9000n, monthly: 1000n },
  })
  return { server, provider, product, url: `/api/v1/admin/servers/${server.id}/import-proposals` }
}

const byName = (items: { suggestedName: string; proposal: Record<string, never> }[]) =>
  new Map(items.map(({ suggestedName, proposal }) => [suggestedName, proposal]))

test('a resource is proposed with the customer of its owner’s address and the product of its plan', async () => {
  const { provider, product, url } = await start()
  const { customer } = await makeCustomer(app, { name: 'Ada Lovelace' })
  add(provider, 'hers', { owner: customer.email.toUpperCase() })
  add(provider, 'named', { owner: ' ada lovelace ', suspended: true })
  add(provider, 'nobody', { owner: 'stranger@nowhere.example' })
  add(provider, 'other', { plan: { name: 'huge', ...SMALL } })
  const { status, body } = await staff.get(url)
  assert.equal(status, 200, JSON.stringify(body))
  const proposed = byName(body.items)
  assert.deepEqual(proposed.get('hers'), {
    name: 'hers',
    customer: { id: customer.id, number: customer.number, name: 'Ada Lovelace', by: 'email' },
    product: { id: product.id, name: product.name, isOnly: true },
    cycle: 'monthly',
    price: { amount: '1000', currency: 'EUR' },
    expiresAt: '2025-04-10T11:00:00.000Z',
    status: 'active',
  })
  const { customer: named, status: becomes } = proposed.get('named') ?? {}
  assert.deepEqual([(named as { by?: string } | undefined)?.by, becomes], ['name', 'suspended'])
  assert.equal(proposed.get('nobody')?.customer, null)
  assert.deepEqual([proposed.get('other')?.product, proposed.get('other')?.cycle], [null, null])
  assert.deepEqual(
    body.products.map(({ id }: { id: string }) => id),
    [product.id],
  )
})

test('an owner’s name that two customers have is nobody’s', async () => {
  const { provider, url } = await start()
  await makeCustomer(app, { name: 'Twin Towers' })
  await makeCustomer(app, { name: 'Twin Towers' })
  add(provider, 'whose', { owner: 'Twin Towers' })
  const { body } = await staff.get(url)
  assert.equal(byName(body.items).get('whose')?.customer, null)
})

test('products of another server group, archived ones and plans that two have are told apart', async () => {
  const { provider, product, server, url } = await start()
  const elsewhere = await makeServer(app.ctx)
  await makeProduct(app.ctx, {
    type: 'sandbox',
    serverGroupId: elsewhere.server.groupId,
    moduleSettings: SMALL,
  })
  add(provider, 'one')
  const only = byName((await staff.get(url)).body.items).get('one')
  assert.deepEqual(only?.product, { id: product.id, name: product.name, isOnly: true })
  await makeProduct(app.ctx, {
    type: 'sandbox',
    serverGroupId: server.groupId,
    moduleSettings: SMALL,
  })
  const either = byName((await staff.get(url)).body.items).get('one') as unknown as {
    product: { isOnly: boolean }
  }
  assert.equal(either.product.isOnly, false)
})

test('more than a hundred are proposed and imported in one go', async () => {
  const { provider, server, product, url } = await start()
  const { customer } = await makeCustomer(app, { name: 'Many' })
  for (let n = 0; n < MANY; n++) add(provider, `machine-${n}`, { owner: customer.email })
  const items: { remoteId: string; proposal: Record<string, unknown> }[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page = await staff.get(cursor === '' ? url : `${url}?cursor=${cursor}`)
    items.push(...page.body.items)
    cursor = page.body.nextCursor
  }
  assert.equal(items.length, MANY)
  const rows = items.map(({ remoteId, proposal }) => ({
    serverId: server.id,
    remoteId,
    customerId: (proposal.customer as { id: string }).id,
    productId: product.id,
    name: proposal.name,
    cycle: proposal.cycle,
    price: proposal.price,
    expiresAt: proposal.expiresAt,
  }))
  const dry = await staff.post('/api/v1/admin/imports?dryRun=true', { rows })
  assert.equal(dry.status, 200, JSON.stringify(dry.body).slice(0, 500))
  const begun = await staff.post('/api/v1/admin/imports', { rows })
  assert.equal(begun.status, 202, JSON.stringify(begun.body).slice(0, 500))
  await app.settle()
  const { body } = await staff.get(`/api/v1/admin/imports/${begun.body.id}`)
  assert.deepEqual(body.counts, { total: MANY, running: 0, done: MANY, undone: 0 })
  const list = await staff.get('/api/v1/admin/imports')
  const [newest] = list.body.items
  assert.deepEqual([newest.id, newest.counts], [begun.body.id, body.counts])
  const after = await staff.get(url)
  assert.ok(after.body.items.every((one: { proposal: unknown }) => one.proposal === null))
})
