import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { ours } from '../program.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const AT_WORK = /at work/

interface Worker {
  process: ChildProcess
  isAtWork: boolean
}

/**
 * So many worker processes. Every so often the one that has been at work longest is killed and
 * another takes its place; as long as the others are still starting, it is spared.
 */
export function startWorkers(
  env: Record<string, string>,
  { count, killEveryMs }: { count: number; killEveryMs: number },
) {
  const start = (): Worker => {
    const process = startProcess(env)
    const worker = { process, isAtWork: false }
    process.stdout?.setEncoding('utf8').on('data', (text: string) => {
      if (AT_WORK.test(text)) worker.isAtWork = true
    })
    return worker
  }
  let workers = Array.from({ length: count }, start)
  let kills = 0
  const killing = setInterval(() => {
    // One that ended by itself, at a start for instance, would spare the others for good.
    workers = workers.map((worker) => (hasEnded(worker.process) ? start() : worker))
    const [oldest, ...others] = workers
    if (!oldest?.isAtWork || !others.every((other) => other.isAtWork)) return
    oldest.process.kill('SIGKILL')
    workers = [...others, start()]
    kills++
  }, killEveryMs)
  return {
    kills: () => kills,
    async stop() {
      clearInterval(killing)
      for (const worker of workers) worker.process.kill('SIGTERM')
      await Promise.all(workers.map((worker) => ended(worker.process)))
    },
  }
}

function startProcess(env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, ours('server/src/main.ts', 'worker'), {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess) =>
  exitCode !== null || signalCode !== null

const ended = (process: ChildProcess) =>
  new Promise<void>((resolve) => {
    if (hasEnded(process)) resolve()
    else process.once('exit', () => resolve())
  })
