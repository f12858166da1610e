import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import type { Server as NetServer } from 'node:net'
import ssh2, { type Connection, type ServerChannel } from 'ssh2'
import { portOf } from '../fault-proxy.ts'
import { isAuthorized, type TestKeys } from './keys.ts'

/** A running SSH server that tests connect to. */
export interface TestServer {
  readonly port: number
  readonly user: string
  close(): Promise<void>
}

/**
 * An SSH server for machines without one: it speaks the protocol, lets in who is authorized, and
 * really runs what it is asked to, by `/bin/sh -c` as a login shell would. What runs outlasts its
 * connection, as with OpenSSH.
 */
export async function startStandIn(keys: TestKeys, home: string): Promise<TestServer> {
  const hostKey = await readFile(keys.hostKeyFile, 'utf8')
  const connections = new Set<Connection>()
  const server = new ssh2.Server({ hostKeys: [hostKey] }, (connection) => {
    connections.add(connection)
    // The library has it and its types do not.
    if ('setNoDelay' in connection && typeof connection.setNoDelay === 'function') {
      connection.setNoDelay(true)
    }
    connection.on('close', () => connections.delete(connection))
    connection.on('error', () => connection.end())
    connection.on('authentication', async (attempt) => {
      if (attempt.method === 'password' && attempt.password === keys.password)
        return attempt.accept()
      if (attempt.method !== 'publickey') return attempt.reject(['publickey'])
      const known = await isAuthorized(keys.authorizedKeysFile, attempt.key.data)
      if (!known || !isSigned(attempt)) return attempt.reject(['publickey'])
      attempt.accept()
    })
    connection.on('session', (accept) => {
      accept().on('exec', (acceptExec, _reject, { command }) => run(acceptExec(), command, home))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: portOf(server as unknown as NetServer),
    user: 'stand-in',
    async close() {
      for (const connection of connections) connection.end()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

/** A client first asks whether a key would do, and then proves that it has it. */
function isSigned(attempt: ssh2.PublicKeyAuthContext): boolean {
  if (!attempt.signature || !attempt.blob) return true
  const key = ssh2.utils.parseKey(`${attempt.key.algo} ${attempt.key.data.toString('base64')}`)
  if (key instanceof Error) return false
  return key.verify(attempt.blob, attempt.signature, attempt.hashAlgo) === true
}

function run(channel: ServerChannel, command: string, home: string) {
  const env = { PATH: process.env.PATH, HOME: home, LANG: 'C.UTF-8' }
  const child = spawn('/bin/sh', ['-c', command], { cwd: home, env, detached: true })
  channel.pipe(child.stdin)
  child.stdin.on('error', () => undefined)
  child.stdout.on('data', (piece) => channel.write(piece))
  child.stderr.on('data', (piece) => channel.stderr.write(piece))
  channel.on('error', () => undefined)
  channel.on('close', () => {
    child.stdout.destroy()
    child.stderr.destroy()
    child.stdin.destroy()
  })
  child.on('close', (code) => {
    channel.exit(code ?? 255)
    channel.end()
  })
}
