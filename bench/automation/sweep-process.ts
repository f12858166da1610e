import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { ours } from '../program.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** What a pass came to. */
export interface Pass {
  taken: number
  ms: number
  cpuMs: number
}

/** One process that sweeps until nothing is due. */
export const sweepOnce = (env: Record<string, string>) => run<Pass>(env, ['pass'])

/** One process that looks at nothing so many times; milliseconds per look. */
export const lookInVain = async (env: Record<string, string>, looks: number) =>
  (await run<{ latencies: number[] }>(env, ['quiet', String(looks)])).latencies

function run<T>(env: Record<string, string>, args: string[]): Promise<T> {
  const child = spawn(process.execPath, ours('bench/automation/sweeper.ts', ...args), {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part
    })
    child.once('error', reject)
    child.once('exit', (code) =>
      code === 0 ? resolve(JSON.parse(text)) : reject(new Error(`the sweeper ended with ${code}`)),
    )
  })
}
