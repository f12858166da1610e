import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { TEST_METHODS, type TestToken } from './bank.ts'
import { completePage } from './checkout.ts'
import type { Account } from './state.ts'

/** The page that `checkout.stripe.com` would show, with a button for each test method. */
export async function startHostedPage(
  account: Account,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => void answer(account, request, response))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

async function answer(account: Account, request: IncomingMessage, response: ServerResponse) {
  const id = /^\/c\/pay\/(\w+)$/.exec(request.url ?? '')?.[1] ?? ''
  const session = account.sessions.get(id)
  if (session?.status !== 'open') {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('This page is over.')
    return
  }
  if (request.method !== 'POST') return show(response, '')
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  const token = new URLSearchParams(Buffer.concat(parts).toString('utf8')).get('method') ?? ''
  const outcome = completePage(account, id, token as TestToken)
  if (!outcome.done) return show(response, outcome.message)
  response.writeHead(303, { location: session.success_url }).end()
}

function show(response: ServerResponse, message: string): void {
  const buttons = Object.keys(TEST_METHODS)
    .map((token) => `<button name="method" value="${token}">${token}</button>`)
    .join('\n')
  const html = `<!doctype html><title>Checkout</title><p role="status">${message}</p>
<form method="post">${buttons}</form>`
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html)
}
