import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { type DeliveryModule, PANEL_BLOCKS, panelSchema, type ServiceInput } from '@berth/sdk'
import { type ConformanceTarget, startTrial, type Trial } from '@berth/sdk/testing'
import { dockerModule } from '../src/index.ts'
import { startStandIn } from './stand-in/start.ts'
import {
  clientOf,
  engineTarget,
  PRODUCT,
  REAL_ENGINE,
  realTarget,
  standInTarget,
} from './targets.ts'

/** What every engine must do beyond the conformance kit. */
function testEngine(name: string, start: () => Promise<ConformanceTarget>) {
  test(`${name}: containers made at once get ports of their own`, async (t) => {
    const trial = await begin(t, start)
    const made = await Promise.all(Array.from({ length: 4 }, () => trial.delivered()))
    const ports = made.flatMap((service) => hostPortsOf(service))
    assert.equal(ports.length, 8)
    assert.equal(new Set(ports).size, 8)
    await end(trial, made)
  })

  test(`${name}: a suspended service keeps its ports although it shows none`, async (t) => {
    const trial = await begin(t, start)
    const first = await trial.delivered()
    await must(dockerModule.suspend(trial.context(first.key), server(trial), input(first)))
    const second = await trial.delivered()
    const both = [...hostPortsOf(first), ...hostPortsOf(second)]
    assert.equal(new Set(both).size, 4)
    await must(dockerModule.unsuspend(trial.context(first.key), server(trial), input(first)))
    await end(trial, [first, second])
  })

  test(`${name}: no free port is a lack of capacity and leaves nothing there`, async (t) => {
    const trial = await begin(t, start)
    const service = trial.service()
    const narrow = { ...trial.target.server.settings, portFrom: 19_000, portTo: 19_000 }
    const refused = await trial.module.create(
      trial.context(service.key),
      { ...trial.target.server, settings: narrow },
      service,
    )
    assert.equal(refused.ok ? 'ok' : refused.error.code, 'capacity')
    assert.equal(await trial.target.countByKey(service.key), 0)
    const volume = clientOf(hostOf(trial)).getVolume(`berth-${service.key}-data`)
    await assert.rejects(volume.inspect(), /no such volume/)
  })

  test(`${name}: a removal that was cut after the container is not taken for done`, async (t) => {
    const trial = await begin(t, start)
    const service = await trial.delivered()
    const docker = clientOf(hostOf(trial))
    await docker.getContainer(`berth-${service.key}`).remove({ force: true })
    const ctx = trial.context(service.key)
    const found = await must(dockerModule.find(ctx, server(trial), service.key))
    assert.deepEqual(
      found.map(({ state, remoteId }) => [state, remoteId]),
      [['changing', service.resource?.remoteId]],
    )
    const resource = service.resource ?? assert.fail('no resource')
    const seen = await must(dockerModule.inspect(ctx, server(trial), resource))
    assert.equal(seen?.state, 'changing')
    await end(trial, [service])
    assert.deepEqual(await must(dockerModule.find(ctx, server(trial), service.key)), [])
    const volume = docker.getVolume(`berth-${service.key}-data`)
    await assert.rejects(volume.inspect(), /no such volume/)
  })

  test(`${name}: an image that is not there is a mistake of the product`, async (t) => {
    const trial = await begin(t, start)
    const product = { ...PRODUCT, image: 'localhost/no-such-image:1', pull: 'never' }
    const service = trial.service({ product })
    const refused = await trial.module.create(trial.context(service.key), server(trial), service)
    assert.equal(refused.ok ? 'ok' : refused.error.code, 'config')
  })

  test(`${name}: a plan changed while suspended stays suspended`, async (t) => {
    const trial = await begin(t, start)
    const service = await trial.delivered()
    const ctx = trial.context(service.key)
    await must(dockerModule.suspend(ctx, server(trial), input(service)))
    const product = { ...PRODUCT, memoryMb: 96 }
    const changed = input({ ...service, product, suspended: true })
    await must(dockerModule.changePlan?.(ctx, server(trial), changed))
    const found = await must(dockerModule.find(ctx, server(trial), service.key))
    assert.deepEqual(
      found.map(({ state, plan }) => [state, plan]),
      [['suspended', `${PRODUCT.image}, 96 MiB, 50 %`]],
    )
    assert.deepEqual(
      found.flatMap((one) => portsIn(one.resource.data)),
      hostPortsOf(service),
    )
    await end(trial, [service])
  })

  test(`${name}: its panel uses every kind of block, so that authors see them all`, async (t) => {
    const trial = await begin(t, start)
    const service = await trial.delivered()
    const ctx = trial.context(service.key)
    const drawn = await must(dockerModule.panel?.(ctx, server(trial), input(service)))
    const blocks = panelSchema.parse(drawn).tabs.flatMap((tab) => tab.blocks ?? [])
    assert.deepEqual(
      new Set(blocks.map((block) => block.type)),
      new Set(PANEL_BLOCKS),
      'the engine of the test counts traffic and has a site',
    )
    await end(trial, [service])
  })

  test(`${name}: other ports are given on request, the volume stays`, async (t) => {
    const trial = await begin(t, start)
    const service = await trial.delivered()
    const before = hostPortsOf(service)
    const docker = clientOf(hostOf(trial))
    const volume = async () => {
      const seen: object = await docker.getVolume(`berth-${service.key}-data`).inspect()
      return 'CreatedAt' in seen ? seen.CreatedAt : assert.fail('no moment')
    }
    const madeAt = await volume()
    const ctx = trial.context(service.key)
    const act = () =>
      dockerModule.panelAction?.(ctx, server(trial), input(service), 'reallocate_ports', {})
    const { resource } = await must(act())
    const after = portsIn(resource?.data)
    assert.equal(after.length, 2)
    assert.deepEqual(
      after.filter((port) => before.includes(port)),
      [],
    )
    assert.equal(await volume(), madeAt)
    // The answer was lost: the same operation once more changes nothing.
    const again = await must(act())
    assert.deepEqual(portsIn(again.resource?.data), after)
    await end(trial, [service])
  })

  test(`${name}: a creation that stopped before the start is finished`, async (t) => {
    const trial = await begin(t, start)
    const service = await trial.delivered()
    const docker = clientOf(hostOf(trial))
    const [own] = await docker.listContainers({
      all: true,
      filters: { label: [`berth.key=${service.key}`] },
    })
    const inspected = own ?? assert.fail('no container')
    await docker.getContainer(inspected.Id).remove({ force: true })
    await docker.createContainer({
      name: `berth-${service.key}`,
      Image: PRODUCT.image,
      Labels: inspected.Labels,
      HostConfig: {
        Ulimits: [
          { Name: 'nproc', Soft: 64, Hard: 64 },
          { Name: 'nofile', Soft: 64, Hard: 64 },
        ],
      },
    })
    const ctx = trial.context(service.key)
    const before = await must(dockerModule.find(ctx, server(trial), service.key))
    assert.equal(before[0]?.state, 'changing')
    await must(dockerModule.create(ctx, server(trial), input({ ...service, resource: null })))
    const after = await must(dockerModule.find(ctx, server(trial), service.key))
    assert.deepEqual(
      after.map((one) => one.state),
      ['running'],
    )
    await end(trial, [service])
  })
}

