import { fail, type OperationContext, type Result } from '@berth/sdk'
import type { Murmur } from './bus.ts'

/** How often the name is asked for, and how long between, while somebody else has it. */
const TRIES = 100
const BETWEEN_MS = 200

/**
 * Does the work while nobody else does any on this murmurd. The lock is a name on the bus: the bus
 * gives it to one connection at a time and takes it back when that ends, however it ends.
 */
export async function alone<T>(
  ctx: Pick<OperationContext, 'sleep' | 'signal'>,
  murmur: Murmur,
  work: () => Promise<Result<T>>,
): Promise<Result<T>> {
  const name = lockName(murmur.settings.service)
  for (let turn = 0; turn < TRIES; turn++) {
    const owned = await murmur.own(name)
    if (!owned.ok) {
      if (owned.error.code !== 'auth') return owned
      return fail('config', `The bus does not let us own ${name}: ${owned.error.message}`)
    }
    if (owned.value) {
      try {
        return await work()
      } finally {
        await murmur.giveBack(name)
      }
    }
    await ctx.sleep(BETWEEN_MS)
  }
  return fail('transient', 'Others are making virtual servers all the time', {
    retryAfterMs: 5000,
  })
}

/** The name on the bus that stands for the lock of one murmurd. */
export function lockName(service: string): string {
  return `app.berth.lock.${service}`
}
