import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { meaningOf } from '../src/failures.ts'
import { cpanelModule } from '../src/index.ts'
import { errorOf, KEY, onlyAccount, PRODUCT, serviceOf, taken, withWhm } from './with-whm.ts'

describe('creating an account', () => {
  test('tells all that a customer needs, with the name servers that WHM gave', () =>
    withWhm(async ({ standIn, delivered }) => {
      const { resource } = await delivered()
      const account = onlyAccount(standIn)
      assert.equal(account.email, 'zoe@example.test')
      assert.equal(account.password, resource?.secrets.password)
      const told = Object.fromEntries(
        (resource?.connection ?? []).map(({ label, value, secret }) => [label.en, value ?? secret]),
      )
      assert.deepEqual(told, {
        Site: 'http://example.com',
        cPanel: 'https://127.0.0.1:2083',
        'User name': account.user,
        Password: 'password',
        'FTP server': '127.0.0.1',
        Webmail: 'https://127.0.0.1:2096',
        'IP address': '192.0.2.10',
        'Name servers': 'ns1.example.test ns2.example.test',
      })
    }))

  test('takes name servers and host from the settings where they stand there', () =>
    withWhm(async ({ server, delivered }) => {
      server.settings.nameservers = 'ns1.host.test, ns2.host.test'
      server.settings.publicHost = 'web1.host.test'
      const { resource } = await delivered()
      const values = resource?.connection.map(({ value }) => value)
      assert.ok(values?.includes('ns1.host.test ns2.host.test'))
      assert.ok(values?.includes('https://web1.host.test:2083'))
    }))

  test('an option names another package, and an IP of its own is asked for', () =>
    withWhm(async ({ standIn, delivered }) => {
      const options = [{ key: 'package', value: 'large' }]
      await delivered({ options, product: { ...PRODUCT, dedicatedIp: true } })
      assert.equal(onlyAccount(standIn).plan, 'large')
      assert.equal(onlyAccount(standIn).ip, '192.0.2.77')
      assert.equal(cpanelModule.planOf?.(PRODUCT, options), 'large')
    }))

  test('what is refused names the field that is to blame', () =>
    withWhm(async ({ server, context }) => {
      const attempt = async (changes: Parameters<typeof serviceOf>[0]) =>
        errorOf(await cpanelModule.create(context(), server, serviceOf(changes)))
      const domain = await attempt({ orderData: { domain: '192.0.2.1' } })
      assert.deepEqual([domain.code, domain.pointer], ['rejected', '/orderData/domain'])
      const none = await attempt({ product: { ...PRODUCT, package: 'gone' } })
      assert.deepEqual([none.code, none.pointer], ['rejected', '/product/package'])
    }))

  test('a full licence is a lack of capacity', () =>
    withWhm(async ({ standIn, server, context }) => {
      standIn.state.mostAccounts = 0
      const refused = errorOf(await cpanelModule.create(context(), server, serviceOf()))
      assert.equal(refused.code, 'capacity')
    }))

  test('whose answer was lost is taken over with a new password', () =>
    withWhm(async ({ standIn, server, context }) => {
      await standIn.faults.loseAnswer()
      const lost = errorOf(await cpanelModule.create(context(), server, serviceOf()))
      assert.equal(lost.lost, true)
      const before = onlyAccount(standIn).password
      const made = taken(await cpanelModule.create(context(), server, serviceOf()))
      assert.equal(standIn.state.accounts.size, 1)
      assert.notEqual(made.secrets.password, before)
      assert.equal(made.secrets.password, onlyAccount(standIn).password)
    }))
})

test('no password and no token is ever in an address', () =>
  withWhm(async ({ standIn, server, context, delivered }) => {
    const service = await delivered()
    taken(await cpanelModule.resetPassword?.(context(), server, service))
    assert.ok(standIn.exchanges.every(({ path }) => /^\/json-api\/[a-z_]+$/.test(path)))
  }))

test('what the customer was told is the reason that WHM shows', () =>
  withWhm(async ({ standIn, server, context, delivered }) => {
    const service = { ...(await delivered()), suspensionReason: 'Impayé depuis trois jours' }
    taken(await cpanelModule.suspend(context(), server, service))
    assert.equal(onlyAccount(standIn).suspendreason, 'Impayé depuis trois jours (1042)')
  }))

test('a suspension says why and for which service', () =>
  withWhm(async ({ standIn, server, context, delivered }) => {
    const service = await delivered()
    taken(await cpanelModule.suspend(context(), server, service))
    assert.equal(onlyAccount(standIn).suspendreason, 'Suspended by billing (1042)')
    const drawn = taken(await cpanelModule.panel?.(context(), server, service))
    const facts = drawn.overview.facts.map((fact) => fact.value)
    assert.ok(facts.includes('Suspended by billing (1042)'))
    assert.ok(drawn.actions.every((action) => action.disabled))
    const password = await cpanelModule.resetPassword?.(context(), server, service)
    assert.equal(errorOf(password).code, 'rejected')
  }))

