import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DeliveryModule } from '@berth/sdk'
import { startTrial } from '@berth/sdk/testing'
import { pterodactylModule } from '../src/index.ts'
import { type Exchange, ROUTES, type StandIn, startStandIn } from './stand-in/start.ts'
import { addServer } from './stand-in/state.ts'
import { targetOf } from './targets.ts'

/*
 * No machine-readable schema of the panel's API is published. The stand-in's shapes are written down
 * from the panel's source, each with its address, and every object in them is strict.
 */

/** One service through its whole life, so that the module sends everything it can send. */
async function wholeLife(standIn: StandIn): Promise<void> {
  const target = targetOf(standIn)
  const trial = startTrial(pterodactylModule as DeliveryModule, target)
  const { module, context } = trial
  const { server } = target
  const service = await trial.delivered()
  const ctx = context(service.key)
  await module.testConnection(ctx, server)
  await module.orderFields?.(ctx, server, service.product)
  for (const load of Object.values(module.choices ?? {})) await load(ctx, server)
  await module.list(ctx, server, null)
  await module.find(ctx, server, service.key)
  for (const signal of ['stop', 'start', 'restart', 'kill'] as const) {
    await module.power?.(ctx, server, service, signal)
  }
  await module.suspend(ctx, server, service)
  await module.unsuspend(ctx, server, service)
  await module.changePlan?.(ctx, server, {
    ...service,
    product: { ...service.product, cpuPercent: 0 },
  })
  await module.changePlan?.(ctx, server, service)
  await module.rename?.(ctx, server, { ...service, name: 'Other' })
  await module.changeOwner?.(ctx, server, service)
  await module.resetPassword?.(ctx, server, service)
  await module.panelAction?.(ctx, server, service, 'create_backup', { name: 'Before' })
  await module.panel?.(ctx, server, service)
  await module.reinstall?.(ctx, server, service, { keepData: false })
  standIn.state.daemonAway = true
  const product = { ...service.product, forceDeletion: true }
  await module.terminate(ctx, server, { ...service, product })
  standIn.state.daemonAway = false
  const onNode = trial.service({ product: { ...service.product, node: '2' } })
  await module.create(context(onNode.key), server, onNode)
  await module.terminate(context(onNode.key), server, onNode)
  await standIn.close()
}

const nameOf = ({ method, route }: Exchange) => `${method} ${route?.path ?? 'nowhere'}`

test('everything that the module sends and the stand-in answers has the panel’s shapes', async () => {
  const standIn = await startStandIn()
  await wholeLife(standIn)
  assert.deepEqual(standIn.violations, [])
  const used = new Set(standIn.exchanges.map(nameOf))
  const unused = ROUTES.filter(({ method, path }) => !used.has(`${method} ${path}`))
  assert.deepEqual(
    unused.map(({ method, path }) => `${method} ${path}`),
    [],
    'the stand-in has no route that nobody needs',
  )
  for (const { source } of ROUTES)
    assert.match(source, /^https:\/\/github\.com\/pterodactyl\/panel\//)
})

test('the only incomplete requests are those that try a permission', async () => {
  const standIn = await startStandIn()
  await wholeLife(standIn)
  const refused = standIn.exchanges.filter(({ answer }) => answer.status === 422)
  assert.deepEqual(
    refused.map((exchange) => [nameOf(exchange), exchange.body]),
    [
      ['POST /api/application/servers', {}],
      ['POST /api/application/users', {}],
    ],
  )
})

test('a made-up path, an unknown field and a wrong answer would be noticed', async () => {
  const standIn = await startStandIn()
  const headers = {
    accept: 'application/json',
    authorization: 'Bearer ptla_application-key-that-must-stay-secret',
    'content-type': 'application/json',
  }
  const ask = (method: string, path: string, body?: unknown) =>
    fetch(`${standIn.url}/api/application${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  await ask('GET', '/server-list')
  await ask('GET', '/servers?page_size=5')
  await ask('POST', '/users', { emial: 'a@b.co' })
  addServer(standIn.state).name = 5 as never
  await ask('GET', '/servers')
  await standIn.close()
  const said = standIn.violations.join('\n')
  assert.match(said, /server-list: no such route/)
  assert.match(said, /unknown parameter page_size/)
  assert.match(said, /unknown fields emial/)
  assert.match(said, /wrong answer .*expected string, received number/)
})
