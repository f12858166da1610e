import { setTimeout as sleep } from 'node:timers/promises'
import { type Figure, median, progress, rounded, spread } from '../figure.ts'
import { memoryOf, ours, startProgram } from '../program.ts'

const REPETITIONS = 3
const REST_MS = 6000
const ALLOWED_MB = 250

/** Web, API and worker in one process, some seconds after the start, with nothing to do. */
export async function measureMemory(env: Record<string, string>): Promise<Figure> {
  const megabytes: number[] = []
  for (let turn = 1; turn <= REPETITIONS; turn++) {
    progress(`memory at rest, ${turn} of ${REPETITIONS}`)
    const running = await startProgram({ args: ours('server/src/main.ts'), env })
    await fetch(`${running.url}/healthz`)
    await sleep(REST_MS)
    megabytes.push(memoryOf(running.pid) / 2 ** 20)
    await running.stop()
  }
  return {
    ...{ name: 'memory.rest', size: null, n: REPETITIONS, p50: null, p99: null },
    ...{ value: rounded(median(megabytes)), unit: 'MB', limit: null, ratio: null },
    of: `no limit: nothing else does the same; at most ${ALLOWED_MB} MB are allowed; resident, the Node process alone; ${spread(megabytes, 'MB')}`,
  }
}
