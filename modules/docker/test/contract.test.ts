import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import type { DeliveryModule } from '@berth/sdk'
import { startTrial } from '@berth/sdk/testing'
import { parse } from 'yaml'
import { dockerModule } from '../src/index.ts'
import { TEST_IMAGE } from './image/ensure-test-image.ts'
import { ROUTES } from './stand-in/routes.ts'
import { type Exchange, startStandIn } from './stand-in/start.ts'
import { differences, type Swagger, type SwaggerOperation } from './swagger.ts'
import { PRODUCT, settingsFor } from './targets.ts'

const folder = process.env.PROVIDER_SPECS_DIR
if (folder) {
  const text = readFileSync(join(folder, 'docker-engine.swagger.yaml'), 'utf8')
  testAgainst(parse(text) as Swagger)
} else {
  console.log('docker: not held against the published schema: PROVIDER_SPECS_DIR is not set')
}

function operationOf(swagger: Swagger, method: string, template: string): SwaggerOperation | null {
  return swagger.paths[template]?.[method] ?? null
}

/** One service through its whole life, so that the module sends everything it can send. */
async function wholeLife(): Promise<Exchange[]> {
  const standIn = await startStandIn([TEST_IMAGE])
  const pulled = 'registry.example.test/shop/web:2'
  standIn.state.registry.add(pulled)
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
  await module.changePlan?.(ctx, server, { ...service, product: { ...PRODUCT, image: pulled } })
  await module.reinstall?.(ctx, server, service, { keepData: false })
  await module.terminate(ctx, server, service)
  await trial.attempt(() =>
    module.create(ctx, server, trial.service({ product: { ...PRODUCT, image: 'nowhere:1' } })),
  )
  await standIn.close()
  return standIn.exchanges
}

function checkRequest(swagger: Swagger, operation: SwaggerOperation, exchange: Exchange): string[] {
  const parameters = operation.parameters ?? []
  const query = parameters.filter((parameter) => parameter.in === 'query')
  const unknown = [...exchange.query.keys()].filter(
    (name) => !query.some((one) => one.name === name),
  )
  const missing = query.filter((one) => one.required && !exchange.query.has(one.name))
  const body = parameters.find((parameter) => parameter.in === 'body')
  const said = [
    ...unknown.map((name) => `query ${name}: unknown`),
    ...missing.map(({ name }) => `query ${name}: missing`),
  ]
  if (!body?.schema) return exchange.body === null ? said : [...said, 'body: unknown']
  if (exchange.body === null) return body.required ? [...said, 'body: missing'] : said
  return [...said, ...differences(swagger, body.schema, exchange.body, 'body')]
}

function checkAnswer(swagger: Swagger, operation: SwaggerOperation, exchange: Exchange): string[] {
  const { status, body } = exchange.answer
  const response = operation.responses[String(status)]
  if (!response) return [`status ${status}: unknown`]
  if (!response.schema || exchange.answer.bytes) return []
  return differences(swagger, response.schema, body, 'answer')
}

function testAgainst(swagger: Swagger) {
  describe('the published schema of the Docker Engine API', () => {
    test('has every route of the stand-in', () => {
      const madeUp = ROUTES.filter(
        ({ method, template }) => !operationOf(swagger, method, template),
      )
      assert.deepEqual(
        madeUp.map(({ method, template }) => `${method} ${template}`),
        [],
      )
    })

    test('fits everything that the module sends and the stand-in answers', async () => {
      const exchanges = await wholeLife()
      const used = new Set(exchanges.map(({ method, template }) => `${method} ${template}`))
      assert.deepEqual(
        [...used].filter((route) => route.endsWith(' null')),
        [],
      )
      const unused = ROUTES.filter(({ method, template }) => !used.has(`${method} ${template}`))
      assert.deepEqual(
        unused.map(({ method, template }) => `${method} ${template}`),
        [],
      )
      const found = exchanges.flatMap((exchange) => {
        const operation = operationOf(swagger, exchange.method, exchange.template ?? '')
        if (!operation) return [`${exchange.method} ${exchange.path}: made up`]
        return [
          ...checkRequest(swagger, operation, exchange),
          ...checkAnswer(swagger, operation, exchange),
        ].map((words) => `${exchange.method} ${exchange.template} → ${words}`)
      })
      assert.deepEqual([...new Set(found)], [])
    })

    test('would notice an unknown field, a missing one and a wrong type', () => {
      const volume = { $ref: '#/definitions/Volume' }
      const good = {
        Name: 'v',
        Driver: 'local',
        Mountpoint: '/v',
        Labels: {},
        Scope: 'local',
        Options: {},
      }
      assert.deepEqual(differences(swagger, volume, good), [])
      assert.deepEqual(differences(swagger, volume, { ...good, Colour: 'red' }), [
        '/Colour: unknown',
      ])
      const { Driver: _driver, ...less } = good
      assert.deepEqual(differences(swagger, volume, less), ['/Driver: missing'])
      assert.deepEqual(differences(swagger, volume, { ...good, Name: 1 }), [
        '/Name: not of type string',
      ])
    })
  })
}
