import { once } from 'node:events'
import pg from 'pg'

/** What the driver's connection can do beside what its types say. */
interface CopyConnection extends pg.Connection {
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
  sendCopyFail(reason: string): void
}

/** What the driver tells a running statement. */
interface CopyStatement extends pg.Submittable {
  handleCopyInResponse(connection: CopyConnection): void
  handleCommandComplete(): void
  handleReadyForQuery(): void
  handleError(error: Error): void
}

/**
 * Sends chunks as the data of `copy … from stdin` and waits until the server has them all. Chunks
 * are asked for as quickly as the server takes them.
 */
export async function copyIn(
  client: pg.Client,
  statement: string,
  chunks: Iterable<string>,
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    let failed: Error | null = null
    const copy: CopyStatement = {
      submit: (connection) => connection.query(statement),
      handleCopyInResponse: (connection) => {
        send(connection, chunks, () => failed !== null).catch((error: Error) =>
          connection.sendCopyFail(error.message),
        )
      },
      handleCommandComplete: () => {},
      handleReadyForQuery: () => (failed ? reject(failed) : resolve()),
      handleError: (error) => {
        failed = error
        // A lost connection says no more.
        if (!(error instanceof pg.DatabaseError)) reject(error)
      },
    }
    client.query(copy)
  })
}

async function send(
  connection: CopyConnection,
  chunks: Iterable<string>,
  hasFailed: () => boolean,
): Promise<void> {
  for (const chunk of chunks) {
    if (hasFailed()) return
    connection.sendCopyFromChunk(Buffer.from(chunk))
    if (connection.stream.writableNeedDrain) await once(connection.stream, 'drain')
  }
  connection.endCopyFrom()
}
