import { openContext } from '../../server/src/build-context.ts'
import { readConfig } from '../../server/src/config.ts'
import { automationLoop } from '../../server/src/features/automation/due.ts'

/**
 * A process that does nothing but sweep: `sweeper.ts pass` until nothing is due, `sweeper.ts quiet n`
 * so many looks at nothing. One JSON line says what it took.
 */
const [mode = 'pass', looks = '0'] = process.argv.slice(2)
const read = readConfig(process.env)
if (!read.ok) throw new Error(read.message)
const { ctx, close } = await openContext(read.config)
const loop = automationLoop(ctx)
const look = () => loop.runDue(ctx.clock.now())

async function pass() {
  let taken = 0
  const [cpu, startedAt] = [process.cpuUsage(), performance.now()]
  for (let n = await look(); n > 0; n = await look()) taken += n
  const { user, system } = process.cpuUsage(cpu)
  return { taken, ms: performance.now() - startedAt, cpuMs: (user + system) / 1000 }
}

async function quiet() {
  const latencies: number[] = []
  for (let turn = -10; turn < Number(looks); turn++) {
    const at = performance.now()
    await look()
    if (turn >= 0) latencies.push(performance.now() - at)
  }
  return { latencies }
}

const answer = mode === 'quiet' ? await quiet() : await pass()
process.stdout.write(`${JSON.stringify(answer)}\n`)
await close()
