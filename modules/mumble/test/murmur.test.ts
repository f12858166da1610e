import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { type TestContext, test } from 'node:test'
import type { DeliveryModule, Result, ServiceInput } from '@berth/sdk'
import { createTestContext, startTrial } from '@berth/sdk/testing'
import { mumbleModule } from '../src/index.ts'
import { MARKS } from '../src/servers.ts'
import { NO_MURMURD } from './daemon.ts'
import { murmurTarget } from './targets.ts'

type Server = Parameters<typeof mumbleModule.create>[1]
type Service = Parameters<typeof mumbleModule.create>[2]
const input = (service: ServiceInput) => service as unknown as Service

async function must<T>(call: Promise<Result<T>> | undefined): Promise<T> {
  const result = (await call) ?? assert.fail('the module cannot do it')
  if (!result.ok) assert.fail(result.error.message)
  return result.value
}

async function begin(t: TestContext) {
  const target = await murmurTarget()
  t.after(() => target.close())
  const trial = startTrial(mumbleModule as unknown as DeliveryModule, target)
  const server = (changes: Record<string, unknown> = {}) =>
    ({ ...target.server, settings: { ...target.server.settings, ...changes } }) as unknown as Server
  const stateOf = async ({ key }: ServiceInput) =>
    (await must(mumbleModule.find(trial.context(key), server(), key))).map((one) => one.state)
  const allIds = async () => (await target.daemon.ask('getAllServers'))[0] as number[]
  return { target, trial, server, stateOf, allIds }
}

const portIn = (service: ServiceInput) => service.resource?.data.port

async function atOnce(t: TestContext) {
  const { trial, server, target, allIds } = await begin(t)
  const services = [1, 2, 3].map(() => trial.service())
  // Each is asked for twice, as when a worker was given up that goes on.
  const all = await Promise.all(
    [...services, ...services].map((service) =>
      must(mumbleModule.create(trial.context(service.key), server(), input(service))),
    ),
  )
  assert.equal(new Set(all.map((one) => one.remoteId)).size, 3)
  assert.equal(new Set(all.map((one) => one.data.port)).size, 3)
  assert.equal((await allIds()).length, 3)
  for (const { key } of services) assert.equal(await target.countByKey(key), 1)
}

async function lostId(t: TestContext) {
  const { trial, server, target, allIds } = await begin(t)
  const service = trial.service()
  const first = trial.context(service.key)
  target.proxy.loseAfter('newServer')
  const lost = await mumbleModule.create(first, server(), input(service))
  assert.equal(!lost.ok && lost.error.lost, true)
  await target.faults?.clear()
  // murmurd may carry it out after the connection is gone.
  for (let turn = 0; turn < 2000 && (await allIds()).length === 0; turn++);
  assert.deepEqual(await must(mumbleModule.find(first, server(), service.key)), [])
  const [taskId = null] = first.tasks
  const remembered = { remoteId: null, taskId }
  const again = createTestContext({ key: service.key, remembered })
  const made = await must(mumbleModule.create(again, server(), input(service)))
  assert.deepEqual((await allIds()).map(String), [made.remoteId])
}

async function interrupted(t: TestContext) {
  const { trial, server, target, stateOf } = await begin(t)
  for (const call of ['registername', 'setSuperUserPassword', 'start']) {
    const service = trial.service()
    target.proxy.loseAfter(call)
    const lost = await mumbleModule.create(trial.context(service.key), server(), input(service))
    assert.equal(!lost.ok && lost.error.lost, true, call)
    await target.faults?.clear()
    assert.equal((await stateOf(service)).length, 1, call)
    const made = await must(
      mumbleModule.create(trial.context(service.key), server(), input(service)),
    )
    assert.ok(made.secrets.superuser_password)
    assert.deepEqual(await stateOf(service), ['running'], call)
  }
}

