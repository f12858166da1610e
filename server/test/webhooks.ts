import assert from 'node:assert/strict'
import { createServer, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, beforeEach } from 'node:test'
import { emit } from '../src/platform/events.ts'
import { inTransaction } from '../src/platform/transaction.ts'
import { startTestApp, type TestOptions } from './app.ts'
import { recordingMail } from './recording-mail.ts'

export interface Received {
  path: string
  headers: IncomingHttpHeaders
  body: string
}

interface Answer {
  status: number
  body: string
  headers?: OutgoingHttpHeaders
}

const URL = '/api/v1/admin/webhooks'
const LOG = '/api/v1/admin/webhook-deliveries'

/**
 * An application and a receiver of webhooks that notes what it gets and answers as it is told. Every
 * test begins without endpoints.
 */
export async function startWebhookTest(options: Pick<TestOptions, 'modules'> = {}) {
  const received: Received[] = []
  let answer: Answer = { status: 204, body: '' }
  const receiver = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      received.push({ path: request.url ?? '', headers: request.headers, body })
      response.writeHead(answer.status, answer.headers).end(answer.body)
    })
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  after(() => {
    receiver.closeAllConnections()
    receiver.close()
  })
  const base = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`
  const outbox = recordingMail()
  const app = await startTestApp({
    mail: outbox.transport,
    config: { webhooksPrivate: true },
    ...options,
  })
  const owner = await app.staff()

  beforeEach(async () => {
    received.length = 0
    answer = { status: 204, body: '' }
    for (const { id } of (await owner.get(URL)).body.items) await owner.delete(`${URL}/${id}`)
  })

  return {
    ...{ app, owner, outbox, received, base, URL, LOG },
    /** What the receiver says from here on. */
    answerWith(next: Answer) {
      answer = next
    },
    async endpoint(events: string[] = ['*'], path = '/hook') {
      const made = await owner.post(URL, { name: 'Mine', url: `${base}${path}`, events })
      assert.equal(made.status, 201, JSON.stringify(made.body))
      return made.body as { id: string; secret: string; version: number }
    },
    log: async (id: string) => (await owner.get(`${LOG}?endpointId=${id}`)).body.items,
    async happen(event: string, payload: Record<string, unknown>) {
      await inTransaction(app.ctx, async (tx) => emit(tx, event, [payload]))
    },
  }
}
