import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { findNode, NODE_FLAGS, runtimeEnvironment } from './node-runtime.mjs'
import { ROOT } from './root.mjs'

/** A server that has not drained after this is ended. */
export const DRAIN_LIMIT_MS = 15_000
/** npm passes on a Ctrl-C that the terminal has already sent to us: the two are one. */
const SAME_SIGNAL_MS = 1_000

/** Ends the child in order at the first request, at once at a later one. */
function makeStopper(child) {
  let firstAt = null
  return (signal) => {
    const at = performance.now()
    if (firstAt === null) {
      firstAt = at
      child.kill(signal === 'SIGINT' ? 'SIGINT' : 'SIGTERM')
      setTimeout(() => child.kill('SIGKILL'), DRAIN_LIMIT_MS).unref()
    } else if (at - firstAt > SAME_SIGNAL_MS) {
      child.kill('SIGKILL')
    }
  }
}

/**
 * Starts a TypeScript program of ours under the right Node. It gets a session of its own, so that
 * a signal reaches it once, through us; and a channel whose closing tells it that we are gone.
 *
 * @returns {{ pid: number | undefined, ended: Promise<number>, end: () => void }} `ended` is the
 *   exit code; `end` asks this program alone to end.
 */
export function runProgram({ script, args = [], env = {}, stop }) {
  const child = spawn(findNode(), [...NODE_FLAGS, join(ROOT, script), ...args], {
    cwd: ROOT,
    env: runtimeEnvironment(env),
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    detached: true,
  })
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      const isOurs = stop.isRequested() && signal !== 'SIGKILL'
      resolve(code ?? (isOurs ? 0 : 1))
    })
  })
  const stopper = makeStopper(child)
  stop.onRequest(stopper)
  return { pid: child.pid, ended, end: () => stopper('SIGTERM') }
}
