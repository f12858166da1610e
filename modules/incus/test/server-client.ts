import { request } from 'node:http'

interface Envelope {
  readonly type: string
  readonly error?: string
  readonly operation?: string
  readonly metadata?: unknown
}

/** Talks to a server's unix socket behind the module's back. */
export interface ServerClient {
  /** The answer's `metadata`; of an operation, after its end. Throws what the server refuses. */
  call(method: string, path: string, body?: unknown): Promise<unknown>
}

export function clientOf(address: string): ServerClient {
  const socketPath = address.slice('unix://'.length)
  const client: ServerClient = {
    async call(method, path, body) {
      const answer = await send(socketPath, { method, path, body })
      if (answer.type === 'error') throw new Error(answer.error)
      if (answer.type !== 'async') return answer.metadata
      const ended = (await client.call('GET', `${answer.operation}/wait?timeout=120`)) as {
        err: string
      }
      if (ended.err !== '') throw new Error(ended.err)
      return ended
    },
  }
  return client
}

function send(
  socketPath: string,
  { method, path, body }: { method: string; path: string; body?: unknown },
): Promise<Envelope> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath, method, path, agent: false }, async (answer) => {
      const parts: Buffer[] = []
      for await (const part of answer) parts.push(part)
      resolve(JSON.parse(Buffer.concat(parts).toString('utf8')))
    })
    asked.on('error', reject)
    asked.end(body === undefined ? undefined : JSON.stringify(body))
  })
}
