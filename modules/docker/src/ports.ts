/** One port that listens in the container. */
export interface WantedPort {
  readonly port: number
  /** What the engine is told. */
  readonly transport: 'tcp' | 'udp'
  /** What a browser can be sent to, if it can. */
  readonly scheme: 'http' | 'https' | null
}

/** A wanted port and the server's port that leads to it. */
export interface PlacedPort extends WantedPort {
  readonly hostPort: number
}

/** Reads `8080/http 25565/udp`. The form has checked the shape. */
export function parsePorts(text: string): WantedPort[] {
  return [...text.matchAll(/(\d+)\/(tcp|udp|https?)/g)].map(([, port, word]) => ({
    port: Number(port),
    transport: word === 'udp' ? 'udp' : 'tcp',
    scheme: word === 'http' || word === 'https' ? word : null,
  }))
}

/** As a label keeps it: `8080/http=20001 25565/udp=20002`. */
export function formatPlaced(ports: readonly PlacedPort[]): string {
  return ports
    .map(({ port, transport, scheme, hostPort }) => `${port}/${scheme ?? transport}=${hostPort}`)
    .join(' ')
}

/** Reads what `formatPlaced` wrote; anything else is no port. */
export function parsePlaced(text: string): PlacedPort[] {
  return text.split(' ').flatMap((part) => {
    const [wanted, hostPort] = part.split('=')
    return parsePorts(wanted ?? '').map((port) => ({ ...port, hostPort: Number(hostPort) }))
  })
}

/** From where the server's ports may be taken. */
export interface PortRange {
  readonly from: number
  readonly to: number
}

/**
 * Gives each wanted port a free one of the range, or null when there are too few. The preferred ones
 * (what the service had before) are kept if all are free. `start` is where the search begins, so
 * that two that collided look in different places.
 */
export function placePorts(
  wanted: readonly WantedPort[],
  range: PortRange,
  used: ReadonlySet<number>,
  { preferred = [], start = 0 }: { preferred?: readonly number[]; start?: number } = {},
): PlacedPort[] | null {
  const inRange = (port: number) => port >= range.from && port <= range.to
  const fits = preferred.length === wanted.length
  const chosen =
    fits && preferred.every((port) => inRange(port) && !used.has(port))
      ? preferred
      : freePorts(range, used, wanted.length, start)
  if (chosen.length < wanted.length) return null
  return wanted.map((port, i) => ({ ...port, hostPort: chosen[i] ?? 0 }))
}

function freePorts(range: PortRange, used: ReadonlySet<number>, count: number, start: number) {
  const size = range.to - range.from + 1
  const free: number[] = []
  for (let step = 0; step < size && free.length < count; step++) {
    const port = range.from + ((start + step) % size)
    if (!used.has(port)) free.push(port)
  }
  return free
}
