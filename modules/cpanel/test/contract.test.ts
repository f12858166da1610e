import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DeliveryModule } from '@berth/sdk'
import { startTrial } from '@berth/sdk/testing'
import { cpanelModule } from '../src/index.ts'
import { answers, documented, requests } from './stand-in/schemas.ts'
import { type StandIn, startStandIn, TOKEN } from './stand-in/start.ts'
import { addAccount } from './stand-in/state.ts'
import { targetOf } from './targets.ts'

/*
 * WHM's documentation gives no schema that could be had here. The stand-in's shapes are written down
 * from it, one function at a time, and every object in them is strict.
 */

/** One service through its whole life, so that the module calls everything it can call. */
async function wholeLife(standIn: StandIn): Promise<void> {
  const target = targetOf(standIn)
  const trial = startTrial(cpanelModule as DeliveryModule, target)
  const { module, context } = trial
  const { server } = target
  const service = await trial.delivered()
  const ctx = context(service.key)
  await module.testConnection(ctx, server)
  for (const load of Object.values(module.choices ?? {})) await load(ctx, server)
  await module.list(ctx, server, null)
  await module.find(ctx, server, service.key)
  await module.suspend(ctx, server, service)
  await module.unsuspend(ctx, server, service)
  const product = { ...service.product, package: 'large' }
  await module.changePlan?.(ctx, server, { ...service, product })
  await module.changeOwner?.(ctx, server, service)
  await module.resetPassword?.(ctx, server, service)
  const drawn = await module.panel?.(ctx, server, service)
  assert.ok(drawn?.ok)
  for (const { id } of drawn.value.actions) {
    await module.panelAction?.(ctx, server, service, id, {})
  }
  await module.terminate(ctx, server, service)
  await standIn.close()
}

test('everything that the module calls and the stand-in answers is as documented', async () => {
  const standIn = await startStandIn()
  await wholeLife(standIn)
  assert.deepEqual(standIn.violations, [])
  const used = new Set(standIn.exchanges.map(({ name }) => name))
  const known = Object.keys(requests)
  assert.deepEqual(
    known.filter((name) => !used.has(name)),
    [],
    'the stand-in has no function that nobody needs',
  )
  assert.deepEqual(Object.keys(answers).toSorted(), known.toSorted())
  for (const name of known) assert.match(documented(name), /^https:\/\/api\.docs\.cpanel\.net\//)
})

test('a made-up function, an unknown parameter and a wrong answer would be noticed', async () => {
  const standIn = await startStandIn()
  const call = (name: string, parameters: Record<string, string>) =>
    fetch(`${standIn.url}/json-api/${name}`, {
      method: 'POST',
      headers: { authorization: `whm root:${TOKEN}` },
      body: new URLSearchParams({ 'api.version': '1', ...parameters }),
    })
  await call('listaccounts', {})
  await call('listaccts', { page: '2' })
  await call('createacct', { username: 'Web', domain: 'example.com', password: 'x' })
  addAccount(standIn.state).email = 5 as never
  await call('listaccts', {})
  await standIn.close()
  const said = standIn.violations.join('\n')
  assert.match(said, /listaccounts: no such function/)
  assert.match(said, /Unrecognized key: "page"/)
  assert.match(said, /Invalid string: must match pattern/)
  assert.match(said, /wrong answer .*expected string, received number/)
})