async function takenPort(t: TestContext) {
  const { trial, server, target } = await begin(t)
  const from = Number(target.server.settings.portFrom)
  const other = createServer()
  const listens = new Promise<void>((resolve, reject) => {
    other.once('error', reject)
    other.listen(from, '127.0.0.1', resolve)
  })
  // Somebody else has it already: as good for this test.
  await listens.catch(() => undefined)
  t.after(() => new Promise<void>((resolve) => other.close(() => resolve())))
  const service = await trial.delivered()
  assert.notEqual(portIn(service), from)

  const one = { portFrom: from, portTo: from }
  const none = trial.service()
  const refused = await mumbleModule.create(trial.context(none.key), server(one), input(none))
  assert.equal(refused.ok ? 'ok' : refused.error.code, 'capacity')
  assert.equal(await target.countByKey(none.key), 0)
}

async function afterRestart(t: TestContext) {
  const { trial, server, target, stateOf } = await begin(t)
  const [kept, suspended] = [await trial.delivered(), await trial.delivered()]
  const ctx = trial.context(suspended.key)
  await must(mumbleModule.suspend(ctx, server(), input(suspended)))
  await target.daemon.restart()
  assert.deepEqual(await stateOf(kept), ['running'])
  assert.deepEqual(await stateOf(suspended), ['suspended'])
  await must(mumbleModule.unsuspend(ctx, server(), input(suspended)))
  await target.daemon.restart()
  assert.deepEqual(await stateOf(suspended), ['running'])
}

async function givenAwayId(t: TestContext) {
  const { trial, server } = await begin(t)
  const first = await trial.delivered()
  const ctx = trial.context(first.key)
  await must(mumbleModule.terminate(ctx, server(), input(first)))
  const second = await trial.delivered()
  const [before, after] = [first.resource, second.resource]
  assert.ok(before && after)
  assert.equal(before.remoteId, after.remoteId, 'murmurd gives the id away again')
  assert.equal(await must(mumbleModule.inspect(ctx, server(), before)), null)
  await must(mumbleModule.discard?.(ctx, server(), before))
  assert.equal((await must(mumbleModule.inspect(ctx, server(), after)))?.key, second.key)
}

async function settingsThere(t: TestContext) {
  const { trial, server, target } = await begin(t)
  const service = await trial.delivered({ options: [{ key: 'slots', value: 5 }] })
  const conf = async (key: string) => {
    const id = Number(service.resource?.remoteId)
    return (await target.daemon.ask('getConf', 'is', id, key))[0]
  }
  assert.deepEqual(
    [await conf('users'), await conf('bandwidth'), await conf(MARKS.key)],
    ['15', '72000', service.key],
  )
  const ctx = trial.context(service.key)
  const panel = await must(mumbleModule.panel?.(ctx, server(), input(service)))
  const logged = JSON.stringify(panel.tabs.find((tab) => tab.id === 'log'))
  assert.match(logged, /Server listening on/)
  assert.doesNotMatch(logged, /SuperUser/)
  const channels = panel.tabs.find((tab) => tab.id === 'channels')
  assert.match(JSON.stringify(channels), /Root/)
  await must(
    mumbleModule.panelAction?.(ctx, server(), input(service), 'set_password', { password: 'pw-1' }),
  )
  assert.equal(await conf('password'), 'pw-1')
}

if (NO_MURMURD) console.log(`mumble: not run on a real murmurd: ${NO_MURMURD} is not installed`)
else {
  test('servers made at once are one per key, with ports of their own', atOnce)
  test('a server whose id was lost is found by what was there before, and taken', lostId)
  test('a creation that was cut anywhere is finished', interrupted)
  test('a port that something else has is passed over, and none left leaves nothing', takenPort)
  test('what is suspended stays so when murmurd is started again', afterRestart)
  test('an id that was given away again is not the old resource', givenAwayId)
  test('slots, password, log and channels are as murmurd has them', settingsThere)
}
