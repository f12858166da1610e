import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { pterodactylModule } from '../src/index.ts'
import { addServer } from './stand-in/state.ts'
import { PRODUCT } from './targets.ts'
import { CUSTOMER, errorOf, KEY, onlyServer, serviceOf, taken, withPanel } from './with-panel.ts'

describe('a node that does not answer', () => {
  test('creates nothing and loses nothing', () =>
    withPanel(async ({ standIn, server, context }) => {
      standIn.state.daemonAway = true
      const error = errorOf(await pterodactylModule.create(context(), server, serviceOf()))
      assert.equal(error.code, 'transient')
      assert.equal(error.lost, undefined)
      assert.equal(standIn.state.servers.size, 0)
    }))

  test('keeps a server from being deleted, unless the product says by force', () =>
    withPanel(async ({ standIn, server, context }) => {
      const resource = taken(await pterodactylModule.create(context(), server, serviceOf()))
      standIn.state.daemonAway = true
      const plain = serviceOf({ resource })
      assert.equal(
        errorOf(await pterodactylModule.terminate(context(), server, plain)).code,
        'transient',
      )
      assert.equal(standIn.state.servers.size, 1)
      const forced = serviceOf({ resource, product: { ...PRODUCT, forceDeletion: true } })
      taken(await pterodactylModule.terminate(context(), server, forced))
      assert.equal(standIn.state.servers.size, 0)
    }))

  test('does not hide what the panel itself knows', () =>
    withPanel(async ({ standIn, server, context }) => {
      taken(await pterodactylModule.create(context(), server, serviceOf()))
      standIn.state.daemonAway = true
      const [found] = taken(await pterodactylModule.find(context(), server, KEY))
      assert.equal(found?.state, 'running')
    }))
})

describe('external ids of another billing system', () => {
  const adoption = (replaceForeignIds: boolean, externalId: string) => {
    let outcome = ''
    return withPanel(async ({ standIn, server, context }) => {
      server.settings.replaceForeignIds = replaceForeignIds
      const row = addServer(standIn.state, { external_id: externalId })
      const resource = { remoteId: String(row.id), data: {}, secrets: {}, connection: [] }
      const adopted = await pterodactylModule.adopt?.(context(), server, serviceOf({ resource }))
      outcome = adopted?.ok ? 'adopted' : (adopted?.error.code ?? '')
      assert.equal(row.external_id, outcome === 'adopted' ? KEY : externalId)
    }).then(() => outcome)
  }

  test('are replaced at an import only where staff allow it, and never those of a Berth', async () => {
    assert.equal(await adoption(false, '4711'), 'conflict')
    assert.equal(await adoption(true, '4711'), 'adopted')
    assert.equal(await adoption(true, '0f2c7f8e-6d8b-4f0e-9b66-3a1d2c3b4a5f'), 'conflict')
  })
})

test('renaming keeps our key, the owner and the description', () =>
  withPanel(async ({ standIn, server, context }) => {
    const resource = taken(await pterodactylModule.create(context(), server, serviceOf()))
    const before = { ...onlyServer(standIn) }
    const service = serviceOf({ resource, name: 'Nouveau ✓' })
    taken((await pterodactylModule.rename?.(context(), server, service)) ?? assert.fail())
    assert.deepEqual(onlyServer(standIn), { ...before, name: 'Nouveau ✓' })
  }))

test('another owner gets the server, and the old password goes', () =>
  withPanel(async ({ standIn, server, context }) => {
    const resource = taken(await pterodactylModule.create(context(), server, serviceOf()))
    const customer = { ...CUSTOMER, id: 'another-customer-7', email: 'max@example.test' }
    const service = serviceOf({ resource, customer })
    const changed = taken(
      (await pterodactylModule.changeOwner?.(context(), server, service)) ?? assert.fail(),
    )
    assert.notEqual(changed.secrets.panel_password, resource.secrets.panel_password)
    const [found] = taken(await pterodactylModule.find(context(), server, KEY))
    assert.equal(found?.owner, 'max@example.test')
    assert.equal(standIn.state.servers.size, 1)
  }))

test('without a client key there is no power switch and no usage, and all else works', () =>
  withPanel(async ({ server, context }) => {
    server.settings.clientKey = ''
    const resource = taken(await pterodactylModule.create(context(), server, serviceOf()))
    const service = serviceOf({ resource })
    const panel = taken(
      (await pterodactylModule.panel?.(context(), server, service)) ?? assert.fail(),
    )
    assert.deepEqual(
      panel.actions.map((one) => one.id),
      ['open_panel', 'reinstall', 'reset_password'],
    )
    assert.deepEqual(
      panel.overview.statCards.map((card) => card.id),
      ['memory', 'disk', 'cpu'],
    )
    assert.equal(panel.overview.connection[0]?.value, '192.0.2.1:25565')
    const usage = await pterodactylModule.usage?.(context(), server, resource)
    assert.deepEqual(taken(usage ?? assert.fail()), [])
    const power = await pterodactylModule.power?.(context(), server, service, 'stop')
    assert.equal(errorOf(power ?? assert.fail()).code, 'unsupported')
    const emptied = pterodactylModule.reinstall?.(context(), server, service, { keepData: false })
    assert.equal(errorOf((await emptied) ?? assert.fail()).code, 'unsupported')
  }))

test('reinstalling without the files deletes them first', () =>
  withPanel(async ({ standIn, server, context }) => {
    const resource = taken(await pterodactylModule.create(context(), server, serviceOf()))
    onlyServer(standIn).files.push('world')
    const again = async (keepData: boolean) => {
      const service = serviceOf({ resource })
      const done = await pterodactylModule.reinstall?.(context(), server, service, { keepData })
      taken(done ?? assert.fail())
      return onlyServer(standIn).files
    }
    assert.deepEqual(await again(true), ['server.jar', 'world'])
    assert.deepEqual(await again(false), ['server.jar'])
  }))

test('the connection test names each permission that is missing', () =>
  withPanel(async ({ standIn, server, context }) => {
    for (const one of ['allocations:read', 'servers:write', 'eggs:read'])
      standIn.state.denied.add(one)
    standIn.state.clientIsAdmin = false
    const checks = taken(await pterodactylModule.testConnection(context(), server))
    assert.deepEqual(
      checks.filter((check) => !check.ok).map((check) => check.name.en),
      [
        'Permission “Servers: Read & Write”',
        'Permission “Eggs: Read”',
        'Permission “Allocations: Read”',
        'Client API key of an administrator',
      ],
    )
    assert.equal(standIn.state.servers.size, 0)
  }))
