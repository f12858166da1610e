import { randomBytes, randomFillSync } from 'node:crypto'

/** Random bytes for so many ids are drawn at once: asking for them is what an id costs. */
const POOL = 256
const pool = Buffer.alloc(16 * POOL)
let used = POOL

const DASH = 45
const DIGITS = Buffer.from('0123456789abcdef')
const text = Buffer.alloc(36)

let lastMs = 0
let counter = 0

/** The millisecond of the next id and its place therein; a clock that went back is not followed. */
function count(): void {
  const now = Date.now()
  counter += 1
  if (now <= lastMs && counter <= 0xfff) return
  lastMs = Math.max(now, lastMs + 1)
  // From the middle down, so that a millisecond has room for two thousand at least.
  counter = (pool[16 * used] ?? 0) << 3
}

/**
 * A uuid version 7 (RFC 9562): sorts by creation, so indexes grow at their end. Those of one process
 * sort in the order in which they were made, also within a millisecond.
 */
export function newId(): string {
  if (used === POOL) {
    randomFillSync(pool)
    used = 0
  }
  count()
  const bytes = pool.subarray(16 * used, 16 * ++used)
  bytes.writeUIntBE(lastMs, 0, 6)
  bytes[6] = (counter >> 8) | 0x70
  bytes[7] = counter & 0xff
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  let at = 0
  for (let index = 0; index < 16; index++) {
    // 8-4-4-4-12 digits.
    if (index === 4 || index === 6 || index === 8 || index === 10) text[at++] = DASH
    const byte = bytes[index] ?? 0
    text[at++] = DIGITS[byte >> 4] ?? 0
    text[at++] = DIGITS[byte & 15] ?? 0
  }
  return text.toString('latin1')
}

/** An unguessable token of 256 bits, safe in a URL. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** True for the text of a uuid; what comes from outside is held against it before SQL sees it. */
export function isUuid(text: string): boolean {
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)
}
