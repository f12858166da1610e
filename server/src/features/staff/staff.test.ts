import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { generate } from 'otplib'
import { startTestApp } from '../../../test/app.ts'
import { makeStaff } from '../../../test/factories/staff.ts'
import { firstStart } from '../../first-start.ts'
import { type Alert, staffToAlert } from './alerts.ts'

const STAFF = '/api/v1/admin/staff'
const ROLES = '/api/v1/admin/roles'
const LOGIN = '/api/v1/auth/login'
const password = 'the password of a member'

describe('the first start', async () => {
  const app = await startTestApp()

  test('prints a link as long as there is no staff; the latest one makes the owner, once', async () => {
    const former = await firstStart(app.ctx)
    const link = await firstStart(app.ctx)
    assert.match(String(link), /^https:\/\/berth\.example\/admin\/setup\?token=/)
    assert.notEqual(former, link)
    const setUp = (from: string | null) =>
      app.anonymous.post('/api/v1/auth/setup', {
        token: new URL(String(from)).searchParams.get('token'),
        name: 'Olga Owner',
        email: 'Olga@Berth.example',
        password,
      })
    assert.equal((await setUp(former)).status, 422)
    const answers = await Promise.all([setUp(link), setUp(link)])
    assert.deepEqual(answers.map((answer) => answer.status).sort(), [200, 422])
    const made = answers.find((answer) => answer.status === 200)
    assert.deepEqual([made?.body.staff.role, made?.body.staff.permissions], ['owner', ['*']])
    assert.equal(await firstStart(app.ctx), null)
    const login = await app.anonymous.post(LOGIN, { email: 'olga@berth.example', password })
    assert.equal(login.status, 200)
  })
})

describe('the owner that the environment names', async () => {
  const firstAdmin = { email: 'ops@berth.example', password }
  const app = await startTestApp({ config: { firstAdmin } })

  test('is made once, however many processes start', async () => {
    const links = await Promise.all([1, 2, 3].map(() => firstStart(app.ctx)))
    assert.deepEqual(links, [null, null, null])
    const login = await app.anonymous.post(LOGIN, firstAdmin)
    assert.equal(login.body.staff.role, 'owner')
    const owner = await app.as({ realm: 'staff', id: login.body.staff.id })
    assert.equal((await owner.get(STAFF)).body.items.length, 1)
  })
})

