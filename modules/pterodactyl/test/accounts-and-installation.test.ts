import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { pterodactylModule } from '../src/index.ts'
import { CUSTOMER, errorOf, KEY, onlyServer, serviceOf, taken, withPanel } from './with-panel.ts'

describe('the customer’s account on the panel', () => {
  test('is made once for two services and its password is told once', () =>
    withPanel(async ({ standIn, server, context }) => {
      const first = taken(await pterodactylModule.create(context(), server, serviceOf()))
      const ctx = { ...context(), key: 'another-service' }
      const second = taken(
        await pterodactylModule.create(ctx, server, serviceOf({ key: 'another-service' })),
      )
      assert.ok(first.secrets.panel_password)
      assert.deepEqual(second.secrets, {})
      const users = [...standIn.state.users.values()].filter((user) => !user.root_admin)
      assert.deepEqual(
        users.map((user) => [user.external_id, user.email, user.first_name, user.last_name]),
        [[CUSTOMER.id, CUSTOMER.email, 'Zoé', 'Ünïcode']],
      )
      assert.match(users[0]?.username ?? '', /^zoe[0-9a-z]{8}$/)
    }))

  test('is the one with the e-mail address, and its password is not ours to change', () =>
    withPanel(async ({ standIn, server, context }) => {
      const admin = standIn.state.users.get(1) ?? assert.fail()
      // The panel's filter finds parts of addresses: not-zoe@example.test holds zoe@example.test.
      standIn.state.users.set(2, {
        ...admin,
        id: 2,
        username: 'other',
        email: 'not-zoe@example.test',
        root_admin: false,
      })
      standIn.state.users.set(3, {
        ...admin,
        id: 3,
        username: 'zoe',
        email: 'ZOE@example.test',
        root_admin: false,
      })
      const made = taken(await pterodactylModule.create(context(), server, serviceOf()))
      assert.equal(onlyServer(standIn).user, 3)
      const service = serviceOf({ resource: made })
      const refused = errorOf(
        (await pterodactylModule.resetPassword?.(context(), server, service)) ?? assert.fail(),
      )
      assert.equal(refused.code, 'rejected')
      assert.equal(standIn.state.users.get(3)?.password, 'x')
      const panel = taken(
        (await pterodactylModule.panel?.(context(), server, service)) ?? assert.fail(),
      )
      const action = panel.actions.find((one) => one.id === 'reset_password')
      assert.ok(action?.disabled, 'the button says why it cannot be used')
    }))

  test('of an administrator is never given a new password', () =>
    withPanel(async ({ standIn, server, context }) => {
      server.settings.resetFoundAccounts = true
      const admin = standIn.state.users.get(1) ?? assert.fail()
      admin.email = CUSTOMER.email
      const made = taken(await pterodactylModule.create(context(), server, serviceOf()))
      const refused = await pterodactylModule.resetPassword?.(
        context(),
        server,
        serviceOf({ resource: made }),
      )
      assert.equal(errorOf(refused ?? assert.fail()).code, 'rejected')
      assert.equal(admin.password, 'x')
    }))
})

describe('an installation', () => {
  test('is followed to its end, also by a later attempt', () =>
    withPanel(async ({ standIn, server, context }) => {
      standIn.state.installLooks = 12
      const ctx = context()
      const first = errorOf(await pterodactylModule.create(ctx, server, serviceOf()))
      assert.equal(first.code, 'transient')
      assert.equal(first.stillRunning, true)
      assert.ok(first.retryAfterMs)
      const [found] = taken(await pterodactylModule.find(ctx, server, KEY))
      assert.equal(found?.state, 'changing')
      const task = ctx.tasks.at(-1)
      const made = taken(await pterodactylModule.create(context(task), server, serviceOf()))
      assert.equal(made.remoteId, found?.remoteId)
      assert.equal(standIn.state.servers.size, 1)
      const owner = standIn.state.users.get(onlyServer(standIn).user)
      assert.equal(made.secrets.panel_password, owner?.password, 'the first one was never told')
    }))

  test('that was begun in an attempt whose answer was lost still ends with a password', () =>
    withPanel(async ({ standIn, server, context }) => {
      await standIn.faults.loseAnswer()
      const ctx = context()
      assert.equal(errorOf(await pterodactylModule.create(ctx, server, serviceOf())).lost, true)
      const again = context(ctx.tasks.at(-1))
      const made = taken(await pterodactylModule.create(again, server, serviceOf()))
      const owner = standIn.state.users.get(onlyServer(standIn).user)
      assert.equal(made.secrets.panel_password, owner?.password)
      assert.equal(standIn.state.servers.size, 1)
    }))

  test('leaves the password of an account that was there before as it is', () =>
    withPanel(async ({ standIn, server, context }) => {
      const first = taken(await pterodactylModule.create(context(), server, serviceOf()))
      standIn.state.installLooks = 12
      const ctx = { ...context(), key: 'another-service' }
      const other = serviceOf({ key: 'another-service' })
      errorOf(await pterodactylModule.create(ctx, server, other))
      const remembered = { ...context(ctx.tasks.at(-1)), key: 'another-service' }
      const second = taken(await pterodactylModule.create(remembered, server, other))
      assert.deepEqual(second.secrets, {})
      const owner = standIn.state.users.get(onlyServer(standIn).user)
      assert.equal(owner?.password, first.secrets.panel_password)
    }))

  test('that fails waits for staff, and their retry installs again', () =>
    withPanel(async ({ standIn, server, context }) => {
      standIn.state.installFails = true
      const ctx = context()
      const refused = errorOf(await pterodactylModule.create(ctx, server, serviceOf()))
      assert.equal(refused.code, 'rejected')
      standIn.state.installFails = false
      taken(await pterodactylModule.create(context(ctx.tasks.at(-1)), server, serviceOf()))
      assert.equal(onlyServer(standIn).status, null)
      const asked = standIn.exchanges.filter((one) => one.path.endsWith('/reinstall'))
      assert.equal(asked.length, 1)
    }))

  test('is not waited for where the server’s settings say so', () =>
    withPanel(async ({ standIn, server, context }) => {
      standIn.state.installLooks = 12
      server.settings.waitForInstallation = false
      taken(await pterodactylModule.create(context(), server, serviceOf()))
      assert.equal(onlyServer(standIn).status, 'installing')
    }))

  test('a reinstallation that goes on is followed and not begun anew', () =>
    withPanel(async ({ standIn, server, context }) => {
      const resource = taken(await pterodactylModule.create(context(), server, serviceOf()))
      const service = serviceOf({ resource })
      standIn.state.installLooks = 12
      const ctx = context()
      const again = (remembered?: string) =>
        pterodactylModule.reinstall?.(remembered ? context(remembered) : ctx, server, service, {
          keepData: false,
        }) ?? assert.fail()
      assert.equal(errorOf(await again()).stillRunning, true)
      taken(await again(ctx.tasks.at(-1)))
      const asked = standIn.exchanges.filter((one) => one.path.endsWith('/reinstall'))
      assert.equal(asked.length, 1)
    }))
})