describe('the panel', () => {
  test('counts disk, traffic, mailboxes and domains against the package', () =>
    withWhm(async ({ standIn, server, context, delivered }) => {
      const service = await delivered()
      const account = onlyAccount(standIn)
      account.mailboxes.push('info@example.com', 'zoe@example.com')
      account.addons.push('example.net')
      const drawn = taken(await cpanelModule.panel?.(context(), server, service))
      const cards = drawn.overview.statCards.map(({ id, value, limit }) => [id, value, limit])
      const MIB = 1024 * 1024
      assert.deepEqual(cards, [
        ['disk', 14 * MIB, 1024 * MIB],
        ['bandwidth', 352_000, 10_485_760],
        ['files', 321, null],
        ['mailboxes', 2, 5],
        ['addon_domains', 1, 1],
      ])
    }))

  test('is drawn without what a token may not ask', () =>
    withWhm(async ({ standIn, server, context, delivered }) => {
      const service = await delivered()
      standIn.state.denied.add('cpanel-api')
      const drawn = taken(await cpanelModule.panel?.(context(), server, service))
      const cards = drawn.overview.statCards.map(({ id }) => id)
      assert.deepEqual(cards, ['disk', 'bandwidth', 'files'])
    }))

  test('asks the account’s own API only for the tab that is looked at', () =>
    withWhm(async ({ standIn, server, context, delivered }) => {
      const service = await delivered()
      standIn.exchanges.length = 0
      taken(await cpanelModule.panel?.(context(), server, service, { tab: 'mail' }))
      const asked = standIn.exchanges.filter(({ name }) => name === 'uapi_cpanel')
      assert.deepEqual(
        asked.map(({ values }) => (values as Record<string, string>)['cpanel.function']),
        ['list_pops'],
      )
    }))

  test('logs a customer in where the action leads, in the customer’s language', () =>
    withWhm(async ({ server, context, delivered }) => {
      const service = await delivered()
      const open = async (action: string) => {
        const outcome = await cpanelModule.panelAction?.(context(), server, service, action, {})
        return new URL(taken(outcome).link ?? '')
      }
      const files = await open('open_files')
      assert.equal(files.searchParams.get('goto_app'), 'FileManager_Home')
      assert.equal(files.searchParams.get('locale'), 'fr')
      assert.equal((await open('open_webmail')).port, '2096')
      const suspended = { ...service, suspended: true }
      const ctx = context()
      const refused = cpanelModule.panelAction?.(ctx, server, suspended, 'open_cpanel', {})
      assert.equal(errorOf(await refused).code, 'rejected')
    }))
})

test('an account is adopted as it is and keeps its name', () =>
  withWhm(async ({ standIn, server, context, delivered }) => {
    const { resource } = await delivered({ key: 'made-by-another' })
    standIn.state.stores.clear()
    const before = { ...onlyAccount(standIn) }
    taken(await cpanelModule.adopt?.(context(), server, serviceOf({ resource })))
    const [found] = taken(await cpanelModule.find(context(), server, KEY))
    assert.equal(found?.remoteId, before.user)
    assert.deepEqual(onlyAccount(standIn), before)
  }))

test('the connection test names each privilege that is missing', () =>
  withWhm(async ({ standIn, server, context }) => {
    for (const one of ['kill-acct', 'create-user-session']) standIn.state.denied.add(one)
    const checks = taken(await cpanelModule.testConnection(context(), server))
    const missing = checks.filter((check) => !check.ok).map((check) => check.message)
    assert.deepEqual(missing, [
      'The privilege kill-acct is missing',
      'The privilege create-user-session is missing',
    ])
  }))

test('WHM’s words are understood', () => {
  const meanings: readonly [string, string][] = [
    ['Account does not exist.', 'not_found'],
    ['System user bob does not exist!', 'not_found'],
    ['The package “gold” does not exist.', 'rejected'],
    ['(XID ab) This system already has an account named “bob”.', 'conflict'],
    ['(XID ab) The domain “a.b” already exists in the userdata.', 'conflict'],
    ['Sorry, a DNS entry for “a.b” already exists', 'conflict'],
    ['You have exceeded your account creation limit.', 'capacity'],
    ['Your license allows at most 30 accounts', 'capacity'],
    ['Permission denied', 'auth'],
    ['You do not have permission to read the account “bob”.', 'auth'],
    ['The account bob is locked, try again later', 'transient'],
    ['Unknown app (“foo”) requested', 'unsupported'],
    ['Invalid domain', 'rejected'],
    ['Sorry, the password may not contain the username', 'rejected'],
  ]
  for (const [words, code] of meanings) assert.equal(meaningOf(words).code, code, words)
})
