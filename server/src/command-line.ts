import { type ParseArgsConfig, parseArgs } from 'node:util'
import { Stop } from './stop.ts'

export type Options = NonNullable<ParseArgsConfig['options']>

/** Reads `--name value` arguments; an unknown or missing one is one sentence. */
export function readOptions(
  args: string[],
  options: Options,
): Record<string, string | boolean | undefined> {
  try {
    const { values } = parseArgs({ args, options, allowPositionals: false })
    return values as Record<string, string | boolean | undefined>
  } catch (error) {
    const [said] = (error instanceof Error ? error.message : String(error)).split('. ')
    throw new Stop(`${said}; \`npm run berth -- help\` lists what there is`)
  }
}

/** The value of an option that must be there. */
export function needed(values: Record<string, unknown>, name: string): string {
  const value = values[name]
  if (typeof value !== 'string' || value === '') throw new Stop(`--${name} is missing`)
  return value
}

/** The first line of standard input, without its end: how scripts hand over passwords. */
export async function lineFromInput(): Promise<string> {
  let text = ''
  for await (const chunk of process.stdin) text += chunk
  return text.split(/\r?\n/)[0] ?? ''
}
