/** One range of IPv4 addresses, both ends in it, as numbers. */
interface Range {
  readonly from: number
  readonly to: number
}

/** A pool holds no more than this, so that a slip of the pen is noticed. */
const LARGEST_RANGE = 65_536

/** Reads lines of `10.0.0.10` or `10.0.0.10-10.0.0.99`; null when one is neither. */
export function parsePool(text: string): Range[] | null {
  const ranges: Range[] = []
  for (const part of text.split(/[\s,]+/).filter(Boolean)) {
    const [first = '', last = first] = part.split('-')
    const from = numberOf(first)
    const to = numberOf(last)
    if (from === null || to === null || to < from || to - from >= LARGEST_RANGE) return null
    ranges.push({ from, to })
  }
  return ranges
}

/**
 * An address of the pool that nobody has, or null. `skip` passes over so many free ones if there are
 * others, so that two that collided look in different places.
 */
export function freeAddress(pool: string, used: ReadonlySet<string>, skip = 0): string | null {
  let last: string | null = null
  let passed = 0
  for (const { from, to } of parsePool(pool) ?? []) {
    for (let one = from; one <= to; one++) {
      const address = textOf(one)
      if (used.has(address)) continue
      last = address
      if (passed++ === skip) return address
    }
  }
  return last
}

function numberOf(address: string): number | null {
  const parts = address.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part))) return null
  const bytes = parts.map(Number)
  if (bytes.some((byte) => byte > 255)) return null
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0)
}

function textOf(address: number): string {
  return [2 ** 24, 2 ** 16, 2 ** 8, 1].map((unit) => Math.floor(address / unit) % 256).join('.')
}
