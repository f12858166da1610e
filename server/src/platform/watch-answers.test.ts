import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { watchAnswers } from './watch-answers.ts'

test('an answer that is under way is waited for, an idle connection is not', async () => {
  const waiting: ServerResponse[] = []
  const server = createServer((_request, response) => waiting.push(response))
  const answers = watchAnswers(server)
  await answers.settled()

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const asked = once(server, 'request')
  const answer = fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  await asked
  let isSettled = false
  const settled = answers.settled().then(() => {
    isSettled = true
  })
  await new Promise(setImmediate)
  assert.equal(isSettled, false)
  waiting[0]?.end('done')
  await settled
  assert.equal(await (await answer).text(), 'done')
  await answers.settled()
  server.closeAllConnections()
  server.close()
})
