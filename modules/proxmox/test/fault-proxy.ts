import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { request as ask, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TargetFaults } from '@berth/sdk/testing'

type Mode =
  | { kind: 'pass' }
  | { kind: 'lose' | 'halve' }
  | { kind: 'refuse'; status: number; retryAfterSeconds?: number }
  | { kind: 'hang' }

/** Stands before a cluster with a self-signed certificate, and loses, halves, refuses or withholds. */
export interface FaultProxy {
  readonly url: string
  readonly faults: TargetFaults
  close(): Promise<void>
}

const pem = (name: string) => readFileSync(new URL(`tls/${name}.pem`, import.meta.url), 'utf8')

/** The certificate that the proxy shows: signed by itself, as on most clusters. */
export const CERTIFICATE = pem('node')
export const FINGERPRINT = new X509Certificate(CERTIFICATE).fingerprint256

/** The changes whose answer gets lost: those that would make a second guest. */
const MAKES = /\/clone$|\/nodes\/[^/]+\/lxc$/

export async function startFaultProxy(cluster: string): Promise<FaultProxy> {
  let mode: Mode = { kind: 'pass' }
  const set = async (next: Mode) => {
    mode = next
  }
  const server = createServer({ cert: CERTIFICATE, key: pem('node-key') }, (request, response) => {
    const now = mode
    if (now.kind === 'hang') return
    if (now.kind === 'refuse') return refuse(response, now)
    const makes = now.kind !== 'pass' && request.method === 'POST' && MAKES.test(request.url ?? '')
    if (makes) mode = { kind: 'pass' }
    forward(cluster, request, response, makes ? now.kind : 'pass')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `https://127.0.0.1:${port}`,
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
  response.end(JSON.stringify({ data: null, message: `refused with ${mode.status}\n` }))
}

function forward(
  cluster: string,
  request: IncomingMessage,
  response: ServerResponse,
  fate: 'pass' | 'lose' | 'halve',
): void {
  const { hostname: host, port } = new URL(cluster)
  const { method, url: path, headers } = request
  // A kept connection may be closed by the server just when it is used again.
  const onward = ask({ host, port, method, path, headers, agent: false }, (answer) => {
    const parts: Buffer[] = []
    answer.on('data', (part: Buffer) => parts.push(part))
    answer.on('end', () => {
      const bytes = Buffer.concat(parts)
      if (fate === 'lose') return void request.socket.destroy()
      const { 'transfer-encoding': _chunked, ...kept } = answer.headers
      const status = answer.statusCode ?? 500
      response.writeHead(status, answer.statusMessage, { ...kept, 'content-length': bytes.length })
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
