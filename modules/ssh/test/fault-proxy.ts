import { connect, createServer, type Server, type Socket } from 'node:net'
import type { TargetFaults } from '@berth/sdk/testing'

/** A TCP proxy before an SSH server: it understands nothing of what passes and can spoil it. */
export interface FaultProxy {
  readonly port: number
  lose(keepBytes: number): void
  reset(): void
  hang(): void
  clear(): void
  close(): Promise<void>
}

/** More than logging in sends, less than any program: beyond it, the program is on its way. */
const PROGRAM_BYTES = 6000

type Mode = { kind: 'pass' | 'reset' | 'hang' } | { kind: 'lose'; keepBytes: number }

/** Starts it on a free port before `target`. */
export async function startFaultProxy(target: number): Promise<FaultProxy> {
  let mode: Mode = { kind: 'pass' }
  const open = new Set<Socket>()
  const server = createServer((client) => {
    open.add(client)
    client.on('close', () => open.delete(client))
    client.on('error', () => client.destroy())
    if (mode.kind === 'reset') return client.destroy()
    if (mode.kind === 'hang') return void client.resume()
    relay(client, target, mode)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: portOf(server),
    lose(keepBytes) {
      mode = { kind: 'lose', keepBytes }
    },
    reset() {
      mode = { kind: 'reset' }
    },
    hang() {
      mode = { kind: 'hang' }
    },
    clear() {
      mode = { kind: 'pass' }
    },
    async close() {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** In mode `lose` the first of the answer after a program is cut after so many bytes. */
function relay(client: Socket, target: number, mode: Mode) {
  const upstream = connect(target, '127.0.0.1')
  let sent = 0
  for (const socket of [client, upstream]) socket.setNoDelay(true)
  upstream.on('error', () => client.destroy())
  upstream.on('close', () => client.destroy())
  client.on('close', () => upstream.destroy())
  client.on('data', (piece) => {
    sent += piece.length
    upstream.write(piece)
  })
  upstream.on('data', (piece) => {
    if (mode.kind !== 'lose' || sent < PROGRAM_BYTES) return void client.write(piece)
    client.write(piece.subarray(0, mode.keepBytes))
    // Ended, not reset: what was relayed to the server before must arrive there.
    client.end()
    upstream.end()
  })
}

/** The faults of the kit, as an SSH server can have them. */
export function faultsOf(
  proxy: FaultProxy,
  server: {
    refuseLogin(): Promise<void>
    acceptLogin(): Promise<void>
    pause(seconds: number): Promise<void>
    goOn(): Promise<void>
  },
): TargetFaults {
  return {
    loseAnswer: async () => proxy.lose(0),
    halveAnswer: async () => proxy.lose(20),
    async refuseAll(status, retryAfterSeconds = 1) {
      if (status === 401) await server.refuseLogin()
      else if (status === 429) await server.pause(retryAfterSeconds)
      else proxy.reset()
    },
    hangAll: async () => proxy.hang(),
    async clear() {
      proxy.clear()
      await server.acceptLogin()
      await server.goOn()
    },
  }
}

export function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('It does not listen')
  return address.port
}
