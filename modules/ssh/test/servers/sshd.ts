import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { portOf } from '../fault-proxy.ts'
import type { TestKeys } from './keys.ts'
import type { TestServer } from './stand-in.ts'

/** OpenSSH's server of the distribution; sshd wants to be called by its whole path. */
export const SSHD = '/usr/sbin/sshd'

/** Why there is no real server here, or null. */
export const NO_SSHD = existsSync(SSHD) ? null : `${SSHD} is not installed`

/** How often another port is tried; the one that was free may be taken meanwhile. */
const PORT_TRIES = 5

/** Starts OpenSSH's server on loopback, for the user who runs the tests. */
export async function startSshd(keys: TestKeys, folder: string): Promise<TestServer> {
  // Where it keeps its unprivileged half; only root needs it and only root can make it.
  if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true })
  for (let turn = 0; turn < PORT_TRIES; turn++) {
    const port = await freePort()
    const started = await launch(keys, folder, port)
    if (started) return started
  }
  throw new Error('sshd does not start')
}

async function launch(keys: TestKeys, folder: string, port: number): Promise<TestServer | null> {
  const file = join(folder, 'sshd_config')
  const lines = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${keys.hostKeyFile}`,
    `AuthorizedKeysFile ${keys.authorizedKeysFile}`,
    'PidFile none',
    'UsePAM no',
    'StrictModes no',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'PermitRootLogin prohibit-password',
    'MaxStartups 200',
    'LogLevel VERBOSE',
  ]
  await writeFile(file, `${lines.join('\n')}\n`)
  const daemon = spawn(SSHD, ['-D', '-e', '-f', file], { stdio: ['ignore', 'ignore', 'pipe'] })
  const gone = new Promise<null>((resolve) => daemon.once('exit', () => resolve(null)))
  const listens = new Promise<true>((resolve) => {
    let said = ''
    daemon.stderr.on('data', (piece) => {
      said += String(piece)
      if (said.includes('Server listening on')) resolve(true)
    })
  })
  if ((await Promise.race([listens, gone])) === null) return null
  return {
    port,
    user: userInfo().username,
    async close() {
      daemon.kill()
      await gone
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const port = portOf(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}
