import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import type { DeliveryModule } from '@berth/sdk'
import { startTrial } from '@berth/sdk/testing'
import { type PublishedApi, publishedApi, type RecordedExchange } from '@berth/sdk/testing/contract'
import { parse } from 'yaml'
import { dockerModule } from '../src/index.ts'
import { TEST_IMAGE } from './image/ensure-test-image.ts'
import { ROUTES } from './stand-in/routes.ts'
import { type Exchange, startStandIn } from './stand-in/start.ts'
import { PRODUCT, settingsFor } from './targets.ts'

const folder = process.env.PROVIDER_SPECS_DIR
if (folder) {
  const text = readFileSync(join(folder, 'docker-engine.swagger.yaml'), 'utf8')
  testAgainst(publishedApi(parse(text)))
} else {
  console.log('docker: not held against the published schema: PROVIDER_SPECS_DIR is not set')
}

/** One service through its whole life, so that the module sends everything it can send. */
async function wholeLife(): Promise<Exchange[]> {
  const standIn = await startStandIn([TEST_IMAGE])
  const pulled = 'registry.example.test/shop/web:2'
  standIn.state.registry.set(pulled, 1)
  const nobody = async () => assert.fail('not asked for')
  const trial = startTrial(dockerModule as DeliveryModule, {
    server: { id: 's', name: 'stand-in', settings: settingsFor(standIn.host) },
    product: PRODUCT,
    orderData: { env: 'TITLE=one' },
    countByKey: nobody,
    close: () => standIn.close(),
  })
  const { module, target } = trial
  const service = await trial.delivered()
  const ctx = trial.context(service.key)
  const { server } = target
  await module.testConnection(ctx, server)
  await module.list(ctx, server, null)
  await module.panel?.(ctx, server, service)
  for (const signal of ['stop', 'start', 'restart', 'kill', 'kill', 'start'] as const) {
    await module.power?.(ctx, server, service, signal)
  }
  await module.suspend(ctx, server, service)
  await module.suspend(ctx, server, service)
  await module.unsuspend(ctx, server, service)
  await module.unsuspend(ctx, server, service)
  await module.changePlan?.(ctx, server, {
    ...service,
    product: { ...PRODUCT, image: pulled, healthCommand: 'true' },
  })
  await module.reinstall?.(ctx, server, service, { keepData: false })
  for (const id of ['update_image', 'reallocate_ports'])
    await module.panelAction?.(trial.context(service.key), server, service, id, {})
  await module.terminate(ctx, server, service)
  await trial.attempt(() =>
    module.create(ctx, server, trial.service({ product: { ...PRODUCT, image: 'nowhere:1' } })),
  )
  await standIn.close()
  return standIn.exchanges
}

/** As it was on the wire; by template, as the names of images hold slashes. */
function recorded({ method, template, path, query, body, answer }: Exchange): RecordedExchange {
  const answered = answer.bytes ? {} : { answer: answer.body }
  return { method, path: template ?? path, query, body, status: answer.status, ...answered }
}

function testAgainst(api: PublishedApi) {
  const nameOf = ({ method, template }: { method: string; template: string | null }) =>
    `${method} ${template}`

  describe('the published schema of the Docker Engine API', () => {
    test('has every route of the stand-in', () => {
      const madeUp = ROUTES.filter(({ method, template }) => !api.templateOf(method, template))
      assert.deepEqual(madeUp.map(nameOf), [])
    })

    test('fits everything that the module sends and the stand-in answers', async () => {
      const exchanges = await wholeLife()
      const used = new Set(exchanges.map(nameOf))
      assert.deepEqual(
        ROUTES.map(nameOf).filter((route) => !used.has(route)),
        [],
        'the whole life uses every route',
      )
      assert.deepEqual(api.differences(exchanges.map(recorded)), [])
    })

    test('would notice an unknown field, a missing one and a wrong type', () => {
      const posted = (body: object) =>
        api.requestDifferences({ method: 'POST', path: '/containers/{id}/update', body })
      assert.deepEqual(posted({ Memory: 1 }), [])
      assert.deepEqual(posted({ Memory: '1' }), ['body/Memory: not of type integer'])
      assert.deepEqual(posted({ Colour: 'red' }), ['body/Colour: unknown'])
      const volume = { Driver: 'local', Mountpoint: '/v', Labels: {}, Scope: 'local', Options: {} }
      const answer = (body: object) =>
        api.answerDifferences({ method: 'GET', path: '/volumes/v', status: 200, answer: body })
      assert.deepEqual(answer({ ...volume, Name: 'v' }), [])
      assert.deepEqual(answer(volume), ['answer/Name: missing'])
    })
  })
}
