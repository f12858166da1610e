import { openContext } from '../build-context.ts'
import { readOptions } from '../command-line.ts'
import type { Config } from '../config.ts'
import { MINUTE } from '../domain/instant.ts'
import { shiftedClock, systemClock } from '../platform/clock.ts'
import { prepareDatabase } from '../prepare-database.ts'
import { loadSandboxClock } from '../sandbox-clock.ts'
import type { CheckResult } from './check.ts'
import { type Diagnosis, runDoctor } from './run-doctor.ts'

/**
 * `doctor [--json]`: looks whether the books are in order, and says what is not. The exit code is 1
 * when something was found.
 */
export async function doctorCommand(config: Config, args: string[]): Promise<void> {
  const { json } = readOptions(args, { json: { type: 'boolean' } })
  const diagnosis = await examine(config)
  process.stdout.write(json ? `${JSON.stringify(diagnosis, null, 2)}\n` : inWords(diagnosis))
  if (diagnosis.checks.some(({ ok }) => !ok)) process.exitCode = 1
}

interface Examined extends Diagnosis {
  /** The books go by the clock of a sandbox that has travelled. */
  travelled: boolean
}

/**
 * Opened here: nothing may be written, not even what every start seeds. A sandbox whose clock
 * travelled is looked at by that clock, also where it is not said to be one: by the machine's,
 * everything in it would seem to come too early or too late.
 */
async function examine(config: Config): Promise<Examined> {
  await prepareDatabase(config, {})
  const quiet = { ...config, logLevel: 'silent' } as const
  const { ctx, close } = await openContext(quiet, { clock: shiftedClock() })
  try {
    await loadSandboxClock(ctx)
    const travelled = ctx.clock.now() - systemClock.now() > MINUTE
    return { ...(await runDoctor(ctx)), travelled }
  } finally {
    await close()
  }
}

function inWords({ now, checks, travelled }: Examined): string {
  const width = Math.max(...checks.map(({ name }) => name.length))
  const wrong = checks.filter(({ ok }) => !ok)
  const verdict =
    wrong.length === 0
      ? `All ${checks.length} checks found nothing.`
      : `${wrong.length} of ${checks.length} checks found something.`
  const byClock = travelled ? `Looked at by this sandbox’s clock, ${now}.\n` : ''
  return `${byClock}${checks.map((check) => line(check, width)).join('')}${verdict}\n`
}

function line({ name, ok, found, sentence, examples }: CheckResult, width: number): string {
  if (ok) return `ok     ${name}\n`
  const shown = examples.map((example) => `         ${example}\n`).join('')
  return `WRONG  ${name.padEnd(width)}  ${found} found\n       ${sentence}\n${shown}`
}
