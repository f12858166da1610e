import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { UnreadableBackup } from './format.ts'

const NEWLINE = 0x0a

/** The lines of a backup, each with its end, one after the other. */
export interface Lines {
  /** The next line; null at the end. */
  next(): Promise<Buffer | null>
  close(): void
}

/** Opens a file for reading line by line, whatever its size. */
export function openLines(file: string): Lines {
  const source = createReadStream(file)
  const text = source.pipe(createGunzip())
  source.once('error', (error) => text.destroy(error))
  // Told by the next line that is asked for.
  text.on('error', () => {})
  const pieces = text[Symbol.asyncIterator]()
  let rest: Buffer = Buffer.alloc(0)
  let from = 0

  /** Looks on from where the line began; what was looked at is not looked at again. */
  async function next(): Promise<Buffer | null> {
    let seen = from
    for (;;) {
      const end = rest.indexOf(NEWLINE, seen)
      if (end >= 0) {
        const line = rest.subarray(from, end + 1)
        from = end + 1
        return line
      }
      const { value, done } = await pieces.next()
      if (done) return from < rest.length ? rest.subarray(from) : null
      seen = rest.length - from
      rest = from < rest.length ? Buffer.concat([rest.subarray(from), value]) : value
      from = 0
    }
  }
  return {
    async next() {
      try {
        return await next()
      } catch (error) {
        if (String((error as { code?: unknown }).code).startsWith('Z_'))
          throw new UnreadableBackup('it is no backup, or it was cut off')
        throw error
      }
    },
    close() {
      source.destroy()
      text.destroy()
    },
  }
}
