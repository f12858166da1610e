import { setTimeout as sleep } from 'node:timers/promises'

const POLL_MS = 20
/** Beyond this something hangs; no test passes or fails by being quicker or slower than that. */
const PATIENCE_MS = 120_000

/** Waits until `look` finds something; fails naming what was waited for. */
export async function until<T>(
  what: string,
  look: () => Promise<T | false | null | undefined>,
): Promise<T> {
  for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += POLL_MS) {
    const found = await look()
    if (found) return found
    await sleep(POLL_MS)
  }
  throw new Error(`waited in vain for: ${what}`)
}
