import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { memoryOf, ours } from '../program.ts'
import { anythingDue } from './due.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const LOOK_MS = 100
const MEMORY_EVERY_MS = 500
/** A run that is not over by then is not going to be. */
const GIVE_UP_MS = 900_000

/** Worker processes of Berth as operators run them. */
export interface Workers {
  pids: number[]
  stop(): Promise<void>
}

/** Starts so many and waits until each says that it is at work. */
export async function startWorkers(env: Record<string, string>, count: number): Promise<Workers> {
  const all = await Promise.all(Array.from({ length: count }, () => startWorker(env)))
  return {
    pids: all.map(({ pid }) => pid ?? 0),
    async stop() {
      for (const worker of all) worker.kill('SIGTERM')
      await Promise.all(all.map(ended))
    },
  }
}

function startWorker(env: Record<string, string>): Promise<ChildProcess> {
  const child = spawn(process.execPath, ours('server/src/main.ts', 'worker'), {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`a worker ended with ${code}`)))
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (/at work/.test(text)) resolve(child)
    })
  })
}

const ended = (child: ChildProcess) =>
  new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve()
    else child.once('exit', () => resolve())
  })

/** What was seen while workers dealt with all that is due. */
export interface Watched {
  seconds: number
  /** Resident bytes of the largest worker, look by look. */
  memory: number[]
}

/** Tells the workers that something is due and waits until nothing is. */
export async function watchRun(client: pg.Client, { pids }: Workers): Promise<Watched> {
  const memory: number[] = []
  const startedAt = performance.now()
  let looked = 0
  await client.query(`select pg_notify('automation', '')`)
  while (await anythingDue(client)) {
    const elapsed = performance.now() - startedAt
    if (elapsed > GIVE_UP_MS) throw new Error('the workers do not come to an end')
    if (elapsed - looked > MEMORY_EVERY_MS) {
      memory.push(Math.max(...pids.map(memoryOf)))
      looked = elapsed
    }
    await sleep(LOOK_MS)
  }
  return { seconds: (performance.now() - startedAt) / 1000, memory }
}
