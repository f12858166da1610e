/*
 * QR codes after ISO/IEC 18004, as far as a log-in address needs them: byte mode, error correction
 * level L, versions 1 to 9 (230 bytes), mask 0. A reader accepts any mask.
 */

interface Version {
  /** Codewords of data, over all blocks. */
  data: number
  blocks: number
  /** Codewords of error correction in each block. */
  correction: number
  /** Centres of the alignment patterns. */
  alignment: number[]
}

const VERSIONS: Version[] = [
  { data: 19, blocks: 1, correction: 7, alignment: [] },
  { data: 34, blocks: 1, correction: 10, alignment: [6, 18] },
  { data: 55, blocks: 1, correction: 15, alignment: [6, 22] },
  { data: 80, blocks: 1, correction: 20, alignment: [6, 26] },
  { data: 108, blocks: 1, correction: 26, alignment: [6, 30] },
  { data: 136, blocks: 2, correction: 18, alignment: [6, 34] },
  { data: 156, blocks: 2, correction: 20, alignment: [6, 22, 38] },
  { data: 194, blocks: 2, correction: 24, alignment: [6, 24, 42] },
  { data: 232, blocks: 2, correction: 30, alignment: [6, 26, 46] },
]

/** Mode indicator and length take a byte and a half; with the padding, two. */
const OVERHEAD = 2

/** The dark modules of the code, row by row; null when the text is too long. */
export function qrMatrix(text: string): boolean[][] | null {
  const bytes = new TextEncoder().encode(text)
  const index = VERSIONS.findIndex((version) => bytes.length + OVERHEAD <= version.data)
  const version = VERSIONS[index]
  if (!version) return null
  const canvas = drawPatterns(index + 1, version)
  placeBits(canvas, toBits(interleave(dataCodewords(bytes, version.data), version)))
  return canvas.dark
}

function dataCodewords(bytes: Uint8Array, capacity: number): number[] {
  const bits = [0, 1, 0, 0, ...bitsOf(bytes.length, 8), ...toBits([...bytes]), 0, 0, 0, 0]
  const words: number[] = []
  for (let at = 0; at < bits.length; at += 8) {
    words.push(bits.slice(at, at + 8).reduce((word, bit) => word * 2 + bit, 0))
  }
  for (let pad = 0xec; words.length < capacity; pad = pad === 0xec ? 0x11 : 0xec) words.push(pad)
  return words
}

function interleave(words: number[], version: Version): number[] {
  const size = version.data / version.blocks
  const blocks = Array.from({ length: version.blocks }, (_, block) =>
    words.slice(block * size, (block + 1) * size),
  )
  const corrections = blocks.map((block) => errorCorrection(block, version.correction))
  const byColumn = (rows: number[][], length: number) =>
    Array.from({ length }, (_, column) => rows.map((row) => row[column] ?? 0)).flat()
  return [...byColumn(blocks, size), ...byColumn(corrections, version.correction)]
}

/** Reed-Solomon over GF(256) with the polynomial 0x11d. */
function errorCorrection(block: number[], length: number): number[] {
  let generator = [1]
  for (let power = 0, root = 1; power < length; power += 1, root = multiply(root, 2)) {
    const shifted = [...generator, 0]
    generator = shifted.map((term, i) => term ^ multiply(generator[i - 1] ?? 0, root))
  }
  const rest = [...block, ...new Array<number>(length).fill(0)]
  for (let at = 0; at < block.length; at += 1) {
    const factor = rest[at] ?? 0
    for (const [i, term] of generator.entries())
      rest[at + i] = (rest[at + i] ?? 0) ^ multiply(term, factor)
  }
  return rest.slice(block.length)
}

function multiply(a: number, b: number): number {
  let product = 0
  for (let bit = 7; bit >= 0; bit -= 1) {
    product = (product << 1) ^ ((product >> 7) * 0x11d)
    if ((b >> bit) & 1) product ^= a
  }
  return product
}

