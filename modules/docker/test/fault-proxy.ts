import { request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TargetFaults } from '@berth/sdk/testing'

type Mode =
  | { kind: 'pass' }
  | { kind: 'lose' | 'halve' }
  | { kind: 'refuse'; status: number; retryAfterSeconds?: number }
  | { kind: 'hang' }

/** Stands before an engine, real or not, and loses, halves, refuses or withholds its answers. */
export interface FaultProxy {
  readonly host: string
  readonly faults: TargetFaults
  close(): Promise<void>
}

/** The change whose answer gets lost: the one that would make a second resource. */
const MAKES = /\/containers\/create/

export async function startFaultProxy(engine: string): Promise<FaultProxy> {
  let mode: Mode = { kind: 'pass' }
  const set = async (next: Mode) => {
    mode = next
  }
  const server = createServer((request, response) => {
    const now = mode
    if (now.kind === 'hang') return
    if (now.kind === 'refuse') return refuse(response, now)
    const makes = now.kind !== 'pass' && MAKES.test(request.url ?? '')
    if (makes) mode = { kind: 'pass' }
    forward(engine, request, response, makes ? now.kind : 'pass')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    host: `tcp://127.0.0.1:${port}`,
    faults: {
      loseAnswer: () => set({ kind: 'lose' }),
      halveAnswer: () => set({ kind: 'halve' }),
      refuseAll: (status, retryAfterSeconds) => set({ kind: 'refuse', status, retryAfterSeconds }),
      hangAll: () => set({ kind: 'hang' }),
      clear: () => set({ kind: 'pass' }),
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function refuse(response: ServerResponse, mode: { status: number; retryAfterSeconds?: number }) {
  response.statusCode = mode.status
  response.setHeader('content-type', 'application/json')
  if (mode.retryAfterSeconds) response.setHeader('retry-after', String(mode.retryAfterSeconds))
  response.end(JSON.stringify({ message: `refused with ${mode.status}` }))
}

function forward(
  engine: string,
  request: IncomingMessage,
  response: ServerResponse,
  fate: 'pass' | 'lose' | 'halve',
): void {
  const address = engine.startsWith('unix://')
    ? { socketPath: engine.slice('unix://'.length) }
    : { host: new URL(engine).hostname, port: new URL(engine).port }
  const { method, url: path, headers } = request
  // A kept connection may be closed by the engine just when it is used again.
  const onward = ask({ ...address, method, path, headers, agent: false }, (answer) => {
    const parts: Buffer[] = []
    answer.on('data', (part: Buffer) => parts.push(part))
    answer.on('end', () => {
      const bytes = Buffer.concat(parts)
      if (fate === 'lose') return void request.socket.destroy()
      const { 'transfer-encoding': _chunked, ...kept } = answer.headers
      const status = answer.statusCode ?? 500
      const hasBody = status !== 204 && status !== 304
      response.writeHead(status, hasBody ? { ...kept, 'content-length': bytes.length } : kept)
      if (fate === 'pass') return void response.end(bytes)
      response.write(bytes.subarray(0, bytes.length / 2), () => request.socket.destroy())
    })
  })
  onward.on('error', () => request.socket.destroy())
  // In one piece: whoever has answered and closed makes an error of what is sent after that.
  const body: Buffer[] = []
  request.on('data', (part: Buffer) => body.push(part))
  request.on('end', () => onward.end(Buffer.concat(body)))
}
