import assert from 'node:assert/strict'

/** One cell: an operation under a fault. */
export interface Tried {
  fault: string
  kind: string
  /** Empty: exactly once. */
  wrong: string
}

/** One row a fault: how much was tried, how much held, what a comparison with the server found. */
export interface FaultRow {
  fault: string
  tried: Tried[]
  drift: { found: number; fixed: number }
}

/** Prints the matrix and fails naming what did not hold. */
export function conclude(rows: readonly FaultRow[]): void {
  const width = Math.max(...rows.map(({ fault }) => fault.length))
  const line = (cells: string[]) =>
    `${cells[0]?.padEnd(width)}  ${cells
      .slice(1)
      .map((cell) => cell.padStart(16))
      .join('')}`
  console.log(line(['fault', 'tried', 'exactly once', 'drift found', 'drift fixed']))
  for (const { fault, tried, drift } of rows) {
    const held = tried.filter(({ wrong }) => wrong === '').length
    console.log(line([fault, `${tried.length}`, `${held}`, `${drift.found}`, `${drift.fixed}`]))
  }
  const wrong = rows.flatMap(({ tried }) => tried.filter((one) => one.wrong !== ''))
  assert.deepEqual(
    wrong.map((one) => `${one.fault}, ${one.kind}: ${one.wrong}`),
    [],
  )
  for (const { fault, drift } of rows)
    assert.equal(drift.fixed, drift.found, `drift after ${fault}`)
}
