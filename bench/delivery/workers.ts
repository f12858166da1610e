import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { ours } from '../program.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** So many worker processes; one is killed every so often and another takes its place. */
export function startWorkers(
  env: Record<string, string>,
  { count, killEveryMs }: { count: number; killEveryMs: number },
) {
  const start = () =>
    spawn(process.execPath, ours('server/src/main.ts', 'worker'), {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
  const workers: ChildProcess[] = Array.from({ length: count }, start)
  let kills = 0
  const killing = setInterval(() => {
    const at = kills % workers.length
    workers[at]?.kill('SIGKILL')
    workers[at] = start()
    kills++
  }, killEveryMs)
  const gone = (worker: ChildProcess) =>
    new Promise<void>((resolve) => {
      if (worker.exitCode !== null || worker.signalCode !== null) resolve()
      else worker.once('exit', () => resolve())
    })
  return {
    kills: () => kills,
    /** No more of them is killed. */
    spare: () => clearInterval(killing),
    async stop() {
      clearInterval(killing)
      for (const worker of workers) worker.kill('SIGTERM')
      await Promise.all(workers.map(gone))
    },
  }
}
