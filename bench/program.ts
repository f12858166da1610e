import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { NODE_FLAGS } from '../launch/node-runtime.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const READY = /ready at (http:\S+)/

/** A program that has said where it listens. */
export interface Running {
  url: string
  pid: number
  /** From the start of the process to its word that it is ready. */
  startMs: number
  stop(): Promise<void>
}

export interface ProgramWish {
  args: string[]
  env: Record<string, string>
}

/** Starts one of our programs and waits until it writes `… ready at <address>`. */
export async function startProgram({ args, env }: ProgramWish): Promise<Running> {
  const startedAt = performance.now()
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const url = await addressOf(child)
  const startMs = performance.now() - startedAt
  return {
    url,
    pid: child.pid ?? 0,
    startMs,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** Flags and script of a TypeScript program of ours. */
export const ours = (script: string, ...args: string[]) => [...NODE_FLAGS, script, ...args]

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`it ended with ${code} before it was ready`)))
    if (!child.stdout) return reject(new Error('nothing to read from'))
    const lines = createInterface({ input: child.stdout })
    lines.on('line', (line) => {
      const address = READY.exec(line)?.[1]
      if (address) resolve(address)
    })
  })
}

/** Resident memory of a process, in bytes. */
export function memoryOf(pid: number): number {
  const status = `/proc/${pid}/status`
  const kilobytes = existsSync(status)
    ? /VmRSS:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1]
    : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).trim()
  return Number(kilobytes) * 1024
}
