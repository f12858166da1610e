import { openContext } from '../build-context.ts'
import { readOptions } from '../command-line.ts'
import type { Config } from '../config.ts'
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

/** Opened here: nothing may be written, not even what every start seeds. */
async function examine(config: Config): Promise<Diagnosis> {
  await prepareDatabase(config, {})
  const { ctx, close } = await openContext({ ...config, logLevel: 'silent' })
  try {
    if (config.sandbox) await loadSandboxClock(ctx)
    return await runDoctor(ctx)
  } finally {
    await close()
  }
}

function inWords({ checks }: Diagnosis): string {
  const width = Math.max(...checks.map(({ name }) => name.length))
  const wrong = checks.filter(({ ok }) => !ok)
  const verdict =
    wrong.length === 0
      ? `All ${checks.length} checks found nothing.`
      : `${wrong.length} of ${checks.length} checks found something.`
  return `${checks.map((check) => line(check, width)).join('')}${verdict}\n`
}

function line({ name, ok, found, sentence, examples }: CheckResult, width: number): string {
  if (ok) return `ok     ${name}\n`
  const shown = examples.map((example) => `         ${example}\n`).join('')
  return `WRONG  ${name.padEnd(width)}  ${found} found\n       ${sentence}\n${shown}`
}