const hostOf = (trial: Trial) => String(trial.target.server.settings.host)

async function begin(
  t: { after(fn: () => Promise<void>): void },
  start: () => Promise<ConformanceTarget>,
) {
  const target = await start()
  t.after(() => target.close())
  return startTrial(dockerModule as DeliveryModule, target)
}

async function end(trial: Trial, services: readonly ServiceInput[]) {
  for (const service of services) {
    await must(trial.module.terminate(trial.context(service.key), server(trial), service))
    assert.equal(await trial.target.countByKey(service.key), 0)
  }
}

type Server = Parameters<typeof dockerModule.create>[1]
type Service = Parameters<typeof dockerModule.create>[2]
const server = (trial: Trial) => trial.target.server as unknown as Server
const input = (service: ServiceInput) => service as unknown as Service

async function must<T>(
  call: Promise<{ ok: true; value: T } | { ok: false; error: { message: string } }> | undefined,
): Promise<T> {
  const result = (await call) ?? assert.fail('the module cannot do it')
  if (!result.ok) assert.fail(result.error.message)
  return result.value
}

function portsIn(data: unknown): number[] {
  const { ports } = data as { ports: { hostPort: number }[] }
  return ports.map((port) => port.hostPort)
}

const hostPortsOf = (service: ServiceInput) => portsIn(service.resource?.data)

/** The answer of the container's web server, as soon as it listens. */
async function visit(service: ServiceInput): Promise<string> {
  const href = service.resource?.connection.find((one) => one.href)?.href ?? ''
  for (let turn = 0; turn < 600; turn++) {
    try {
      return (await (await fetch(href)).text()).trim()
    } catch {
      await wait(50)
    }
  }
  return assert.fail(`${href} does not answer`)
}

testEngine('stand-in', standInTarget)