describe('the team', async () => {
  const app = await startTestApp()
  const owner = await app.staff()
  const ownerId = (await owner.get('/api/v1/auth/session')).body.staff.id
  const roles = (await owner.get(ROLES)).body.items as { id: string; name: string }[]
  const roleId = (name: string) => roles.find((role) => role.name === name)?.id

  test('somebody is invited and chooses a password', async () => {
    const wanted = { email: 'New@Team.example', name: 'New', roleId: roleId('support') }
    const answer = await owner.post(STAFF, wanted)
    assert.equal(answer.status, 201)
    const member = (await owner.get(`${STAFF}/${answer.body.id}`)).body
    assert.deepEqual([member.email, member.hasPassword], ['new@team.example', false])
    const again = await owner.post(STAFF, wanted)
    assert.deepEqual([again.status, again.body.errors[0].pointer], [422, '/email'])
    const nobody = { ...wanted, email: 'x@team.example', roleId: answer.body.id }
    assert.equal((await owner.post(STAFF, nobody)).body.errors[0].pointer, '/roleId')
  })

  test('the last active owner is neither disabled nor demoted', async () => {
    const disabled = await owner.post(`${STAFF}/${ownerId}/disable`)
    assert.deepEqual([disabled.status, disabled.body.code], [409, 'last_owner'])
    const demoted = await owner.patch(`${STAFF}/${ownerId}`, { roleId: roleId('support') })
    assert.equal(demoted.body.code, 'last_owner')
  })

  test('two owners who disable each other at once leave one', async () => {
    const second = await makeStaff(app.ctx)
    const other = await app.as({ realm: 'staff', id: second.id })
    const answers = await Promise.all([
      owner.post(`${STAFF}/${second.id}/disable`),
      other.post(`${STAFF}/${ownerId}/disable`),
    ])
    assert.equal(answers.filter((answer) => answer.status === 200).length, 1)
    const winner = (await owner.get('/api/v1/auth/session')).status === 200 ? owner : other
    const loser = winner === owner ? second.id : ownerId
    assert.equal((await winner.post(`${STAFF}/${loser}/enable`)).status, 200)
  })

  test('nobody gives or takes more than they may do themselves', async () => {
    const me = await app.as({ realm: 'staff', id: (await makeStaff(app.ctx)).id })
    const role = await me.post(ROLES, {
      name: 'team lead',
      permissions: ['staff:read', 'staff:update', 'roles:update', 'services:read'],
    })
    const lead = await makeStaff(app.ctx, { role: 'team lead' })
    const client = await app.as({ realm: 'staff', id: lead.id })
    const tries = [
      await client.patch(`${STAFF}/${lead.id}`, { roleId: roleId('owner') }),
      await client.post(`${STAFF}/${ownerId}/disable`),
      await client.post(ROLES, { name: 'more', permissions: ['settings:update'] }),
      await client.patch(`${ROLES}/${role.body.id}`, { permissions: ['settings:update'] }),
    ]
    assert.deepEqual(
      tries.map((answer) => [answer.status, answer.body.code]),
      Array(4).fill([403, 'more_than_own']),
    )
  })

  test('roles are made, changed at once for who has them, and deleted when nobody does', async () => {
    const me = await app.as({ realm: 'staff', id: (await makeStaff(app.ctx)).id })
    const made = await me.post(ROLES, { name: 'night shift', permissions: ['services:read'] })
    const url = `${ROLES}/${made.body.id}`
    const member = await makeStaff(app.ctx, { role: 'night shift' })
    const client = await app.as({ realm: 'staff', id: member.id })
    const history = '/api/v1/admin/history'
    assert.equal((await client.get(history)).status, 403)
    await me.patch(url, { permissions: ['history:read'] })
    assert.equal((await client.get(history)).status, 200)
    assert.equal((await me.delete(url)).body.code, 'role_in_use')
    assert.equal((await me.patch(url, { permissions: ['no:such'] })).status, 422)
    assert.equal((await me.patch(url, { name: 'owner' })).body.errors[0].pointer, '/name')
    const ownerRole = `${ROLES}/${roleId('owner')}`
    assert.equal((await me.patch(ownerRole, { permissions: [] })).body.code, 'role_immutable')
    assert.equal((await me.delete(ownerRole)).body.code, 'role_built_in')
  })

  test('a disabled member is out at once and cannot log in', async () => {
    const me = await app.as({ realm: 'staff', id: (await makeStaff(app.ctx)).id })
    const member = await makeStaff(app.ctx, { role: 'support', password })
    const client = await app.as({ realm: 'staff', id: member.id })
    await me.post(`${STAFF}/${member.id}/disable`)
    assert.equal((await client.get('/api/v1/auth/session')).status, 401)
    const login = await app.anonymous.post(LOGIN, { email: member.email, password })
    assert.equal(login.body.code, 'wrong_credentials')
  })

  test('members choose which failures they are mailed about', async () => {
    const me = await app.as({ realm: 'staff', id: (await makeStaff(app.ctx)).id })
    const url = '/api/v1/admin/profile/alerts'
    await me.put(url, { alerts: ['delivery_failed', 'delivery_failed'] })
    assert.deepEqual((await me.get(url)).body.alerts, ['delivery_failed'])
    assert.equal((await me.put(url, { alerts: ['rain'] })).status, 422)
  })

  test('owners hear of what matters unasked, and whoever edits staff chooses for others', async () => {
    const make = (role: string) => makeStaff(app.ctx, { role, alerts: null })
    const [boss, helper] = [await make('owner'), await make('support')]
    const told = async (alert: Alert) =>
      (await staffToAlert(app.ctx.db, alert))
        .map(({ id }) => id)
        .filter((id) => id === boss.id || id === helper.id)
    const matters: Alert[] = ['brake_held', 'automation_late', 'payment_unallocated', 'mail_failed']
    for (const alert of matters) assert.deepEqual(await told(alert), [boss.id], alert)
    assert.deepEqual(await told('drift_found'), [])

    const me = await app.as({ realm: 'staff', id: (await makeStaff(app.ctx)).id })
    const choose = async (id: string, alerts: string[] | null) =>
      (await me.patch(`${STAFF}/${id}`, { alerts })).body
    const chosen = await choose(helper.id, ['brake_held', 'drift_found'])
    assert.deepEqual([chosen.alertsChosen, chosen.alerts], [true, ['brake_held', 'drift_found']])
    assert.equal((await choose(boss.id, [])).alertsChosen, true)
    assert.deepEqual(await told('brake_held'), [helper.id])
    assert.deepEqual(await told('drift_found'), [helper.id])

    const back = await choose(boss.id, null)
    assert.deepEqual([back.alertsChosen, back.alerts.includes('brake_held')], [false, true])
    const promoted = await me.patch(`${STAFF}/${helper.id}`, { alerts: null, roleId: boss.roleId })
    assert.deepEqual(promoted.body.alerts, back.alerts, 'a new owner hears of the same')

    const manager = await app.staff('manager')
    const refused = await manager.patch(`${STAFF}/${helper.id}`, { alerts: [] })
    assert.equal(refused.status, 403)
  })
})

