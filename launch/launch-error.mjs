/** A reason not to start that an operator can act on. Printed as one sentence, exit code 1. */
export class LaunchError extends Error {
  name = 'LaunchError'
}

/** Prints an error the way every part of the launcher does and sets exit code 1. */
export function reportError(error) {
  const text = error instanceof LaunchError ? error.message : (error?.stack ?? String(error))
  process.stderr.write(`berth: ${text}\n`)
  process.exitCode = 1
}
