import { mkdtempSync, rmSync } from 'node:fs'
import { request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TargetFaults } from '@berth/sdk/testing'

type Mode =
  | { kind: 'pass' }
  | { kind: 'lose' | 'halve' }
  | { kind: 'refuse'; status: number; retryAfterSeconds?: number }
  | { kind: 'hang' }

/** Stands before a server's unix socket, real or not, and loses, halves, refuses or withholds answers. */
export interface FaultProxy {
  readonly address: string
  readonly faults: TargetFaults
  close(): Promise<void>
}

/** The change whose answer gets lost: the one that would make a second resource. */
const MAKES = /^\/1\.0\/instances\?/

export async function startFaultProxy(address: string): Promise<FaultProxy> {
  let mode: Mode = { kind: 'pass' }
  const set = async (next: Mode) => {
    mode = next
  }
  const behind = address.slice('unix://'.length)
  const server = createServer((request, response) => {
    const now = mode
    if (now.kind === 'hang') return
    if (now.kind === 'refuse') return refuse(response, now)
    const makes = now.kind !== 'pass' && request.method === 'POST' && MAKES.test(request.url ?? '')
    if (makes) mode = { kind: 'pass' }
    forward(behind, request, response, makes ? now.kind : 'pass')
  })
  const streams = new Set<Socket>()
  server.on('upgrade', (request, socket: Socket, head) => {
    streams.add(socket)
    socket.on('close', () => streams.delete(socket))
    socket.on('error', () => socket.destroy())
    if (mode.kind === 'hang') return
    if (mode.kind === 'refuse') return void socket.destroy()
    passOn(behind, request, socket, head)
  })
  const folder = mkdtempSync(join(tmpdir(), 'incus-proxy-'))
  const path = join(folder, 'unix.socket')
  await new Promise<void>((resolve) => server.listen(path, resolve))
  return {
    address: `unix://${path}`,
    faults: {
      loseAnswer: () => set({ kind: 'lose' }),
      halveAnswer: () => set({ kind: 'halve' }),
      refuseAll: (status, retryAfterSeconds) => set({ kind: 'refuse', status, retryAfterSeconds }),
      hangAll: () => set({ kind: 'hang' }),
      clear: () => set({ kind: 'pass' }),
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of streams) socket.destroy()
        server.close(() => resolve())
        server.closeAllConnections()
        rmSync(folder, { recursive: true })
      }),
  }
}

function refuse(response: ServerResponse, mode: { status: number; retryAfterSeconds?: number }) {
  response.statusCode = mode.status
  response.setHeader('content-type', 'application/json')
  if (mode.retryAfterSeconds) response.setHeader('retry-after', String(mode.retryAfterSeconds))
  const error = `refused with ${mode.status}`
  response.end(JSON.stringify({ type: 'error', error, error_code: mode.status }))
}

function forward(
  socketPath: string,
  request: IncomingMessage,
  response: ServerResponse,
  fate: 'pass' | 'lose' | 'halve',
): void {
  const { method, url: path, headers } = request
  const onward = ask({ socketPath, method, path, headers, agent: false }, (answer) => {
    const parts: Buffer[] = []
    answer.on('data', (part: Buffer) => parts.push(part))
    answer.on('end', () => {
      const bytes = Buffer.concat(parts)
      if (fate === 'lose') return void request.socket.destroy()
      const { 'transfer-encoding': _chunked, ...kept } = answer.headers
      response.writeHead(answer.statusCode ?? 500, { ...kept, 'content-length': bytes.length })
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

/** Passes a web socket on as it is. */
function passOn(socketPath: string, request: IncomingMessage, socket: Socket, head: Buffer): void {
  const onward = connect(socketPath, () => {
    const lines = request.rawHeaders.flatMap((name, i) =>
      i % 2 === 0 ? [`${name}: ${request.rawHeaders[i + 1]}`] : [],
    )
    onward.write(`${request.method} ${request.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
    onward.write(head)
    onward.pipe(socket)
    socket.pipe(onward)
  })
  onward.on('error', () => socket.destroy())
  socket.on('error', () => onward.destroy())
  socket.on('close', () => onward.destroy())
}
