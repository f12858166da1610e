import { setTimeout as sleep } from 'node:timers/promises'
import { type Figure, print, progress, quantile, rounded } from '../figure.ts'
import { hammer } from '../load.ts'
import { ours, startProgram } from '../program.ts'
import { anythingDue, comeDue } from './due.ts'
import type { AutomationBench } from './part.ts'
import { startWorkers } from './workers.ts'

const ALLOWED = 3
const SHARE = 10
const ROUND_SECONDS = 1

/**
 * The list of services as staff read it, at rest and while a worker renews a tenth of the fleet:
 * only rounds that ended while something was still due are counted.
 */
export async function measureListDuringRun(bench: AutomationBench): Promise<void> {
  const { client, env, size, seconds } = bench
  const berth = await startProgram({ args: ours('server/src/main.ts', 'web'), env })
  const target = {
    url: `${berth.url}/api/v1/admin/services?limit=50&sort=-createdAt`,
    headers: { cookie: bench.cookie },
  }
  try {
    await hammer(target, 1, ROUND_SECONDS)
    const rest = (await hammer(target, 1, Math.max(3, seconds))).latencies
    const worker = await startWorkers(env, 1)
    const busy: number[] = []
    try {
      await comeDue(client, Math.floor(size / SHARE))
      await client.query(`select pg_notify('automation', '')`)
      for (;;) {
        const { latencies } = await hammer(target, 1, ROUND_SECONDS)
        if (busy.length > 0 && !(await anythingDue(client))) break
        busy.push(...latencies)
      }
      while (await anythingDue(client)) await sleep(100)
    } finally {
      await worker.stop()
    }
    print(figure(rest, busy, size))
  } finally {
    await berth.stop()
  }
}

function figure(rest: readonly number[], busy: readonly number[], size: number): Figure {
  const [before, meanwhile] = [quantile(rest, 0.99), quantile(busy, 0.99)]
  progress(`list p99 ${rounded(before)} ms at rest, ${rounded(meanwhile)} ms during the run`)
  return {
    ...{ name: 'list_during_run', size, n: busy.length, value: null, unit: 'ms' },
    ...{ p50: rounded(quantile(busy, 0.5)), p99: rounded(meanwhile) },
    ...{ limit: rounded(before), ratio: rounded(meanwhile / before) },
    of: `p99 of the same list at rest, same run (p50 there ${rounded(quantile(rest, 0.5))} ms); at most ${ALLOWED} are allowed`,
  }
}
