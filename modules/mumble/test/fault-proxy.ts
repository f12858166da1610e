import { connect, createServer, type Socket } from 'node:net'
import type { TargetFaults } from '@berth/sdk/testing'

type Mode =
  | { kind: 'pass' | 'reset' | 'hang' | 'reject' }
  /** After this call was sent, so many bytes of its answer arrive and no more. */
  | { kind: 'lose'; call: string; keepBytes: number }

/** A bus's socket that misbehaves on demand, before the real one. */
export interface FaultProxy {
  readonly socket: string
  readonly faults: TargetFaults
  /** Cuts the connection right after this method of murmurd was sent. */
  loseAfter(call: string): void
  close(): Promise<void>
}

/** D-Bus is readable on the wire: a call is found by its name. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const state: { mode: Mode } = { mode: { kind: 'pass' } }
  const set = (mode: Mode) => {
    state.mode = mode
  }
  const open = new Set<Socket>()
  const server = createServer((client) => {
    open.add(client)
    client.on('close', () => open.delete(client))
    client.on('error', () => client.destroy())
    if (state.mode.kind === 'reset') client.destroy()
    else if (state.mode.kind === 'hang') client.resume()
    else if (state.mode.kind === 'reject') rejectLogin(client)
    else relay(client, target, state)
  })
  const socket = `${target}.proxy`
  await new Promise<void>((resolve) => server.listen(socket, resolve))
  return {
    socket,
    loseAfter: (call) => set({ kind: 'lose', call, keepBytes: 0 }),
    faults: {
      hasNoRetryAfter: true,
      loseAnswer: async () => set({ kind: 'lose', call: 'newServer', keepBytes: 0 }),
      halveAnswer: async () => set({ kind: 'lose', call: 'newServer', keepBytes: 10 }),
      refuseAll: async (status) => set({ kind: status === 401 ? 'reject' : 'reset' }),
      hangAll: async () => set({ kind: 'hang' }),
      clear: async () => set({ kind: 'pass' }),
    },
    async close() {
      for (const one of open) one.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** As a bus answers somebody whom it does not let in. */
function rejectLogin(client: Socket) {
  client.on('data', (piece) => {
    if (piece.includes('AUTH')) client.write('REJECTED EXTERNAL\r\n')
  })
}

function relay(client: Socket, target: string, state: { mode: Mode }) {
  const upstream = connect(target)
  let losing: number | null = null
  upstream.on('error', () => client.destroy())
  upstream.on('close', () => client.destroy())
  client.on('close', () => upstream.destroy())
  client.on('data', (piece) => {
    const { mode } = state
    if (mode.kind === 'lose' && piece.includes(mode.call)) losing = mode.keepBytes
    upstream.write(piece)
  })
  upstream.on('data', (piece) => {
    if (losing === null) return void client.write(piece)
    client.write(piece.subarray(0, losing))
    client.end()
    upstream.destroy()
  })
}
