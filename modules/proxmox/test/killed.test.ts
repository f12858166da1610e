import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OperationContext, Result, ServiceInput } from '@berth/sdk'
import type { Kind } from './stand-in/state.ts'
import { type Cluster, must, withCluster } from './with-cluster.ts'

type Operation = (ctx: OperationContext, service: ServiceInput) => Promise<Result<unknown>>

/** A context whose owner dies right after the answer of the n-th request. */
function dying(cluster: Cluster, service: ServiceInput, requests: number) {
  const kept: { taskId: string | null; remoteId: string | null } = { taskId: null, remoteId: null }
  let left = requests
  const ctx = cluster.context(service.key)
  const context: OperationContext = {
    ...ctx,
    async fetch(url, init) {
      if (left <= 0) throw new Error('dead already')
      const answer = await ctx.fetch(url, init)
      left -= 1
      if (left > 0) return answer
      await answer.body?.cancel()
      throw new Error('killed')
    },
    async remember(taskId) {
      kept.taskId = taskId
    },
    async reserve(remoteId) {
      kept.remoteId = remoteId
    },
  }
  return { context, kept, wasKilled: () => left <= 0 }
}

/** Kills an operation after each of its requests in turn, and asks again as Berth does. */
async function killEverywhere(
  cluster: Cluster,
  {
    prepare,
    operation,
    check,
  }: {
    prepare: () => Promise<ServiceInput>
    operation: Operation
    check: (service: ServiceInput) => Promise<void>
  },
): Promise<number> {
  // Short enough for many turns, long enough to be killed in the middle of a task.
  cluster.state.taskTurns = 2
  for (let requests = 1; ; requests++) {
    const service = await prepare()
    const { context, kept, wasKilled } = dying(cluster, service, requests)
    await operation(context, service).catch(() => undefined)
    await must(operation(cluster.later(service.key, kept), service))
    await check(service)
    const { module, target } = cluster
    await must(module.terminate(cluster.context(service.key), target.server, service))
    assert.equal(await target.countByKey(service.key), 0)
    if (!wasKilled()) return requests - 1
  }
}

const NO_OTHERS = { readForeignGuests: false }

for (const kind of ['qemu', 'lxc'] as const satisfies Kind[]) {
  test(`${kind}: a creation that is killed after any request leaves one guest, running`, async (t) => {
    await withCluster(kind, NO_OTHERS, async (cluster) => {
      const { module, target } = cluster
      const before = cluster.state.guests.size
      const tried = await killEverywhere(cluster, {
        prepare: async () => cluster.service(),
        operation: (ctx, service) => module.create(ctx, target.server, service),
        async check(service) {
          assert.equal(cluster.guest(service).status, 'running')
          assert.ok(cluster.addresses(service).length > 0)
          assert.equal(cluster.state.guests.size, before + 1)
        },
      })
      t.diagnostic(`killed after each of ${tried} requests`)
      assert.ok(tried > 10)
    })
  })

  test(`${kind}: a removal that is killed after any request ends with nothing there`, async (t) => {
    await withCluster(kind, NO_OTHERS, async (cluster) => {
      const { module, target } = cluster
      const before = cluster.state.guests.size
      const tried = await killEverywhere(cluster, {
        prepare: () => cluster.delivered(),
        operation: (ctx, service) => module.terminate(ctx, target.server, service),
        check: async () => assert.equal(cluster.state.guests.size, before),
      })
      t.diagnostic(`killed after each of ${tried} requests`)
    })
  })
}

test('a rebuilding that is killed after any request keeps number and addresses', async (t) => {
  await withCluster('qemu', NO_OTHERS, async (cluster) => {
    const { module, target } = cluster
    const before = cluster.state.guests.size
    let addresses: string[] = []
    const tried = await killEverywhere(cluster, {
      async prepare() {
        const service = await cluster.delivered()
        addresses = cluster.addresses(service)
        return service
      },
      operation: async (ctx, service) =>
        (await module.reinstall?.(ctx, target.server, service, { keepData: false })) ??
        assert.fail(),
      async check(service) {
        const guest = cluster.guest(service)
        assert.equal(String(guest.vmid), service.resource?.remoteId)
        assert.equal(guest.status, 'running')
        assert.deepEqual(cluster.addresses(service), addresses)
        assert.equal(cluster.state.guests.size, before + 1)
      },
    })
    t.diagnostic(`killed after each of ${tried} requests`)
  })
})

test('suspending, resuming and changing the plan may be killed after any request', async (t) => {
  await withCluster('qemu', NO_OTHERS, async (cluster) => {
    const { module, target } = cluster
    const plan = target.otherProduct ?? assert.fail()
    const stateOf = async (service: ServiceInput) => {
      const ctx = cluster.context(service.key)
      const [found] = await must(module.find(ctx, target.server, service.key))
      return found
    }
    const suspended = await killEverywhere(cluster, {
      prepare: () => cluster.delivered(),
      operation: (ctx, service) => module.suspend(ctx, target.server, service),
      check: async (service) => assert.equal((await stateOf(service))?.state, 'suspended'),
    })
    const resumed = await killEverywhere(cluster, {
      async prepare() {
        const service = await cluster.delivered()
        await must(module.suspend(cluster.context(service.key), target.server, service))
        return service
      },
      operation: (ctx, service) => module.unsuspend(ctx, target.server, service),
      check: async (service) => assert.equal((await stateOf(service))?.state, 'running'),
    })
    const changed = await killEverywhere(cluster, {
      prepare: () => cluster.delivered(),
      operation: async (ctx, service) =>
        (await module.changePlan?.(ctx, target.server, { ...service, product: plan })) ??
        assert.fail(),
      check: async (service) =>
        assert.equal((await stateOf(service))?.plan, module.planOf?.(plan, [])),
    })
    t.diagnostic(`killed after each of ${suspended}, ${resumed} and ${changed} requests`)
  })
})