interface Canvas {
  size: number
  dark: boolean[][]
  /** Modules that carry a pattern and no data. */
  taken: boolean[][]
  set(x: number, y: number, dark: boolean): void
}

function newCanvas(size: number): Canvas {
  const grid = () => Array.from({ length: size }, () => new Array<boolean>(size).fill(false))
  const dark = grid()
  const taken = grid()
  return {
    size,
    dark,
    taken,
    set(x, y, isDark) {
      const row = dark[y]
      const mark = taken[y]
      if (!row || !mark || x < 0 || x >= size) return
      row[x] = isDark
      mark[x] = true
    },
  }
}

function drawPatterns(number: number, version: Version): Canvas {
  const canvas = newCanvas(number * 4 + 17)
  const { size, set } = canvas
  for (let i = 0; i < size; i += 1) {
    set(6, i, i % 2 === 0)
    set(i, 6, i % 2 === 0)
  }
  for (const [x, y] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const)
    drawRings(canvas, { x, y, reach: 4 })
  const last = version.alignment.length - 1
  for (const [i, x] of version.alignment.entries()) {
    for (const [j, y] of version.alignment.entries()) {
      const isAtFinder = (i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0)
      if (!isAtFinder) drawRings(canvas, { x, y, reach: 2 })
    }
  }
  drawFormat(canvas)
  if (number >= 7) drawVersion(canvas, number)
  return canvas
}

function drawRings(canvas: Canvas, at: { x: number; y: number; reach: number }): void {
  for (let dy = -at.reach; dy <= at.reach; dy += 1) {
    for (let dx = -at.reach; dx <= at.reach; dx += 1) {
      const ring = Math.max(Math.abs(dx), Math.abs(dy))
      canvas.set(at.x + dx, at.y + dy, at.reach === 4 ? ring !== 2 && ring !== 4 : ring !== 1)
    }
  }
}

/** Level L with mask 0, its BCH remainder, masked as the standard says: always 0x77c4. */
function drawFormat({ size, set }: Canvas): void {
  const bit = (i: number) => ((0x77c4 >> i) & 1) === 1
  for (let i = 0; i <= 5; i += 1) set(8, i, bit(i))
  set(8, 7, bit(6))
  set(8, 8, bit(7))
  set(7, 8, bit(8))
  for (let i = 9; i < 15; i += 1) set(14 - i, 8, bit(i))
  for (let i = 0; i < 8; i += 1) set(size - 1 - i, 8, bit(i))
  for (let i = 8; i < 15; i += 1) set(8, size - 15 + i, bit(i))
  set(8, size - 8, true)
}

function drawVersion({ size, set }: Canvas, number: number): void {
  let rest = number
  for (let i = 0; i < 12; i += 1) rest = (rest << 1) ^ ((rest >> 11) * 0x1f25)
  const bits = (number << 12) | rest
  for (let i = 0; i < 18; i += 1) {
    const isDark = ((bits >> i) & 1) === 1
    const a = size - 11 + (i % 3)
    const b = Math.floor(i / 3)
    set(a, b, isDark)
    set(b, a, isDark)
  }
}

/** Fills the free modules in pairs of columns from the right, up and down, under mask 0. */
function placeBits({ size, dark, taken }: Canvas, bits: number[]): void {
  let next = 0
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5
    for (let step = 0; step < size; step += 1) {
      const isUpward = ((right + 1) & 2) === 0
      const y = isUpward ? size - 1 - step : step
      for (const x of [right, right - 1]) {
        const row = dark[y]
        if (!row || taken[y]?.[x]) continue
        row[x] = ((bits[next] ?? 0) === 1) !== ((x + y) % 2 === 0)
        next += 1
      }
    }
  }
}

function bitsOf(value: number, length: number): number[] {
  return Array.from({ length }, (_, i) => (value >> (length - 1 - i)) & 1)
}

function toBits(words: number[]): number[] {
  return words.flatMap((word) => bitsOf(word, 8))
}
