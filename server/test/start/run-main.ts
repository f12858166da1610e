import { spawn } from 'node:child_process'
import { after } from 'node:test'
import { fileURLToPath } from 'node:url'
import { NODE_FLAGS } from '../../../launch/node-runtime.mjs'
import { until } from '../until.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const KEY = 'the secret key that the starts use'

export interface Ended {
  code: number | null
  out: string
  err: string
}

export interface Running {
  kill(signal: NodeJS.Signals): void
  /** What stands behind `text` on its line of standard output, once that is there. */
  said(text: string): Promise<string>
  ended: Promise<Ended>
}

/** The program as an operator starts it, with nothing of this environment but what is given. */
export function startMain(args: string[], env: Record<string, string> = {}): Running {
  const child = spawn(process.execPath, [...NODE_FLAGS, 'server/src/main.ts', ...args], {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      BERTH_SECRET_KEY: KEY,
      BERTH_LOG_LEVEL: 'warn',
      PORT: '0',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const printed = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed.out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    printed.err += text
  })
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code) => resolve({ code, ...printed }))
  })
  after(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return {
    kill: (signal) => child.kill(signal),
    ended,
    said: (text) =>
      until(`“${text}” of ${args.join(' ')}, not ${printed.err}`, async () => {
        if (child.exitCode !== null) throw new Error(`ended: ${printed.err}`)
        return printed.out
          .split('\n')
          .slice(0, -1)
          .find((line) => line.startsWith(text))
          ?.slice(text.length)
      }),
  }
}

/** Runs it to its end. */
export const runMain = (args: string[], env?: Record<string, string>): Promise<Ended> =>
  startMain(args, env).ended

/** What a refused start leaves: nothing but one sentence and the exit code 1. */
export const refusal = (sentence: string): Ended => ({
  code: 1,
  out: '',
  err: `berth: ${sentence}\n`,
})
