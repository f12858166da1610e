import { fail, type OperationContext, ok, type Resource, type Result } from '@berth/sdk'
import type { Client } from './client.ts'
import { ownMachine, resetPassword, type Service } from './machine.ts'

/** Makes the machine, or goes on with the one that carries our key already. */
export async function create(
  ctx: OperationContext,
  client: Client,
  service: Service,
): Promise<Result<Resource>> {
  const begun = await begin(ctx, client, service)
  if (!begun.ok) return begun
  if (begun.value !== null) {
    const followed = await follow(ctx, client, begun.value)
    if (!followed.ok) return followed
  }
  // The provider never tells a password again: the first one is one that we ask for.
  return resetPassword(client, service)
}

/** The task to follow: of an earlier attempt, or of a new machine. Null when there is none. */
async function begin(
  ctx: OperationContext,
  client: Client,
  service: Service,
): Promise<Result<string | null>> {
  if (ctx.remembered.taskId !== null) return ok(ctx.remembered.taskId)
  const own = await ownMachine(client, ctx.key)
  if (!own.ok) return own
  if (own.value) return own.value.state === 'installing' ? installing(0) : ok(null)
  const { product, orderData, name, customer } = service
  const started = await client.create({
    label: ctx.key,
    name,
    owner: customer.email,
    hostname: orderData.hostname,
    memory_mb: product.memoryMb,
  })
  if (!started.ok) return started
  await ctx.remember(started.value.task)
  return ok(started.value.task)
}

/** Asks once how far the task is; Berth calls again for as long as it goes on. */
async function follow(ctx: OperationContext, client: Client, id: string): Promise<Result<null>> {
  const task = await client.task(id)
  if (!task.ok) return task
  if (task.value.done) return ok(null)
  const { percent } = task.value
  ctx.progress({ text: { en: 'Installing', fr: 'Installation' }, percent })
  return installing(percent)
}

/** Not done, and not failed: Berth calls again after this long, and counts no attempt. */
function installing(percent: number): Result<never> {
  const more = { stillRunning: true, retryAfterMs: 1000 } as const
  return fail('transient', `The installation is at ${percent} %`, more)
}
