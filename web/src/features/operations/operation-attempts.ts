import type { Claim, LogLine } from './operation-requests.ts'

/** One turn of a worker with what is at hand of its log. */
export interface Attempt extends Claim {
  /** From 1, in the order in which they were made. */
  number: number
  known: LogLine[]
  /** More was logged than is at hand. */
  hasMore: boolean
}

/** The attempts of an operation with their lines, the latest first. */
export function attemptsOf(claims: readonly Claim[], log: readonly LogLine[]): Attempt[] {
  return claims
    .map((claim, index): Attempt => {
      const known = log.filter((line) => line.claim === claim.claim)
      return { ...claim, number: index + 1, known, hasMore: known.length < claim.lines }
    })
    .reverse()
}

/** A log as text, for a ticket at the provider. */
export function logText(lines: readonly LogLine[]): string {
  return lines.map(lineText).join('\n')
}

function lineText({ at, level, message, data, exchange }: LogLine): string {
  if (!exchange) {
    const facts = data && Object.keys(data).length > 0 ? ` ${JSON.stringify(data)}` : ''
    return `${at} ${level} ${message}${facts}`
  }
  const { method, address, status, request, answer } = exchange
  return [
    `${at} ${method} ${address} ${status ?? '–'}`,
    ...(request === null ? [] : [`> ${request}`]),
    ...(answer === null ? [] : [`< ${answer}`]),
  ].join('\n')
}
