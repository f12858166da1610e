import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import type { DeliveryModule, Result, ServiceInput } from '@berth/sdk'
import { startTrial } from '@berth/sdk/testing'
import { sshModule } from '../src/index.ts'
import { productSettings } from '../src/product-form.ts'
import { NO_NGINX, startNginx, type WebServer } from './nginx.ts'
import { NO_SSHD } from './servers/sshd.ts'
import { shellTarget } from './targets.ts'

type Server = Parameters<typeof sshModule.create>[1]
type Service = Parameters<typeof sshModule.create>[2]

const NAMES = ['create', 'suspend', 'unsuspend', 'terminate', 'inspect'] as const

/** A product made of the scripts in `examples/nginx`. */
async function exampleProduct(web: WebServer) {
  const scripts = await Promise.all(
    NAMES.map(async (name) => {
      const file = new URL(`../examples/nginx/${name}.sh`, import.meta.url)
      return [`${name}Script`, await readFile(file, 'utf8')]
    }),
  )
  return productSettings.parse({
    parameters: web.parameters,
    needsDomain: true,
    ...Object.fromEntries(scripts),
  })
}

async function must<T>(call: Promise<Result<T>>): Promise<T> {
  const result = await call
  if (!result.ok) assert.fail(result.error.message)
  return result.value
}

/** A reload that was not done after so many looks never will be. */
const TURNS = 2000

/** Reloading nginx takes effect in its own time. */
async function becomes(web: WebServer, domain: string, wanted: readonly [number, string]) {
  let seen: readonly [number, string] = [0, '']
  for (let turn = 0; turn < TURNS && seen.join() !== wanted.join(); turn++) {
    if (turn > 0) await wait(20)
    const { status, text } = await web.visit(domain)
    seen = [status, text]
  }
  assert.deepEqual(seen, wanted)
}

async function lifeOfASite(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'berth-nginx-'))
  const web = await startNginx(folder)
  const target = await shellTarget('sshd')
  t.after(async () => {
    await target.close()
    await web.close()
    await rm(folder, { recursive: true, force: true })
  })
  const trial = startTrial(sshModule as DeliveryModule, target)
  const server = {
    ...target.server,
    settings: { ...target.server.settings, listScript: '' },
  } as unknown as Server
  const product = await exampleProduct(web)
  const order = (domain: string) => ({ product, orderData: { domain, parameters: '' } })
  const input = (service: ServiceInput) => service as unknown as Service

  const bare = trial.service(order('www.Example.test'))
  const ctx = trial.context(bare.key)
  await becomes(web, 'www.example.test', [404, "nobody's"])
  const resource = await must(sshModule.create(ctx, server, input(bare)))
  const service = { ...bare, resource }
  await becomes(web, 'www.example.test', [200, 'Welcome to www.example.test'])

  const rival = trial.service(order('www.example.test'))
  const refused = await sshModule.create(trial.context(rival.key), server, input(rival))
  assert.deepEqual(!refused.ok && [refused.error.code, refused.error.message], [
    'conflict',
    'The domain is served already',
  ])

  await must(sshModule.suspend(ctx, server, input(service)))
  await becomes(web, 'www.example.test', [503, 'Suspended'])
  const [seen] = await must(sshModule.find(ctx, server, service.key))
  assert.equal(seen?.state, 'suspended')
  await must(sshModule.unsuspend(ctx, server, input(service)))
  await becomes(web, 'www.example.test', [200, 'Welcome to www.example.test'])

  const usage = await must(sshModule.usage?.(ctx, server, resource) ?? assert.fail())
  assert.deepEqual(
    usage.map(({ id, limit, unit }) => [id, limit, unit]),
    [['disk', 104_857_600, 'bytes']],
  )
  await must(sshModule.terminate(ctx, server, input(service)))
  await becomes(web, 'www.example.test', [404, "nobody's"])
  assert.deepEqual(await must(sshModule.find(ctx, server, service.key)), [])
}

const missing = NO_SSHD ?? NO_NGINX
if (missing) console.log(`ssh: the life of a site on nginx was not run: ${missing}`)
else test('a site on nginx is made, suspended, brought back and removed over sshd', lifeOfASite)