test('a newer image of the same name is fetched and used; the same one changes nothing', async (t) => {
  const standIn = await startStandIn([PRODUCT.image])
  const trial = await begin(t, () =>
    engineTarget(standIn.host, {
      fillCount: 0,
      product: PRODUCT,
      closeEngine: () => standIn.close(),
    }),
  )
  const service = await trial.delivered()
  const containers = () => [...standIn.state.containers.values()]
  const update = async () =>
    must(
      dockerModule.panelAction?.(
        trial.context(service.key),
        server(trial),
        input(service),
        'update_image',
        {},
      ),
    )
  const [made] = containers()
  assert.equal((await update()).message?.en, 'It has the newest image already')
  assert.equal(containers()[0]?.id, made?.id)
  standIn.state.registry.set(PRODUCT.image, 2)
  const { message, resource } = await update()
  assert.equal(message?.en, 'Updated to the newest image')
  assert.notEqual(containers()[0]?.imageId, made?.imageId)
  assert.deepEqual(portsIn(resource?.data), hostPortsOf(service))
  await end(trial, [service])
})

test('a health check of the product is asked for, and its finding is shown', async (t) => {
  const standIn = await startStandIn([PRODUCT.image])
  const trial = await begin(t, () =>
    engineTarget(standIn.host, {
      fillCount: 0,
      product: { ...PRODUCT, healthCommand: 'wget -q -O /dev/null http://127.0.0.1:8080/' },
      closeEngine: () => standIn.close(),
    }),
  )
  const service = await trial.delivered()
  const health = async () => {
    const drawn = await must(
      dockerModule.panel?.(trial.context(service.key), server(trial), input(service)),
    )
    return drawn.overview.facts.find(({ label }) => label.en === 'Health')?.value
  }
  assert.deepEqual(await health(), { en: 'Healthy', fr: 'Bonne' })
  standIn.state.healthy = false
  assert.deepEqual(await health(), { en: 'Unwell', fr: 'Mauvaise' })
  await end(trial, [service])
})

const engine = REAL_ENGINE
if (engine) {
  testEngine('real engine', () => realTarget(engine))

  describe('a life on a real engine', () => {
    test('serves, logs, restarts, is suspended, keeps its data, and is gone', async (t) => {
      const trial = await begin(t, () => realTarget(engine))
      const docker = clientOf(engine)
      const service = await trial.delivered({
        product: { ...PRODUCT, orderEnv: 'GREETING' },
        orderData: { env: 'GREETING=Bonjour à tous' },
      })
      const ctx = trial.context(service.key)
      assert.equal(await visit(service), 'Bonjour à tous')

      const lines = async () => {
        const panel = await must(
          dockerModule.panel?.(ctx, server(trial), input(service), { tab: 'log' }),
        )
        const blocks = panel.tabs.flatMap((tab) => tab.blocks ?? [])
        return blocks.flatMap((block) => (block.type === 'log' ? block.lines : []))
      }
      assert.ok((await lines()).some((line) => line.text === 'serving /data on port 8080'))

      await must(dockerModule.power?.(ctx, server(trial), input(service), 'restart'))
      assert.equal(await visit(service), 'Bonjour à tous')
      assert.equal((await lines()).filter((line) => line.text.startsWith('serving')).length, 2)

      await must(dockerModule.suspend(ctx, server(trial), input(service)))
      const href = service.resource?.connection[0]?.href ?? ''
      await assert.rejects(fetch(href))
      await must(dockerModule.unsuspend(ctx, server(trial), input(service)))
      assert.equal(await visit(service), 'Bonjour à tous')

      // The greeting was written into the volume by the first start: another one shows what is kept.
      const other = input({
        ...service,
        orderData: { env: 'GREETING=Changed' },
        product: { ...PRODUCT, orderEnv: 'GREETING' },
      })
      await must(dockerModule.reinstall?.(ctx, server(trial), other, { keepData: true }))
      assert.equal(await visit(service), 'Bonjour à tous')
      const anew = { ...ctx, operationId: 'another operation' }
      await must(dockerModule.reinstall?.(anew, server(trial), other, { keepData: false }))
      assert.equal(await visit(service), 'Changed')

      await must(dockerModule.terminate(ctx, server(trial), input(service)))
      await assert.rejects(docker.getVolume(`berth-${service.key}-data`).inspect())
      await assert.rejects(docker.getContainer(`berth-${service.key}`).inspect())
    })
  })
} else {
  console.log('docker: the life on a real engine was not run: BERTH_TEST_DOCKER_HOST is not set')
}
