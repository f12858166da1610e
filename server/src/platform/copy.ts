import { once } from 'node:events'
import type { Duplex } from 'node:stream'
import type pg from 'pg'

/** The part of the driver's connection that COPY needs. */
interface CopyConnection {
  readonly stream: Duplex
  query(text: string): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
  sendCopyFail(message: string): void
}

/** What the driver calls while a statement of its queue runs. */
interface Statement {
  submit(connection: unknown): void
  handleError(error: Error): void
  handleCommandComplete(): void
  handleReadyForQuery(): void
  handleCopyInResponse(): void
  handleCopyData(message: { chunk: Buffer }): void
}

interface Behaviour {
  text: string
  data?(chunk: Buffer, connection: CopyConnection): void
  ready?(connection: CopyConnection): void
}

function run(client: pg.Client, { text, data, ready }: Behaviour): Promise<void> {
  return new Promise((resolve, reject) => {
    let connection: CopyConnection | undefined
    let failed = false
    const statement: Statement = {
      submit(given) {
        connection = given as CopyConnection
        connection.query(text)
      },
      handleError(error) {
        failed = true
        reject(error)
      },
      handleCommandComplete() {},
      handleReadyForQuery() {
        if (!failed) resolve()
      },
      handleCopyInResponse() {
        if (connection) ready?.(connection)
      },
      handleCopyData({ chunk }) {
        if (connection) data?.(Buffer.from(chunk), connection)
      },
    }
    client.query(statement)
  })
}

/**
 * Runs `copy … to stdout` and hands the rows on as they come, one per chunk. The database waits
 * while `write` has asked for a pause by answering a promise.
 */
export function copyOut(
  client: pg.Client,
  text: string,
  write: (row: Buffer) => Promise<void> | undefined,
): Promise<void> {
  let failure: unknown
  const copied = run(client, {
    text,
    data(chunk, { stream }) {
      const full = failure === undefined ? write(chunk) : undefined
      if (!full) return
      stream.pause()
      full
        .catch((error) => {
          failure = error
        })
        .finally(() => stream.resume())
    },
  })
  return copied.then(() => {
    if (failure !== undefined) throw failure
  })
}

/** Runs `copy … from stdin` with these pieces of text; an error of theirs fails the copy. */
export async function copyIn(
  client: pg.Client,
  text: string,
  pieces: AsyncIterable<Buffer>,
): Promise<void> {
  let sent: Promise<unknown> = Promise.resolve(null)
  const copied = run(client, {
    text,
    ready(connection) {
      sent = send(connection, pieces)
    },
  })
  try {
    await copied
  } catch (error) {
    throw (await sent) ?? error
  }
}

/** Answers why the pieces ended early, if they did; the copy fails with it. */
async function send(connection: CopyConnection, pieces: AsyncIterable<Buffer>): Promise<unknown> {
  try {
    for await (const piece of pieces) {
      connection.sendCopyFromChunk(piece)
      if (connection.stream.writableNeedDrain) await once(connection.stream, 'drain')
    }
    connection.endCopyFrom()
    return null
  } catch (error) {
    connection.sendCopyFail('the rows ended early')
    return error
  }
}
