/*
 * What staff and customers write in one field: lines of variables, names, ports. The patterns can be
 * read one way only, so that no text makes them slow.
 */

/** Lines of NAME=value, or empty ones. */
export const ENVIRONMENT_LINES = /^(?:(?:[A-Za-z_][A-Za-z0-9_]*=[^\r\n]*)?(?:\r?\n|$))*$/

/** Names of variables, between spaces or commas. */
export const VARIABLE_NAMES = /^\s*([A-Za-z_][A-Za-z0-9_]*([\s,]+|$))*$/

/** Ports and ranges of ports: `25565 25570-25599`. */
export const PORT_RANGES = /^\s*(\d{1,5}(-\d{1,5})?([\s,]+|$))*$/

/** One range of ports, both ends in it. */
export interface PortRange {
  readonly from: number
  readonly to: number
}

const words = (written: string) => written.split(/[\s,]+/).filter((word) => word !== '')

/** The variables that lines of NAME=value set; the last line of a name counts. */
export function variablesIn(written: string): Map<string, string> {
  const lines = written.split(/\r?\n/).filter((line) => line !== '')
  return new Map(
    lines.map((line) => {
      const at = line.indexOf('=')
      return [line.slice(0, at), line.slice(at + 1)]
    }),
  )
}

/** The names in a list of them. */
export function namesIn(written: string): string[] {
  return words(written)
}

/** The ranges in a list of ports and ranges. */
export function portsIn(written: string): PortRange[] {
  return words(written).map((word) => {
    const [from = 0, to = from] = word.split('-').map(Number)
    return { from, to }
  })
}

/** The same ranges as the panel wants them: `25565`, `25570-25599`. */
export function portRangeTexts(ranges: readonly PortRange[]): string[] {
  return ranges.map(({ from, to }) => (from === to ? String(from) : `${from}-${to}`))
}

/** Whether a variable of this name holds a password or a token, such as one to log in to Steam. */
export function isSecretName(name: string): boolean {
  return /PASS$|PASS_|PASSWORD|TOKEN|SECRET|_KEY$/i.test(name)
}
