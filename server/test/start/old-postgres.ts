import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { after } from 'node:test'

const packet = (kind: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(5)
  head.write(kind)
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}

const number = (value: number, size: 2 | 4): Buffer => {
  const bytes = Buffer.alloc(size)
  bytes.writeIntBE(value, 0, size)
  return bytes
}

/** A column of type text, in text format. */
const column = (name: string): Buffer =>
  Buffer.concat([
    Buffer.from(`${name}\0`),
    ...[number(0, 4), number(0, 2), number(25, 4), number(-1, 2), number(-1, 4), number(0, 2)],
  ])

const value = (text: string): Buffer =>
  Buffer.concat([number(Buffer.byteLength(text), 4), Buffer.from(text)])

const READY = packet('Z', Buffer.from('I'))
const LET_IN = Buffer.concat([packet('R', number(0, 4)), READY])

/**
 * Speaks as much of PostgreSQL's protocol as it takes to be asked for the version, and answers with
 * one from before 15: no such server can be installed everywhere that the tests run.
 */
export async function startOldPostgres(version: { number: string; text: string }): Promise<string> {
  const answer = Buffer.concat([
    packet('T', Buffer.concat([number(2, 2), column('n'), column('text')])),
    packet('D', Buffer.concat([number(2, 2), value(version.number), value(version.text)])),
    packet('C', Buffer.from('SELECT 1\0')),
    READY,
  ])
  const server: Server = createServer((socket) => {
    socket.on('error', () => {})
    socket.on('data', (data) => {
      const kind = String.fromCharCode(data[0] ?? 0)
      if (kind === 'X') socket.end()
      else socket.write(kind === 'Q' ? answer : LET_IN)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  after(() => server.close())
  return `postgres://berth@127.0.0.1:${(server.address() as AddressInfo).port}/berth`
}