describe('a second factor', async () => {
  const app = await startTestApp()

  test('is set up, asked for, good once, and replaced by a recovery code', async () => {
    const member = await makeStaff(app.ctx, { password })
    const client = await app.as({ realm: 'staff', id: member.id })
    const { secret, otpauthUri } = (await client.post('/api/v1/auth/totp/begin')).body
    assert.match(otpauthUri, /^otpauth:\/\/totp\//)
    const wrong = await client.post('/api/v1/auth/totp/confirm', { code: '000000' })
    assert.equal(wrong.status, 422)
    const login = (more: object = {}) =>
      app.anonymous.post(LOGIN, { email: member.email, password, ...more })
    assert.equal((await login()).status, 200, 'not asked for before it was confirmed')

    const code = await generate({ secret })
    const confirmed = await client.post('/api/v1/auth/totp/confirm', { code })
    const codes = confirmed.body.recoveryCodes as string[]
    assert.equal(new Set(codes).size, 10)
    assert.equal((await client.get('/api/v1/auth/session')).body.staff.totpEnabled, true)

    assert.equal((await login()).body.code, 'totp_required')
    const guess = { email: member.email, password: 'wrong', totp: code }
    assert.equal((await app.anonymous.post(LOGIN, guess)).body.code, 'wrong_credentials')
    assert.equal((await login({ totp: code })).body.code, 'totp_wrong', 'used by the confirmation')
    assert.equal((await login({ totp: codes[0] })).status, 200)
    assert.equal((await login({ recoveryCode: codes[0] })).body.code, 'totp_wrong')
    const both = await Promise.all([
      login({ recoveryCode: codes[1]?.toUpperCase() }),
      login({ recoveryCode: codes[1] }),
    ])
    assert.deepEqual(both.map((answer) => answer.status).sort(), [200, 401])

    const off = await client.post('/api/v1/auth/totp/disable', { password })
    assert.equal(off.status, 200)
    assert.equal((await login()).status, 200)
  })

  test('may be demanded: without it only the own profile is reached', async () => {
    const owner = await app.staff()
    const url = '/api/v1/admin/settings/accounts'
    const { version, values } = (await owner.get(url)).body
    await owner.put(url, { version, values: { ...values, requireStaffTotp: true } })
    const refused = await owner.get(STAFF)
    assert.deepEqual([refused.status, refused.body.code], [403, 'totp_setup_required'])
    const session = (await owner.get('/api/v1/auth/session')).body
    assert.equal(session.staff.totpSetupRequired, true)
    const { secret } = (await owner.post('/api/v1/auth/totp/begin')).body
    const code = await generate({ secret })
    assert.equal((await owner.post('/api/v1/auth/totp/confirm', { code })).status, 200)
    assert.equal((await owner.get(STAFF)).status, 200)
    const off = await owner.post('/api/v1/auth/totp/disable', { password: 'whatever' })
    assert.equal(off.status, 422)
  })

  test('whoever lost it is helped by another', async () => {
    const second = await makeStaff(app.ctx)
    const { rows } = await app.ctx.db.execute(
      'select totp_secret from staff where totp_secret is not null limit 1',
    )
    assert.match(String(rows[0]?.totp_secret), /^v1\./, 'sealed')
    await app.ctx.db.execute(
      `update staff set totp_secret = '${rows[0]?.totp_secret}' where id = '${second.id}'`,
    )
    const helper = await app.as({ realm: 'staff', id: second.id })
    const lost = await makeStaff(app.ctx, { password })
    await app.ctx.db.execute(
      `update staff set totp_secret = '${rows[0]?.totp_secret}' where id = '${lost.id}'`,
    )
    const login = () => app.anonymous.post(LOGIN, { email: lost.email, password })
    assert.equal((await login()).body.code, 'totp_required')
    assert.equal((await helper.post(`${STAFF}/${lost.id}/reset-totp`)).status, 200)
    assert.equal((await login()).status, 200)
  })
})
