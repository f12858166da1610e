/** From where ports may be taken. */
export interface PortRange {
  readonly from: number
  readonly to: number
}

/** The first port of the range that nobody has, or null. */
export function freePort({ from, to }: PortRange, used: ReadonlySet<number>): number | null {
  for (let port = from; port <= to; port++) if (!used.has(port)) return port
  return null
}
