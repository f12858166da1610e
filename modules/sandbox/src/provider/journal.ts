import { readFileSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'

/** Lines that continue a snapshot, on disk before anybody is answered. */
export interface Journal {
  /** Resolves when the line is on disk. Lines that come while others are written go together. */
  append(line: string): Promise<void>
  /** How many lines there are. */
  lines(): number
  /** A new snapshot holds all that was appended: from here on lines go to a file of its own. */
  follow(path: string): void
}

/** The journal of one snapshot: a snapshot is never continued by the lines of another. */
export const journalOf = (statePath: string, generation: number) =>
  `${statePath}.journal.${generation}`

/** Opens a journal that is still empty. */
export function openJournal(path: string): Journal {
  let current = path
  let count = 0
  let gathered: string[] = []
  let last: Promise<unknown> = Promise.resolve()
  let next: Promise<void> | null = null

  async function store(): Promise<void> {
    const text = gathered.join('')
    gathered = []
    if (text !== '') await appendDurably(current, text)
  }

  return {
    append(line) {
      gathered.push(`${line}\n`)
      count += 1
      next ??= last.then(() => {
        next = null
        const stored = store()
        last = stored.catch(() => {})
        return stored
      })
      return next
    },
    lines: () => count,
    follow(fresh) {
      const former = current
      current = fresh
      gathered = []
      count = 0
      void last.then(() => rmSync(former, { force: true }))
    },
  }
}

async function appendDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'a')
  try {
    await file.appendFile(text)
    await file.datasync()
  } finally {
    await file.close()
  }
}

/** Its lines; a last one that was cut off was never answered. */
export function readJournal(path: string): unknown[] {
  try {
    return readFileSync(path, 'utf8')
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}
